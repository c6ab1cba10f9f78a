"""Accounts and roles, for administrators. What they change here is written down."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from sro_program.accounts import actions
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.actions.memberships import tell_leads
from sro_program.accounts.adminbase import ConfirmedAdmin, note
from sro_program.accounts.models import Invitation, Membership, PoliceAgency, User
from sro_program.core.admin import ReadOnlyAdmin, ReferenceAdmin, ReferenceInline
from sro_program.core.errors import ProductError

GIVES = {"user", "role", "school", "district", "police_agency"}
INVITED = "An invitation is on its way to {}."


def note_role(
    request: HttpRequest, membership: Membership, fields: list[str], *, change: bool
) -> None:
    """Into the audit trail, and those who lead the place learn of a role given."""
    note(request, membership, fields, change=change)
    if not change or GIVES & set(fields):
        tell_leads(membership, by=request.user)


class MembershipInline(ReferenceInline[Membership, User]):
    model = Membership
    autocomplete_fields = ("school", "district", "police_agency")

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody gives a role to themselves, nor prolongs one."""
        return super().has_add_permission(request, obj) and obj != request.user

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        return super().has_change_permission(request, obj) and obj != request.user


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
            note_role(request, membership, fields, change=True)
        for membership in formset.new_objects:
            note_role(request, membership, [], change=False)

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

    def is_own(self, request: HttpRequest, obj: Membership) -> bool:
        return obj.user_id == request.user.pk

    def note(
        self, request: HttpRequest, obj: Membership, fields: list[str], *, change: bool
    ) -> None:
        note_role(request, obj, fields, change=change)


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
