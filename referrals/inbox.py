"""Referrals page by page: what is due first, and what ended last."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localtime

from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet
from referrals.states import IN_WORK, UNANSWERED
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.times import clock

SIZE = 25
SHOWN = (
    *("status", "version", "reason", "urgency", "outcome"),
    *("sent_at", "accepted_at", "ended_at", "due_at"),
    *("school__name", "school__short_name", "referred_by__name"),
    *("to_counselor__name", "to_agency__name"),
)
"""The columns that a row needs; the others would travel for nothing."""


class Box(StrEnum):
    """What a person can look at; counselors have the first four."""

    NEW = "new"
    WORK = "work"
    ENDED = "ended"
    COLLEAGUES = "colleagues"
    SENT = "sent"
    SENT_ENDED = "sent_ended"


LABELS = {
    Box.NEW: "New",
    Box.WORK: "In work",
    Box.ENDED: "Ended",
    Box.COLLEAGUES: "Colleagues",
    Box.SENT: "Sent",
    Box.SENT_ENDED: "Sent, ended",
}
OF_COUNSELORS = [Box.NEW, Box.WORK, Box.ENDED, Box.COLLEAGUES]
OF_SENDERS = [Box.SENT, Box.SENT_ENDED]
NEWEST_FIRST = {Box.ENDED, Box.SENT_ENDED}
EMPTY = {
    Box.NEW: "Nothing new waits for you",
    Box.WORK: "You have nothing in work",
    Box.ENDED: "Nothing has ended yet",
    Box.COLLEAGUES: "Nothing is open with your colleagues",
    Box.SENT: "Nothing of yours is open",
    Box.SENT_ENDED: "Nothing of yours has ended yet",
}


def boxes_for(roles: frozenset[str]) -> list[Box]:
    """A counselor's, then a sender's; a counselor sends by handing on."""
    own = OF_COUNSELORS if Role.COUNSELOR in roles else []
    return [*own, *OF_SENDERS]


def rows_of(user: Actor, box: Box) -> ReferralQuerySet:
    """What lies in a box."""
    rows = Referral.objects.visible_to(user)
    mine = Referral.objects.received_by(user)
    key = user.pk or 0
    if box == Box.NEW:
        return mine.unanswered()
    if box == Box.WORK:
        return mine.in_work()
    if box == Box.ENDED:
        return mine.ended()
    if box == Box.COLLEAGUES:
        others = rows.exclude(referred_by_id=key).exclude(handed_on_by_id=key)
        return others.exclude(to_counselor_id=key).open()
    sent = rows.filter(Q(referred_by_id=key) | Q(handed_on_by_id=key))
    return sent.open() if box == Box.SENT else sent.ended()


class Row(NamedTuple):
    """One line of the list, ready to be shown: templates do no work per cell."""

    url: str
    reason: str
    warning: str
    facts: str
    status: str
    state: str
    accept_url: str
    version: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some referrals, and the key of the next page."""

    rows: Sequence[Row]
    after: UUID | None


def page_of(rows: ReferralQuerySet, box: Box, *, after: UUID | None) -> Page:
    """What is due first comes first, what has no day last; of the ended the newest."""
    is_ended = box in NEWEST_FIRST
    last = rows.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(_behind_ended(last) if is_ended else _behind_open(last))
    order = ("-ended_at", "-pk") if is_ended else ("due_at", "sent_at", "pk")
    found = list(rows.for_list().only(*SHOWN).order_by(*order)[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    rows_shown = [_row(referral, box) for referral in found]
    return Page(rows_shown, found[-1].pk if has_more else None)


def _row(referral: Referral, box: Box) -> Row:
    """A referral's values as people read them."""
    due = localtime(referral.due_at) if referral.is_open and referral.due_at else None
    verb = "look again by" if referral.accepted_at else "answer by"
    days = referral.days_open
    facts = [
        f"{verb} {due:%a, %b %-d}, {clock(due)}" if due else "",
        referral.school.label,
        _other_side(referral, box),
        f"{days} day{'' if days == 1 else 's'}" if days else "",
        referral.get_outcome_display(),
    ]
    return Row(
        url=referral.get_absolute_url(),
        reason=referral.get_reason_display(),
        warning=_warning(referral),
        facts=" · ".join(filter(None, facts)),
        status=referral.status,
        state=referral.get_status_display(),
        accept_url=reverse("referrals:accept", args=[referral.pk]),
        version=referral.version,
    )


def _other_side(referral: Referral, box: Box) -> str:
    if box in OF_SENDERS:
        return f"to {referral.receiver}"
    if box == Box.COLLEAGUES:
        return f"with {referral.receiver}"
    return f"from {referral.referred_by}"


def _warning(referral: Referral) -> str:
    if referral.is_late:
        return "Late"
    is_today = referral.urgency == Referral.Urgency.TODAY
    return "Today" if is_today and referral.is_open else ""


def counts_for(user: Actor) -> dict[Box, int]:
    """How much waits for this counselor, and how much is in work. One query."""
    counted = (
        Referral.objects.received_by(user)
        .open()
        .aggregate(
            new=Count("pk", filter=Q(status__in=UNANSWERED)),
            work=Count("pk", filter=Q(status__in=IN_WORK)),
        )
    )
    return {Box.NEW: counted["new"], Box.WORK: counted["work"]}


def _behind_open(last: Referral) -> Q:
    later = Q(sent_at__gt=last.sent_at) | Q(sent_at=last.sent_at, pk__gt=last.pk)
    if last.due_at is None:
        return Q(due_at=None) & later
    same_day = Q(due_at=last.due_at) & later
    return Q(due_at__gt=last.due_at) | same_day | Q(due_at=None)


def _behind_ended(last: Referral) -> Q:
    same = Q(ended_at=last.ended_at, pk__lt=last.pk)
    return Q(ended_at__lt=last.ended_at) | same
