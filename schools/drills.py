"""Which drills a school owes in its year, until when, and how far it is.

KRS 158.162(5): fire, severe weather, earthquake and lockdown within the first thirty
instructional days and again in January. What a district asks for instead stands in its
`DrillRule` rows. Days are those of the school's own calendar.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db import models

from schools.calendar import SchoolCalendar
from schools.models import Drill, DrillRule, School, SchoolYear
from schools.models.drills import DrillKind, DrillWindow
from sro_program.core.db import Actor
from sro_program.core.times import A_DAY

BY_LAW = [
    (window, kind, 1)
    for window in DrillWindow
    for kind in (
        DrillKind.FIRE,
        DrillKind.SEVERE_WEATHER,
        DrillKind.EARTHQUAKE,
        DrillKind.LOCKDOWN,
    )
]
"""Window, kind, how many: what holds where a district says nothing else."""
FIRST_DAYS = 30
"""Instructional days."""
LOOKED_THROUGH = timedelta(days=150)
"""In so many days there are thirty with school, whatever the breaks."""
JANUARY, LAST_OF_JANUARY = 1, 31

type Rule = tuple[str, str, int]
type Held = Mapping[tuple[int, str], Sequence[date]]
"""When drills were held, by school and kind, the earliest first."""


class DutyState(models.TextChoices):
    """How far a drill is that is owed; the values are marks of the style sheet."""

    OVERDUE = "missed", "Overdue"
    OPEN = "owed", "To do"
    COMING = "draft", "Later"
    LATE = "closed", "Done late"
    DONE = "done", "Done"


OWED = [DutyState.OVERDUE, DutyState.OPEN]


@dataclass(frozen=True, slots=True)
class Span:
    """A window at one school: `due` is its last day with school.

    `until` is the last day on which a drill still makes good for it, too late.
    """

    window: DrillWindow
    first: date
    last: date
    due: date
    until: date
    days_left: int


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of drill that is owed in a window."""

    span: Span
    kind: DrillKind
    times: int
    done: Sequence[date]
    state: DutyState

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def status(self) -> str:
        """As the badge of a state wants it."""
        return self.state.value

    def get_status_display(self) -> str:
        return str(self.state.label)

    @property
    def words(self) -> str:
        """How far it is, in words."""
        due = _day(self.span.due)
        so_far = f" ({len(self.done)} of {self.times} done)" if self.times > 1 else ""
        match self.state:
            case DutyState.DONE:
                return f"on {_day(self.done[-1])}"
            case DutyState.LATE:
                return f"on {_day(self.done[-1])}, was due by {due}"
            case DutyState.OVERDUE:
                return f"was due by {due}{so_far}"
            case DutyState.COMING:
                return f"from {_day(self.span.first)}, due by {due}"
        left = self.span.days_left
        days = f"{left} school day{'' if left == 1 else 's'} left"
        return f"due by {due}, {days}{so_far}"


@dataclass(frozen=True)
class SchoolDrills:
    """What one school owes this school year; without a known year, nothing."""

    school: School
    year: SchoolYear | None
    duties: Sequence[Duty]

    @cached_property
    def overdue(self) -> int:
        return sum(duty.state == DutyState.OVERDUE for duty in self.duties)

    @cached_property
    def owed(self) -> int:
        """To do now, or overdue."""
        return sum(duty.is_owed for duty in self.duties)

    @property
    def windows(self) -> list[tuple[DrillWindow, list[Duty]]]:
        """What is owed, window by window."""
        found: dict[DrillWindow, list[Duty]] = {}
        for duty in self.duties:
            found.setdefault(duty.span.window, []).append(duty)
        return list(found.items())

    @property
    def urgency(self) -> tuple[int, date, str]:
        """What is overdue comes first, then what is due soonest, then by name."""
        waiting = [duty.span.due for duty in self.duties if duty.is_owed]
        return (-self.overdue, min(waiting, default=date.max), self.school.name)


def drills_of(
    user: Actor, schools: Iterable[School], today: date
) -> list[SchoolDrills]:
    """What these schools owe, the most urgent first; six queries for any number.

    Give it schools with their district selected.
    """
    schools = list(schools)
    years = _years_of(schools, today)
    if not years:
        return [SchoolDrills(school, None, ()) for school in schools]
    first = min(year.starts_on for year in years.values())
    last = max(year.ends_on for year in years.values())
    calendars = SchoolCalendar.load_many(schools, first, last)
    rules = _rules_of(schools)
    held = _held(user, schools, first, last)
    spans: dict[int | str, list[Span]] = {}
    found = []
    for school in schools:
        year, calendar = years.get(school.district_id), calendars[school.pk]
        if year is None:
            found.append(SchoolDrills(school, None, ()))
            continue
        key = _key(school, calendar)
        if key not in spans:
            spans[key] = windows_of(calendar, year, today)
        asked = rules.get(school.district_id, BY_LAW)
        duties = _duties(school, spans[key], asked, held, today)
        found.append(SchoolDrills(school, year, duties))
    return sorted(found, key=lambda one: one.urgency)


