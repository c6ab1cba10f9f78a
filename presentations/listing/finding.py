"""From what someone asked for to the rows they may see."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Q, Value
from django.utils.timezone import localdate, now

from presentations.listing.choices import Choices
from presentations.listing.paging import COMING
from presentations.models import Presentation
from presentations.models.presentation import (
    SEES_ALL_OF_A_SCHOOL,
    SENT,
    PresentationQuerySet,
)
from presentations.states import Status
from sro_program.accounts.models import Role
from sro_program.accounts.reached import Reached
from sro_program.core.db import Actor
from sro_program.core.filters import day_begins, day_ends
from sro_program.core.paging import AmongKeys

MINE, NEEDS_ME = "mine", "needs"
SEARCH = """
SELECT coalesce(array_agg(key), '{}')::text FROM presentations_search(
    %s::text[], %s::bigint, %s::timestamptz, %s::timestamptz,
    %s::text, %s::text, %s::bigint, %s::bigint, %s::bigint
) AS key
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone asked the list for; empty means all."""

    words: tuple[str, ...] = ()
    status: str = ""
    kind: str = ""
    who: str = ""
    school: int | None = None
    officer: int | None = None
    topic: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = "newest"


def visible_rows(user: Actor, reached: Reached) -> PresentationQuerySet:
    """The same rows as `visible_to`, from the reach that was already read.

    With the schools written out, Postgres plans five times better at a million rows;
    a test holds both to the same answer for every role.
    """
    if reached.is_many or not reached.schools:
        return Presentation.objects.visible_to(user)
    wide = reached.held_as(*SEES_ALL_OF_A_SCHOOL)
    narrow = [school for school in reached.schools if school not in wide]
    rows = Presentation.objects.filter(SENT | Q(requested_by_id=user.pk))
    if not narrow:
        return rows.filter(school__in=wide)
    own = Q(requested_by_id=user.pk, school__in=narrow)
    return rows.filter(own | Q(school__in=wide) if wide else own)


def find(user: Actor, wanted: Wanted, choices: Choices) -> PresentationQuerySet:
    """Everything this person may see and asked for, not yet in order."""
    rows = visible_rows(user, choices.reached)
    exact = {
        "status": wanted.status,
        "kind": wanted.kind,
        "school": wanted.school,
        "officer": wanted.officer,
        "topic": wanted.topic,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    since, until = span(wanted)
    if since:
        rows = rows.filter(starts_at__gte=since)
    if until:
        rows = rows.filter(starts_at__lt=until)
    if wanted.who == MINE:
        rows = rows.filter(Q(requested_by_id=user.pk) | Q(officer__user_id=user.pk))
    if wanted.who == NEEDS_ME:
        rows = rows.filter(needing(user, choices.reached))
    if wanted.words:
        rows = rows.filter(AmongKeys(F("pk"), Value(matching(user, wanted))))
    return rows


def span(wanted: Wanted) -> tuple[datetime | None, datetime | None]:
    """From the first moment of one day to the last of another, on local clocks.

    What is coming up begins today.
    """
    first = wanted.since
    if wanted.sort == COMING:
        first = max(first or localdate(), localdate())
    return day_begins(first), day_ends(wanted.until)


def matching(user: Actor, wanted: Wanted) -> str:
    """The newest that hold all the words, through the one door for search.

    Asked once, for the rows and for their number: it is the dear part of the page. The
    door knows the other filters, too, so that it is not them that it cuts off. The keys
    stay the text of an array: five hundred of them are dear to read and to write.
    """
    about = [
        *(list(wanted.words), wanted.school, *span(wanted)),
        *(wanted.status or None, wanted.kind or None, wanted.officer, wanted.topic),
        user.pk if wanted.who == MINE else None,
    ]
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, about)
        return str(cursor.fetchone()[0])


def needing(user: Actor, reached: Reached) -> Q:
    """What waits for this person's word: to sign, to change, to record."""
    asked = Q(status=Status.REQUESTED)
    principal = reached.held_as(Role.PRINCIPAL)
    serving = reached.held_as(Role.OFFICER)
    is_officer = Q(officer__user_id=user.pk)
    anyone = Q(officer=None, school__in=serving)
    return (
        (asked & Q(school_signed_by=None, school__in=principal))
        | (asked & Q(officer_signed_by=None) & (is_officer | anyone))
        | (Q(status=Status.SCHEDULED, ends_at__lt=now()) & is_officer)
        | Q(
            status__in=[Status.DRAFT, Status.CHANGES_REQUESTED],
            requested_by_id=user.pk,
        )
    )
