"""The daily mail: what waits for it, once a day, in each person's afternoon."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from sro_program.core.db import acting_as_clock
from sro_program.notifications.models import MailChoice, MailPreference, Notification
from sro_program.notifications.outbox import notify

AFTERNOON = time(15, 30)
LONGEST = 50
"""Lines of one mail; who has more reads the rest in the program."""


def send_digests() -> int:
    """Make today's daily mail for everyone whose afternoon has come.

    Run as often as you like: a person has one a day, and what a missed run left over
    is in the next. Says how many were made.
    """
    with acting_as_clock():
        daily = MailPreference.objects.filter(choice=MailChoice.DAILY)
        due = [preference for preference in daily if _is_afternoon(preference)]
    return sum(map(_make, due))


def _is_afternoon(preference: MailPreference) -> bool:
    local = _local(preference)
    return local.time() >= AFTERNOON and preference.digest_on != local.date()


def _local(preference: MailPreference) -> datetime:
    return now().astimezone(ZoneInfo(preference.time_zone))


def _make(preference: MailPreference) -> bool:
    """Claim the day, gather the lines, owe one mail: all of it or nothing."""
    with acting_as_clock(), transaction.atomic():
        if not _claim(preference):
            return False
        waiting = Notification.objects.filter(recipient_id=preference.pk)
        notes = list(waiting.waiting_for_digest().order_by("created_at", "id"))
        if not notes:
            return False
        _owe(preference, notes)
        ids = [note.pk for note in notes]
        Notification.objects.filter(pk__in=ids).update(sent_at=now())
    return True


def _claim(preference: MailPreference) -> bool:
    today = _local(preference).date()
    rows = MailPreference.objects.filter(pk=preference.pk, choice=MailChoice.DAILY)
    unclaimed = rows.filter(Q(digest_on=None) | Q(digest_on__lt=today))
    return bool(unclaimed.update(digest_on=today))


def _owe(preference: MailPreference, notes: list[Notification]) -> None:
    count = len(notes)
    notify(
        preference.user,
        "digest",
        url=reverse("notifications:index"),
        mail_only=True,
        count=count,
        lines=[note.summary for note in notes[:LONGEST]],
        more=max(count - LONGEST, 0),
        action_label="See them all",
    )
