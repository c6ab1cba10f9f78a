"""Drills of the demo: two school years of them, two owed, and tasks, one overdue."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.utils.timezone import localdate, now

from schools.actions import drills as actions
from schools.actions import findings
from schools.calendar import SchoolCalendar
from schools.drill_people import officers_to_name
from schools.drill_states import DrillStatus
from schools.drills import BY_LAW, Span, windows_of
from schools.models import District, Drill, Finding, School
from schools.models.drills import DrillKind
from sro_program.accounts.models import User
from sro_program.core.ids import uuid7

HIGH = "Calloway County High School"
OWED = [
    ("Calloway County Alternative School", DrillKind.EARTHQUAKE),
    ("Calloway County Day Treatment Center", DrillKind.LOCKDOWN),
]
"""Nobody has held these this school year."""
BEGINS, MINUTES = time(9, 30), {DrillKind.LOCKDOWN: 25}
USUAL = 12
STAFF_SHARE = 12
"""Students for each of the staff."""
LOOK_BACK, LOOK_AHEAD = timedelta(days=30), timedelta(days=60)


def make_drills(district: District, commander: User) -> None:
    """For every school, and at the high school what one shows; once."""
    if Drill.objects.filter(school__district=district).exists():
        return
    for school in district.schools.select_related("district"):
        _make_years(school, officers_to_name(school).first() or commander)
    high = district.schools.select_related("district").filter(name=HIGH).first()
    officer = officers_to_name(high).first() if high else None
    if high and officer:
        _make_story(high, officer)


def _make_years(school: School, by: User) -> None:
    today = localdate()
    years = school.district.school_years.filter(starts_on__lte=today)
    drills = []
    for year in years.order_by("starts_on"):
        calendar = SchoolCalendar.load(school, year.starts_on, year.ends_on)
        for span in windows_of(calendar, year, today):
            days = calendar.instructional_days(span.first, span.due)
            is_this = year.ends_on >= today
            drills += [
                _certified(school, by, kind, on)
                for kind, on in _spread(span, days)
                if on < today and not (is_this and (school.name, kind) in OWED)
            ]
    Drill.objects.bulk_create(drills)


def _spread(span: Span, days: list[date]) -> Iterator[tuple[DrillKind, date]]:
    """The kinds of a window over its days."""
    kinds = [kind for window, kind, _ in BY_LAW if window == span.window]
    for n, kind in enumerate(kinds, 1):
        yield kind, days[n * len(days) // (len(kinds) + 1)]


def _certified(school: School, by: User, kind: DrillKind, on: date) -> Drill:
    students = (school.enrolment or 20) * 95 // 100
    ends = BEGINS.replace(minute=BEGINS.minute + MINUTES.get(kind, USUAL))
    return Drill(
        school=school,
        kind=kind,
        on=on,
        begins=BEGINS,
        ends=ends,
        students=students,
        staff=students // STAFF_SHARE + 2,
        seconds_to_secure=150 if kind == DrillKind.LOCKDOWN else None,
        status=DrillStatus.CERTIFIED,
        written_by=by,
        held_at=now(),
        certified_by=by,
        certified_at=now(),
    )


def _make_story(school: School, officer: User) -> None:
    """One with what it showed, and two to come."""
    today = localdate()
    calendar = SchoolCalendar.load(school, today - LOOK_BACK, today + LOOK_AHEAD)
    gone = calendar.instructional_days(today - LOOK_BACK, today - timedelta(days=1))
    coming = calendar.instructional_days(today + timedelta(days=1), calendar.last)
    if gone:
        _make_findings(_make_evacuation(school, officer, gone[-1]), officer)
    plans = [(DrillKind.FIRE, True), (DrillKind.LOCKDOWN, False)]
    for (kind, is_announced), on in zip(plans, coming[2:6:3], strict=False):
        actions.plan_drill(
            school,
            by=officer,
            record_id=uuid7(),
            kind=kind,
            on=on,
            begins=time(10, 0),
            is_announced=is_announced,
        )


def _make_evacuation(school: School, officer: User, on: date) -> Drill:
    return actions.record_drill(
        school,
        by=officer,
        record_id=uuid7(),
        kind=DrillKind.EVACUATION,
        on=on,
        begins=time(13, 5),
        ends=time(13, 31),
        is_announced=False,
        students=842,
        staff=71,
        responders=Drill.Responders.PRESENT,
        part_of_sro=Drill.Part.OBSERVED,
        sro=officer,
        seconds_to_secure=405,
        doors_missed="7 and 12",
        problems="Door 7 does not latch. The radio was silent behind the gymnasium.",
        reaction="Calm. One class came out by the wrong stair.",
        needs="The class in Room 112 wants to be told a minute before.",
    )


def _make_findings(drill: Drill, officer: User) -> None:
    """One overdue, one of the officers, one that wants a second look."""
    today = localdate()
    Finding.objects.create(
        drill=drill,
        school=drill.school,
        what="Mend the latch of door 7",
        severity=Finding.Severity.HIGH,
        owner=Finding.Owner.FACILITIES,
        due_on=today - timedelta(days=2),
        written_by=officer,
    )
    for what, owner in [
        ("Try the radios behind the gymnasium", Finding.Owner.AGENCY),
        ("Mark the right stair for Room 112", Finding.Owner.SCHOOL),
    ]:
        found = findings.add_finding(
            drill.school,
            by=officer,
            record_id=uuid7(),
            drill=drill,
            what=what,
            place=None,
            severity=Finding.Severity.MEDIUM,
            owner=owner,
            person=None,
            due_on=today + timedelta(days=10),
        )
    findings.finish_finding(found, by=officer)
