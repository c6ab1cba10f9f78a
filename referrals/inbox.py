"""Referrals page by page: what is due first, and what ended last."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q

from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet
from referrals.states import IN_WORK, UNANSWERED
from sro_program.accounts.models import Role
from sro_program.core.db import Actor

SIZE = 25


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
    Box.COLLEAGUES: "With colleagues",
    Box.SENT: "Sent by you",
    Box.SENT_ENDED: "Sent by you, ended",
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


@dataclass(frozen=True, slots=True)
class Page:
    """Some referrals, and the key of the next page."""

    rows: Sequence[Referral]
    after: UUID | None


def page_of(rows: ReferralQuerySet, box: Box, *, after: UUID | None) -> Page:
    """What is due first comes first, what has no day last; of the ended the newest."""
    is_ended = box in NEWEST_FIRST
    last = rows.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(_behind_ended(last) if is_ended else _behind_open(last))
    order = ("-ended_at", "-pk") if is_ended else ("due_at", "sent_at", "pk")
    found = list(rows.for_list().order_by(*order)[: SIZE + 1])
    has_more, found = len(found) > SIZE, found[:SIZE]
    return Page(found, found[-1].pk if has_more else None)


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
