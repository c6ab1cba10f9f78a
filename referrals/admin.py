"""The directory for administrators; advice is looked at nowhere but in its pages."""

from django.contrib import admin

from referrals.models import Agency, DirectoryRule
from sro_program.core.admin import ReferenceAdmin


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin[Agency]):
    list_display = ("name", "kind", "district", "school", "verified_on", "is_active")
    list_filter = ("kind", "is_active", "district")
    search_fields = ("name", "services")
    readonly_fields = ("version", "verified_by")


@admin.register(DirectoryRule)
class DirectoryRuleAdmin(ReferenceAdmin[DirectoryRule]):
    list_display = ("district", "verify_after_days")
    deletable = True
