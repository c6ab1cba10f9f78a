"""Directives side by side: whom one may direct, and what pulls in two directions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime, now

from officers.coverage import Stretch, overlap
from officers.models import Assignment, Directive, Officer
from officers.states import OPEN, Status
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Membership, Reach, Role
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.times import A_DAY, clock, on_from_to

SHOWN = 100
"""In a list; what is older is found by its state."""
SATURDAY = 5
LATE = timedelta(days=2)
"""So long a line can still name what was done."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A directive of the other side in the same time; bare where one may not read it.

    Of a school that is not one's own only side and time are told.
    """

    side: str
    when: str
    seen: Directive | None


@dataclass(frozen=True, slots=True)
class Line:
    """A directive in a list, and whether the other side wants the officer then too."""

    directive: Directive
    when: str
    is_torn: bool


def schools_to_direct(user: Actor, officer: Officer) -> SchoolQuerySet:
    """Where this officer serves or will, and this person has a say over them.

    All of the officer's for the commander of their agency; else one's own schools.
    """
    held = Assignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=localdate()), officer=officer
    )
    schools = School.objects.visible_to(user).open()
    schools = schools.filter(campus__in=held.values("campus"))
    commands = Membership.objects.current().filter(
        user_id=user.pk,
        role=Role.COMMANDER,
        police_agency=officer.police_agency_id,
    )
    if not commands.exists():
        leads = Reach.objects.of(user).filter(role=Role.PRINCIPAL)
        schools = schools.filter(pk__in=leads.values("school"))
    return schools.select_related("district").for_list()


def listed(user: Actor, state: str) -> list[Line]:
    """What this person sees in one state, or all that is open; three queries at most.

    What is open stands in the order of its days, what ended has the newest first.
    """
    rows = Directive.objects.visible_to(user).for_list()
    rows = rows.filter(status=state) if state else rows.standing()
    rows = rows.order_by("-given_at", "-pk") if state else rows.order_by("due_at", "pk")
    found = list(rows[:SHOWN])
    torn = _torn(found)
    return [Line(one, when(one), bool(torn.get(one.pk))) for one in found]


def clashes_of(user: Actor, directive: Directive) -> list[Clash]:
    """What the other side wants of the officer in the same time; two queries."""
    others = clashing(directive)
    keys = [other.pk for other in others]
    rows = Directive.objects.visible_to(user).for_list().filter(pk__in=keys)
    seen = {one.pk: one for one in rows}
    return [
        Clash(str(other.get_side_display()), when(other), seen.get(other.pk))
        for other in others
    ]


def clashing(directive: Directive) -> list[Directive]:
    """Open directives of the other side for this officer in the same time."""
    return list(_torn([directive]).get(directive.pk, []))


def _torn(directives: Sequence[Directive]) -> Mapping[object, Sequence[Directive]]:
    """By directive, what clashes with it; what is over clashes with nothing.

    The other may be at a school that the person does not reach, so the clock looks.
    """
    open_ones = [one for one in directives if one.is_open and one.starts_at]
    if not open_ones:
        return {}
    officers = {one.officer_id for one in open_ones}
    timed = Directive.objects.standing().exclude(starts_at=None)
    rows = timed.filter(officer__in=officers).select_related(
        "school__district", "directed_by"
    )
    with briefly_as_clock():
        others = list(rows.order_by("starts_at", "pk"))
    return {one.pk: [o for o in others if _is_clash(one, o)] for one in open_ones}


def _is_clash(one: Directive, other: Directive) -> bool:
    if one.officer_id != other.officer_id or one.side == other.side:
        return False
    return _meet(stretches(one), stretches(other))


def _meet(one: Sequence[Stretch], other: Sequence[Stretch]) -> bool:
    """Do two rows of stretches, each in order, share any time?"""
    n = m = 0
    while n < len(one) and m < len(other):
        if overlap(one[n], other[m]):
            return True
        if one[n][1] <= other[m][1]:
            n += 1
        else:
            m += 1
    return False


def stretches(directive: Directive) -> list[Stretch]:
    """The times that it still takes, by the clock on the wall of its school.

    None without a beginning. Holidays are not looked up: each school day is Monday to
    Friday here, so two may be said to clash that meet on a closed day alone.
    """
    if directive.starts_at is None:
        return []
    zone = directive.school.district.zone
    starts = directive.starts_at.astimezone(zone)
    ends = directive.due_at.astimezone(zone)
    days = _days(directive, starts.date())
    times = [(starts + n * A_DAY, ends + n * A_DAY) for n in days]
    return [(begins, over) for begins, over in times if over > now()]


def _days(directive: Directive, first: date) -> Iterable[int]:
    """How many days after the first it is done again; the first is among them."""
    if directive.repeats_until is None:
        return [0]
    last = (directive.repeats_until - first).days
    if directive.repeats == Directive.Repeats.WEEKLY:
        return range(0, last + 1, 7)
    days = [n for n in range(1, last + 1) if (first + n * A_DAY).weekday() < SATURDAY]
    return [0, *days]


def when(directive: Directive) -> str:
    """From when until when, or until when alone, on the clock of its school."""
    zone = directive.school.district.zone
    due = localtime(directive.due_at, zone)
    if directive.starts_at:
        once = on_from_to(localtime(directive.starts_at, zone), due)
        return f"{once}{_again(directive)}"
    return f"by {due:%a, %b %-d}, {clock(due)}"


def _again(directive: Directive) -> str:
    until = directive.repeats_until
    if until is None:
        return ""
    often = directive.get_repeats_display().lower()
    return f", {often} until {until:%b} {until.day}"


def directives_for_a_line(
    user: Actor, named: UUID | None = None
) -> QuerySet[Directive] | None:
    """Of the own open ones, and what the line names already; None where there are none.

    Of what is done it is the line that is written late, so two days of those stay.
    """
    own = Directive.objects.visible_to(user).filter(officer__user_id=user.pk or 0)
    late = Q(status=Status.DONE, answered_at__gt=now() - LATE)
    rows = own.filter(Q(status__in=OPEN) | late | Q(pk=named)).order_by("due_at", "pk")
    return rows if rows.exists() else None
