"""Accounts and roles, for administrators. What they change here is written down."""

from typing import Any

from allauth.account.internal.flows.reauthentication import (
    raise_if_reauthentication_required,
)
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from sro_program.accounts import actions
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.models import Invitation, Membership, PoliceAgency, User
from sro_program.audit.log import record
from sro_program.core.admin import ReadOnlyAdmin, ReferenceAdmin, ReferenceInline
from sro_program.core.errors import ProductError

INVITED = "An invitation is on its way to {}."


class ConfirmedAdmin[M: models.Model](ReferenceAdmin[M]):
    """Changing who may do what asks once more who you are (trust.md §11)."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's signature
        raise_if_reauthentication_required(request, app="")
        return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's signature
        if request.method == "POST":
            raise_if_reauthentication_required(request, app="")
        return super().changelist_view(request, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: M, form: ModelForm[M], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        note(request, obj, form.changed_data, change=change)


def note(
    request: HttpRequest, obj: models.Model, fields: list[str], *, change: bool
) -> None:
    """Into the audit trail: which fields, not what they say."""
    verb = "change_in_admin" if change else "add_in_admin"
    record(request.user, verb, obj, fields=fields)


class MembershipInline(ReferenceInline[Membership, User]):
    model = Membership
    autocomplete_fields = ("school", "district", "police_agency")


@admin.register(User)
class UserAdmin(ConfirmedAdmin[User]):
    """An account: asked in, closed, released. Nobody sees or sets a password here."""

    list_display = ("name", "email", "is_active", "is_staff", "locked_at")
    list_filter = (
        "is_active",
        "is_staff",
        ("locked_at", admin.EmptyFieldListFilter),
        "memberships__role",
    )
    search_fields = ("name", "email")
    readonly_fields = ("locked_at", "last_login", "created_at")
    inlines = (MembershipInline,)
    actions = ("release", "invite", "remove_second_factor")

    def get_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> tuple[str, ...]:
        basics = ("name", "email", "phone", "is_staff")
        return (*basics, "is_active", *self.readonly_fields) if obj else basics

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        """A new account belongs to whoever opens it by the mailed link."""
        obj.email = obj.email.lower()
        if not change:
            obj.is_active = False
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            self._invite(request, obj)

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,  # noqa: ANN401  # Django's signature
        formset: Any,  # noqa: ANN401  # as above
        change: bool,
    ) -> None:
        super().save_formset(request, form, formset, change)
        for membership, fields in formset.changed_objects:
            note(request, membership, fields, change=True)
        for membership in formset.new_objects:
            note(request, membership, [], change=False)

    @admin.action(description="Release: let them try to sign in again")
    def release(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        locked = list(queryset.exclude(locked_at=None))
        for account in locked:
            actions.release(account, by=request.user)
        messages.success(request, f"{len(locked)} released.")

    @admin.action(description="Remove the second factor (lost phone and codes)")
    def remove_second_factor(
        self, request: HttpRequest, queryset: QuerySet[User]
    ) -> None:
        for account in queryset:
            actions.remove_second_factor(account, by=request.user)
        messages.success(request, "At their next sign-in they set up a new one.")

    @admin.action(description="Send an invitation")
    def invite(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for account in queryset:
            self._invite(request, account)

    def _invite(self, request: HttpRequest, account: User) -> None:
        try:
            actions.invite(Guest(account.email, account.name), by=request.user)
        except ProductError as refusal:
            messages.warning(request, f"{account.name}: {refusal.sentence}")
        else:
            messages.success(request, INVITED.format(account.email))


@admin.register(Membership)
class MembershipAdmin(ConfirmedAdmin[Membership]):
    """Who holds which role where. End a role by its date; rows are not deleted."""

    list_display = (
        "user",
        "role",
        "school",
        "district",
        "police_agency",
        "starts_on",
        "ends_on",
    )
    list_filter = ("role", "district", "police_agency", "school")
    list_select_related = ("user", "school", "district", "police_agency")
    search_fields = ("user__name", "user__email")
    autocomplete_fields = ("user", "school", "district", "police_agency")
    date_hierarchy = "starts_on"


@admin.register(PoliceAgency)
class PoliceAgencyAdmin(ReferenceAdmin[PoliceAgency]):
    list_display = ("name", "short_name", "phone")
    search_fields = ("name", "short_name")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin[Invitation]):
    """Who was asked in, by whom, and what became of it."""

    list_display = ("name", "role", "holds_for", "invited_by", "state")
    list_filter = ("role", "accepted_at", "revoked_at")
    list_select_related = (
        "invited_by",
        "school",
        "district",
        "police_agency",
    )
    search_fields = ("name", "email")
