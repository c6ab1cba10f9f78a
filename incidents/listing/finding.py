"""From what someone asked for to the incidents they may see."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, Value

from incidents.listing.choices import Choices
from incidents.models import Incident
from incidents.models.incidents import HEADERS, IncidentQuerySet
from incidents.states import COUNTED, HIDDEN
from sro_program.accounts.models import Role
from sro_program.core.db import Actor
from sro_program.core.filters import day_begins, day_ends
from sro_program.core.paging import AmongKeys

NO_PLACE = 0
"""Stands for incidents that name no place of the school."""
SENT = "sent"
"""Stands for every state in which a report counts: all but drafts and discarded."""
SEARCH = """
SELECT coalesce(array_agg(key), '{}')::text FROM incidents_search(
    %s::text[], %s::bigint, %s::timestamptz, %s::timestamptz,
    %s::text, %s::text, %s::text, %s::bigint, %s::bigint, %s::text, %s::text,
    %s::text
) AS key
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone asked the list for; empty means all."""

    words: tuple[str, ...] = ()
    school: int | None = None
    kind: str = ""
    place: int | None = None
    state: str = ""
    outcome: str = ""
    initiated_by: str = ""
    officer: int | None = None
    conduct: str = ""
    disposition: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = "newest"

    @property
    def asks_police(self) -> bool:
        """Only the police side knows the answer."""
        return bool(self.conduct or self.disposition)


def visible_rows(
    user: Actor, choices: Choices, *, police: bool = False
) -> IncidentQuerySet:
    """The same rows as `visible_to` (or `police_side`), from the reach already read.

    With the schools written out, Postgres plans far better at a million rows; a test
    holds both to the same answer for every role.
    """
    reached = choices.reached
    if reached.is_many or not reached.schools:
        rows = Incident.objects
        return rows.police_side(user) if police else rows.visible_to(user)
    roles = [Role.OFFICER, *([] if police else HEADERS)]
    sent = Q(school__in=reached.held_as(*roles)) & ~Q(status__in=HIDDEN)
    seen = sent | Q(school__in=reached.held_as(Role.COMMANDER))
    if choices.serves:
        seen |= Q(written_by_id=user.pk)
    return Incident.objects.filter(seen)


def find(user: Actor, wanted: Wanted, choices: Choices) -> IncidentQuerySet:
    """Everything this person may see and asked for, not yet in order."""
    rows = visible_rows(user, choices, police=wanted.asks_police)
    exact = {
        "school": wanted.school,
        "sub_place": wanted.kind,
        "place": wanted.place,
        "outcome": wanted.outcome,
        "initiated_by": wanted.initiated_by,
        "written_by": wanted.officer,
        "case_file__conduct": wanted.conduct,
        "case_file__disposition": wanted.disposition,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.state:
        states = COUNTED if wanted.state == SENT else [wanted.state]
        rows = rows.filter(status__in=states)
    if wanted.place == NO_PLACE:
        rows = rows.filter(place=None)
    if since := day_begins(wanted.since):
        rows = rows.filter(occurred_from__gte=since)
    if until := day_ends(wanted.until):
        rows = rows.filter(occurred_from__lt=until)
    if wanted.words:
        rows = rows.filter(AmongKeys(F("pk"), Value(matching(wanted))))
    return rows


def matching(wanted: Wanted) -> str:
    """The newest that hold all the words, through the one door for search.

    The door takes the acting person from the transaction, as the second wall does, and
    knows the other filters, so that it is not them that it cuts off.
    """
    about = [
        *(list(wanted.words), wanted.school),
        *(day_begins(wanted.since), day_ends(wanted.until)),
        *(wanted.state or None, wanted.outcome or None),
        *(wanted.kind or None, wanted.place, wanted.officer),
        *(wanted.conduct or None, wanted.disposition or None),
        wanted.initiated_by or None,
    ]
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, about)
        return str(cursor.fetchone()[0])
