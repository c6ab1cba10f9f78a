"""Accounts and roles, for administrators. What they change here is written down."""

from typing import Any

from allauth.account.internal.flows.reauthentication import (
    raise_if_reauthentication_required,
)
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html

from sro_program.accounts import actions, policy
from sro_program.accounts.actions.invitations import Guest
from sro_program.accounts.actions.memberships import tell_leads
from sro_program.accounts.adminbase import ConfirmedAdmin, note
from sro_program.accounts.models import Invitation, Membership, PoliceAgency, User
from sro_program.core.admin import ReadOnlyAdmin, ReferenceAdmin, ReferenceInline
from sro_program.core.errors import ProductError, RuleBroken
from sro_program.core.http import form_response
from sro_program.core.policy import require

GIVES = {"user", "role", "school", "district", "police_agency"}
INVITED = "An invitation is on its way to {}."


def note_role(
    request: HttpRequest, membership: Membership, fields: list[str], *, change: bool
) -> None:
    """Into the audit trail, and those who lead the place learn of a role given."""
    note(request, membership, fields, change=change)
    if not change or GIVES & set(fields):
        tell_leads(membership, by=request.user)


class EmailForm(forms.Form):
    """The address that an account shall have."""

    email = forms.EmailField(label="New e-mail", max_length=254)


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
    readonly_fields = ("locked_at", "last_login", "created_at", "other_email")
    inlines = (MembershipInline,)
    actions = ("release", "invite", "remove_second_factor")

    def get_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> tuple[str, ...]:
        basics = ("name", "email", "phone", "is_staff")
        return (*basics, "is_active", *self.readonly_fields) if obj else basics

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> tuple[str, ...]:
        """The address of an account that was ever opened changes by its own action."""
        opened = obj is not None and not obj.is_newcomer
        return ("email", *self.readonly_fields) if opened else self.readonly_fields

    @admin.display(description="another e-mail")
    def other_email(self, obj: User) -> str:
        if obj.is_newcomer:
            return "-"
        url = reverse("admin:accounts_user_email", args=[obj.pk])
        return format_html('<a href="{}">Change the e-mail</a>', url)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.change_email)
        return [
            path("<int:pk>/email/", view, name="accounts_user_email"),
            *super().get_urls(),
        ]

    def change_email(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of its own; the old address is told."""
        raise_if_reauthentication_required(request, app="")
        account = get_object_or_404(User, pk=pk)
        require(policy.can_change_email(request.user, account))
        form = EmailForm(request.POST or None)
        if form.is_valid():
            try:
                actions.change_email(account, by=request.user, **form.cleaned_data)
            except RuleBroken as refusal:
                form.add_error("email", refusal.sentence)
            else:
                messages.success(request, "Both addresses are told by mail.")
                return redirect("admin:accounts_user_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Another e-mail for {account.name}",
            "account": account,
        }
        return form_response(request, "admin/accounts/user/email.html", form, context)

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
