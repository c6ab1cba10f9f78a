"""What speaks against a time, in sentences, and how loudly (domain.md §3.3).

The hard ones always forbid. For the others the district chooses: ignore, warn, or do
not allow. The database stays the last judge of double bookings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import now

from officers.coverage import serves
from presentations.busy import LONGEST, Busy, Why, busy_times
from presentations.models import ConflictRule, Presentation
from presentations.models.conflicts import Kind, Level
from presentations.slots import periods_on
from schools.calendar import PeriodOnDate, SchoolCalendar
from schools.models import District, SchoolDay

DEFAULTS: dict[str, str] = dict.fromkeys(Kind.values, Level.WARN.value) | {
    Kind.CLOSED.value: Level.BLOCK.value
}
NOTICE = timedelta(days=14)
"""The shortest notice that schools' own forms ask for (West Ada 0901.20: two weeks)."""
FOR_ADULTS = {Presentation.Kind.STAFF, Presentation.Kind.PARENT_NIGHT}
"""Held when pupils are away: days of tests and of early release do not matter."""
BESIDE_LESSONS = {*FOR_ADULTS, Presentation.Kind.CLUB}
"""Held in the evening or at a weekend, too; a closed day warns and does not forbid."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a time."""

    kind: str
    level: str
    sentence: str

    @property
    def forbids(self) -> bool:
        return self.level == Level.BLOCK


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a judgement needs, fetched before."""

    at: datetime
    calendar: SchoolCalendar
    busy: Sequence[Busy]
    levels: Mapping[str, str]
    serves: bool


def levels_of(district: District | int) -> dict[str, str]:
    """The district's level for each kind; the default where it has set none."""
    rules = ConflictRule.objects.filter(district=district).order_by()
    return {**DEFAULTS, **dict(rules.values_list("kind", "level"))}


def conflicts_of(
    presentation: Presentation, *, together_with: Iterable[UUID] = ()
) -> list[Conflict]:
    """What speaks against its time now, the loudest first.

    `together_with` are the others of its series, which are no conflict as requests.
    """
    found = judge(presentation, gather(presentation, together_with))
    return sorted(found, key=lambda conflict: not conflict.forbids)


def gather(presentation: Presentation, together_with: Iterable[UUID] = ()) -> Facts:
    """The facts about a presentation's time, in at most seven queries."""
    school = presentation.school
    on = presentation.starts_at.astimezone(school.district.zone).date()
    officer = presentation.officer
    return Facts(
        at=now(),
        calendar=SchoolCalendar.load(school, on, on),
        busy=busy_times(
            school,
            officer,
            presentation.starts_at,
            presentation.ends_at,
            leave_out=[presentation.pk, *together_with],
        ),
        levels=levels_of(school.district_id),
        serves=not officer or serves(officer, school, on),
    )


def judge(presentation: Presentation, facts: Facts) -> list[Conflict]:
    """The conflicts that these facts make; asks nothing and changes nothing."""
    soft = [
        Conflict(kind, _level(kind, presentation, facts), sentence)
        for kind, sentence in _soft(presentation, facts)
    ]
    hard = [
        Conflict(kind, Level.BLOCK, text) for kind, text in _hard(presentation, facts)
    ]
    return [*hard, *(found for found in soft if found.level != Level.IGNORE)]


def _level(kind: Kind, presentation: Presentation, facts: Facts) -> str:
    level = facts.levels[kind]
    is_meant_so = kind == Kind.CLOSED and presentation.kind in BESIDE_LESSONS
    return Level.WARN if is_meant_so and level == Level.BLOCK else level


def _hard(presentation: Presentation, facts: Facts) -> Iterator[tuple[str, str]]:
    start, end = presentation.starts_at, presentation.ends_at
    if end <= start:
        yield "backwards", "The end must be after the start."
    if end - start > LONGEST:
        yield "too_long", "A talk takes at most 8 hours."
    if start <= facts.at:
        yield "past", "That time has passed. Choose a later one."
    if not facts.serves:
        sentence = f"{presentation.officer} does not serve this school on that day."
        yield "not_serving", sentence
    taken = [b for b in facts.busy if b.why == Why.BOOKED and b.touches(start, end)]
    if any(busy.is_officers for busy in taken):
        yield "officer_booked", "That officer is already booked at that time."
    room = presentation.place_id
    if room and any(busy.place_id == room for busy in taken):
        yield "room_booked", "That room is already booked at that time."


def _soft(presentation: Presentation, facts: Facts) -> Iterator[tuple[Kind, str]]:
    yield from _of_the_day(presentation, facts)
    yield from _of_the_officer(presentation, facts)
    if facts.at < presentation.starts_at < facts.at + NOTICE:
        yield Kind.SHORT_NOTICE, "This is less than two weeks away."
    if presentation.topic.sensitive and not presentation.parents_told_on:
        sentence = "This is a sensitive topic, and the parents have not been told yet."
        yield Kind.PARENTS_NOT_TOLD, sentence


def _of_the_day(presentation: Presentation, facts: Facts) -> Iterator[tuple[Kind, str]]:
    calendar = facts.calendar
    ends = presentation.ends_at.astimezone(calendar.zone)
    on = presentation.starts_at.astimezone(calendar.zone).date()
    day = calendar.status(on)
    if not day.is_instructional:
        yield Kind.CLOSED, f"There is no school on that day: {day.label}."
        return
    if presentation.kind in FOR_ADULTS:
        return
    if day.released_at and ends.time() > day.released_at:
        released = f"{day.released_at:%-I:%M %p}"
        yield Kind.EARLY_RELEASE, f"School lets out early on that day, at {released}."
    elif sentence := _beside_the_bells(presentation, periods_on(calendar, on)):
        yield Kind.OUTSIDE_HOURS, sentence
    if any(m.kind == SchoolDay.Kind.TESTING for m in calendar.marks.get(on, ())):
        yield Kind.TESTING, f"The school is testing on that day: {day.label}."


def _beside_the_bells(
    presentation: Presentation, periods: Sequence[PeriodOnDate]
) -> str:
    """Who is in class then? Nobody before the first bell, nor after the last."""
    if presentation.kind in BESIDE_LESSONS or not periods:
        return ""
    first = min(period.starts_at for period in periods)
    last = max(period.ends_at for period in periods)
    if first <= presentation.starts_at and presentation.ends_at <= last:
        return ""
    hours = f"{first:%-I:%M %p} to {last:%-I:%M %p}"
    return f"That is outside school hours, which are {hours} on that day."


def _of_the_officer(
    presentation: Presentation, facts: Facts
) -> Iterator[tuple[Kind, str]]:
    start, end = presentation.starts_at, presentation.ends_at
    whys = {b.why for b in facts.busy if b.is_officers and b.touches(start, end)}
    if Why.AWAY in whys:
        yield Kind.ABSENCE, f"{presentation.officer} is away at that time."
    if Why.ADVICE in whys:
        sentence = f"{presentation.officer} keeps that time free for advice."
        yield Kind.TENTATIVE, sentence
    if Why.ASKED in whys:
        sentence = f"{presentation.officer} was also asked for another talk then."
        yield Kind.TENTATIVE, sentence
