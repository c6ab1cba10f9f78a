"""Mails that could not be delivered: an administrator looks, and tries again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from sro_program.audit.log import record
from sro_program.core.admin import ReadOnlyAdmin
from sro_program.core.db import Actor
from sro_program.notifications import actions
from sro_program.notifications.models import Notification


@admin.register(Notification)
class DeadLetterAdmin(ReadOnlyAdmin[Notification]):
    """To whom and why not; never what it says (row-level security shows only these)."""

    list_display = (
        "recipient",
        "template",
        "last_error",
        "attempts",
        "created_at",
        "gave_up_at",
    )
    fields = list_display
    list_select_related = ("recipient",)
    ordering = ("-gave_up_at",)
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        rows = super().get_queryset(request)
        return rows.filter(gave_up_at__isnull=False)

    @admin.action(description="Try these mails again")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Notification]) -> None:
        revived = [note for note in queryset if revive(note, request.user)]
        count = len(revived)
        messages.success(request, f"{count} will be tried again within a minute.")


def revive(note: Notification, by: Actor) -> bool:
    """Try one again, and write down who asked."""
    record(by, "try_again", note)
    return actions.try_again(note)
