"""The directory for administrators; advice is looked at nowhere but in its pages."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from referrals.models import Agency, DirectoryRule
from sro_program.core.admin import ReferenceAdmin


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin[Agency]):
    list_display = ("name", "kind", "district", "school", "verified_on", "is_active")
    list_filter = ("kind", "is_active", "district")
    search_fields = ("name", "services")
    readonly_fields = ("version", "verified_by")

    def save_model(
        self, request: HttpRequest, obj: Agency, form: ModelForm[Agency], change: bool
    ) -> None:
        """A new version, so that an older form of the directory is stale."""
        obj.version += 1 if change else 0
        obj.verified_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(DirectoryRule)
class DirectoryRuleAdmin(ReferenceAdmin[DirectoryRule]):
    list_display = ("district", "verify_after_days")
    deletable = True
