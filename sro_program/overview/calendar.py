"""Everything with a date, from all wings, for one person.

The calendar has no rows of its own: each wing owns its dates, and what a person may
see of them is the wing's `visible_to` and lens. No title says anything about a child.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime

from officers.models import Absence, Assignment, Officer
from officers.models.unit import officer_named
from officers.policy import absence_lens
from presentations.listing import visible_rows
from presentations.models import AdviceSlot, Presentation
from presentations.states import Status
from schools.drill_states import DrillStatus
from schools.models import Drill, School, SchoolDay
from sro_program.accounts.reached import Reached, reached_by
from sro_program.core.db import Actor
from sro_program.core.times import clock, from_to, on_from_to

SHOWN = [
    Status.REQUESTED,
    Status.CHANGES_REQUESTED,
    Status.SCHEDULED,
    Status.DELIVERED,
    Status.MISSED,
    Status.CANCELLED,
]
MARKS = {
    Status.REQUESTED.label: "tentative",
    Status.CHANGES_REQUESTED.label: "tentative",
    DrillStatus.PLANNED.label: "tentative",
    Status.MISSED.label: "cancelled",
    Status.CANCELLED.label: "cancelled",
}
STATES = dict(Status.choices)
SHOWN_OF_A_TALK = [
    *("id", "starts_at", "ends_at", "status", "topic__title"),
    *("school__name", "school__short_name", "place__label", "place_text"),
    *("officer", "officer__rank", "officer__user__name"),
]
MOST = 600
"""Presentations on one page; whoever reaches more chooses a school."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarItem:
    """Something with a date. `end` is when it is over; for days, the last day.

    A page asks for its days and words many times, so each is worked out once.
    """

    start: datetime
    end: datetime
    all_day: bool
    title: str
    kind: str
    url: str = ""
    school: str = ""
    status: str = ""
    note: str = ""

    @cached_property
    def first(self) -> date:
        return self._begins.date()

    @cached_property
    def last(self) -> date:
        """The last day it touches: what ends at midnight does not touch the next."""
        return max(self.first, localtime(self.end - timedelta(microseconds=1)).date())

    @cached_property
    def begins(self) -> str:
        """The time of day at which it begins, in words; nothing for whole days."""
        return "" if self.all_day else clock(self._begins)

    @cached_property
    def lasts(self) -> str:
        """From when to when, in words."""
        if self.all_day:
            return "All day"
        ends = localtime(self.end)
        if self.first == self.last:
            return from_to(self._begins, ends)
        return on_from_to(self._begins, ends, "%b %-d")

    @cached_property
    def more(self) -> str:
        """Where, and with whom."""
        return " · ".join(filter(None, [self.school, self.note]))

    @cached_property
    def _begins(self) -> datetime:
        return localtime(self.start)

    @property
    def css(self) -> str:
        """The mark of its state, where that says more than its kind."""
        return MARKS.get(self.status, self.kind)

    def is_all_day_on(self, on: date) -> bool:
        """Nothing of this day is left beside it."""
        return self.all_day or self.first < on < self.last


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dates, both included, and whose: of all schools and officers if None."""

    first: date
    last: date
    school: School | None = None
    officer: Officer | None = None
    without_talks: bool = False

    @property
    def begins(self) -> datetime:
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        return midnight(self.last + A_DAY)


def midnight(on: date) -> datetime:
    """The first moment of a day, on the clock of the person who looks."""
    return datetime.combine(on, time(), get_current_timezone())


def items(
    user: Actor, wanted: Wanted, reached: Reached | None = None
) -> list[CalendarItem]:
    """All that this person may see of these days in order; nine queries at most."""
    talks = visible_rows(user, reached or reached_by(user))
    if wanted.without_talks:
        talks = talks.none()
    found = [
        *_days(user, wanted),
        *_drills(user, wanted),
        *_absences(user, wanted),
        *_assignments(user, wanted),
        *_presentations(talks, wanted),
        *_advice(talks, wanted),
    ]
    return sorted(found, key=lambda item: (item.first, not item.all_day, item.start))


def _presentations(
    talks: QuerySet[Presentation], wanted: Wanted
) -> Iterator[CalendarItem]:
    rows = talks.filter(
        status__in=SHOWN, starts_at__lt=wanted.ends, starts_at__gte=wanted.begins
    )
    if wanted.school:
        rows = rows.filter(school=wanted.school)
    if wanted.officer:
        rows = rows.filter(officer=wanted.officer)
    for row in rows.order_by("starts_at", "id").values(*SHOWN_OF_A_TALK)[:MOST]:
        yield CalendarItem(
            row["starts_at"],
            row["ends_at"],
            False,
            row["topic__title"],
            "presentation",
            reverse("presentations:detail", args=[row["id"]]),
            row["school__short_name"] or row["school__name"],
            STATES[row["status"]],
            ", ".join(
                filter(None, [row["place__label"] or row["place_text"], _by(row)])
            ),
        )


def _by(talk: dict[str, Any]) -> str:
    """The officer who gives it, if one is chosen."""
    if not talk["officer"]:
        return ""
    return officer_named(talk["officer__rank"], talk["officer__user__name"])


def _absences(user: Actor, wanted: Wanted) -> Iterator[CalendarItem]:
    rows = Absence.objects.visible_to(user).standing()
    rows = rows.overlapping(wanted.begins, wanted.ends)
    if wanted.school:
        serving = Assignment.objects.filter(campus=wanted.school.campus_id)
        rows = rows.filter(officer__in=serving.values("officer"))
    if wanted.officer:
        rows = rows.filter(officer=wanted.officer)
    lens = absence_lens(user)
    for row in rows.select_related("officer__user")[:MOST]:
        reason = lens.reason(row)
        yield CalendarItem(
            row.starts_at,
            row.ends_at,
            False,
            f"{row.officer}: {reason.lower()}",
            "absence",
            row.officer.get_absolute_url(),
        )


def _days(user: Actor, wanted: Wanted) -> Iterator[CalendarItem]:
    if wanted.officer:
        return
    rows = SchoolDay.objects.visible_to(user).between(wanted.first, wanted.last)
    if wanted.school:
        rows = rows & SchoolDay.objects.of_school(wanted.school)
    for row in rows.select_related("school", "district")[:MOST]:
        released = f" ({row.early_release:%-I:%M %p})" if row.early_release else ""
        yield CalendarItem(
            midnight(row.on),
            midnight(row.on + A_DAY),
            True,
            f"{row.label}{released}",
            "school_day",
            school=row.school.label if row.school else "",
            status=row.get_kind_display(),
            note="" if row.school else row.district.name,
        )


def _drills(user: Actor, wanted: Wanted) -> Iterator[CalendarItem]:
    """Planned and held; what nobody shall expect for those alone who keep drills."""
    if wanted.officer:
        return
    rows = Drill.objects.visible_to(user).exclude(status=DrillStatus.TAKEN_OUT)
    rows = rows.filter(on__range=(wanted.first, wanted.last))
    if wanted.school:
        rows = rows.filter(school=wanted.school)
    for row in rows.select_related("school__district")[:MOST]:
        yield CalendarItem(
            row.begins_at,
            row.ends_at,
            row.begins is None,
            row.title,
            "drill",
            row.get_absolute_url(),
            row.school.label,
            row.get_status_display(),
        )


def _assignments(user: Actor, wanted: Wanted) -> Iterator[CalendarItem]:
    """The days on which someone begins to serve a campus."""
    rows = Assignment.objects.visible_to(user).filter(
        starts_on__range=(wanted.first, wanted.last)
    )
    if wanted.school:
        rows = rows.filter(campus=wanted.school.campus_id)
    if wanted.officer:
        rows = rows.filter(officer=wanted.officer)
    for row in rows.select_related("officer__user", "campus")[:MOST]:
        yield CalendarItem(
            midnight(row.starts_on),
            midnight(row.starts_on + A_DAY),
            True,
            f"{row.officer} begins at {row.campus} ({row.get_kind_display().lower()})",
            "assignment",
            row.officer.get_absolute_url(),
        )


def _advice(talks: QuerySet[Presentation], wanted: Wanted) -> Iterator[CalendarItem]:
    """Time kept for talks in person: that it is kept, not after which topic."""
    for slot in advice_slots(talks, wanted).select_related("school", "officer__user"):
        yield CalendarItem(
            slot.starts_at,
            slot.ends_at,
            False,
            "Advice time kept",
            "advice",
            reverse("officers:detail", args=[slot.officer_id]),
            slot.school.label,
            note=str(slot.officer),
        )


def advice_slots(talks: QuerySet[Presentation], wanted: Wanted) -> QuerySet[AdviceSlot]:
    """The times kept after these presentations, which are those that one may see."""
    rows = AdviceSlot.objects.filter(
        presentation__in=talks,
        starts_at__gte=wanted.begins,
        starts_at__lt=wanted.ends,
    )
    if wanted.school:
        rows = rows.filter(school=wanted.school)
    if wanted.officer:
        rows = rows.filter(officer=wanted.officer)
    return rows.order_by("starts_at", "id")[:MOST]
