"""Everything with a date, from all wings, for one person.

The calendar has no rows of its own: each wing owns its dates, and what a person may
see of them is the wing's `visible_to` and lens. No title says anything about a child.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from officers.models import Absence, Assignment, EventAttendance
from officers.models.unit import officer_named
from officers.policy import absence_lens
from presentations.listing import visible_rows
from presentations.models import AdviceSlot, Presentation
from presentations.states import Status
from schools.drill_states import DrillStatus
from schools.models import Drill, SchoolDay, SchoolEvent
from sro_program.accounts.reached import Reached, reached_by
from sro_program.core.db import Actor
from sro_program.overview.calendar_item import A_DAY, CalendarItem, Wanted, midnight

SHOWN = [
    Status.REQUESTED,
    Status.CHANGES_REQUESTED,
    Status.SCHEDULED,
    Status.DELIVERED,
    Status.MISSED,
    Status.CANCELLED,
]
STATES = dict(Status.choices)
SHOWN_OF_A_TALK = [
    *("id", "starts_at", "ends_at", "status", "topic__title"),
    *("school__name", "school__short_name", "place__label", "place_text"),
    *("officer", "officer__rank", "officer__user__name"),
]
MOST = 600
"""Presentations on one page; whoever reaches more chooses a school."""


def items(
    user: Actor, wanted: Wanted, reached: Reached | None = None
) -> list[CalendarItem]:
    """All that this person may see of these days in order; eleven queries at most."""
    talks = visible_rows(user, reached or reached_by(user))
    if wanted.without_talks:
        talks = talks.none()
    found = [
        *_days(user, wanted),
        *_drills(user, wanted),
        *_events(user, wanted),
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


def _events(user: Actor, wanted: Wanted) -> Iterator[CalendarItem]:
    """Of an officer those alone to which they mean to come, or came."""
    rows = SchoolEvent.objects.visible_to(user).filter(
        starts_at__lt=wanted.ends, ends_at__gt=wanted.begins
    )
    if wanted.school:
        rows = rows.filter(school=wanted.school)
    if wanted.officer:
        own = EventAttendance.objects.visible_to(user).standing()
        own = own.filter(officer=wanted.officer)
        rows = rows.filter(pk__in=own.values("event"))
    for row in rows.select_related("school", "place")[:MOST]:
        yield CalendarItem(
            row.starts_at,
            row.ends_at,
            row.is_whole_days,
            row.title,
            "event",
            row.get_absolute_url(),
            row.school.label,
            row.get_status_display() if row.is_cancelled else "",
            row.where,
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