def windows_of(calendar: SchoolCalendar, year: SchoolYear, today: date) -> list[Span]:
    """The windows of a school year; one without a day of school does not exist."""
    january = _january_of(year)
    end = min(year.ends_on, year.starts_on + LOOKED_THROUGH)
    begins = calendar.instructional_days(year.starts_on, end)[:FIRST_DAYS]
    spans = []
    if begins:
        until = january[0] - A_DAY if january else year.ends_on
        bounds = (year.starts_on, begins[-1], until)
        spans.append(_span(DrillWindow.FIRST_DAYS, bounds, begins, today))
    if january and (days := calendar.instructional_days(*january)):
        bounds = (*january, year.ends_on)
        spans.append(_span(DrillWindow.JANUARY, bounds, days, today))
    return spans


def _span(
    window: DrillWindow,
    bounds: tuple[date, date, date],
    days: Sequence[date],
    today: date,
) -> Span:
    first, last, until = bounds
    left = sum(day >= today for day in days)
    return Span(window, first, last, days[-1], until, left)


def _january_of(year: SchoolYear) -> tuple[date, date] | None:
    """The part of a January that lies in this school year."""
    first = date(year.ends_on.year, JANUARY, 1)
    first = max(first, year.starts_on)
    last = min(date(year.ends_on.year, JANUARY, LAST_OF_JANUARY), year.ends_on)
    return (first, last) if first <= last else None


def _key(school: School, calendar: SchoolCalendar) -> int | str:
    """Schools without days of their own share what is reckoned for their district."""
    has_own = any(day.school_id for days in calendar.marks.values() for day in days)
    return school.pk if has_own else f"district {school.district_id}"


def _years_of(schools: Sequence[School], today: date) -> dict[int, SchoolYear]:
    """By district: the year of today; in a summer the coming one; else the last."""
    found: dict[int, SchoolYear] = {}
    districts = {school.district_id for school in schools}
    rows = SchoolYear.objects.filter(district__in=districts).order_by("starts_on")
    for year in rows:
        known = found.get(year.district_id)
        if known is None or known.ends_on < today:
            found[year.district_id] = year
    return found


def _rules_of(schools: Sequence[School]) -> Mapping[int, list[Rule]]:
    found: dict[int, list[Rule]] = defaultdict(list)
    districts = {school.district_id for school in schools}
    for rule in DrillRule.objects.of_districts(districts):
        found[rule.district_id].append((rule.window, rule.kind, rule.times))
    return dict(found)


def _held(user: Actor, schools: Sequence[School], first: date, last: date) -> Held:
    found: dict[tuple[int, str], list[date]] = defaultdict(list)
    drills = Drill.objects.visible_to(user).held()
    drills = drills.filter(school__in=schools, on__range=(first, last))
    for school, kind, on in drills.order_by("on").values_list("school", "kind", "on"):
        found[school, kind].append(on)
    return found


def _duties(
    school: School,
    spans: Sequence[Span],
    asked: Sequence[Rule],
    held: Held,
    today: date,
) -> list[Duty]:
    order = list(DrillKind)
    return [
        _duty(span, DrillKind(kind), times, held.get((school.pk, kind), ()), today)
        for span in spans
        for window, kind, times in sorted(asked, key=lambda one: order.index(one[1]))  # type: ignore[arg-type]  # a str that equals a kind
        if window == span.window
    ]


def _duty(
    span: Span, kind: DrillKind, times: int, held: Sequence[date], today: date
) -> Duty:
    in_time = [on for on in held if span.first <= on <= span.last][:times]
    if len(in_time) == times:
        return Duty(span, kind, times, in_time, DutyState.DONE)
    if today < span.first:
        return Duty(span, kind, times, in_time, DutyState.COMING)
    if today <= span.due:
        return Duty(span, kind, times, in_time, DutyState.OPEN)
    made_good = [on for on in held if span.first <= on <= span.until][:times]
    is_late = len(made_good) == times
    state = DutyState.LATE if is_late else DutyState.OVERDUE
    return Duty(span, kind, times, made_good, state)


def _day(on: date) -> str:
    return f"{on:%b} {on.day}"
