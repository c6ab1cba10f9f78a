from datetime import date, time

import pytest

from schools.actions import keeping
from schools.models import BellSchedule, Period, Place, SchoolDay
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    PlaceFactory,
    SchoolDayFactory,
)

FRIDAY, TUESDAY = date(2026, 12, 4), date(2026, 12, 8)
SNOW = {"kind": "closed", "label": "Snow"}


def test_each_weekday_of_a_span_is_marked(school, principal):
    count = keeping.add_days(school, by=principal, first=FRIDAY, last=TUESDAY, **SNOW)

    days = SchoolDay.objects.values_list("on__day", "school")
    assert (count, list(days)) == (3, [(4, school.pk), (7, school.pk), (8, school.pk)])


def test_a_principal_does_not_mark_the_whole_district(school, principal, district_user):
    marks = {"first": FRIDAY, "last": FRIDAY, "whole_district": True, **SNOW}
    with pytest.raises(NotAllowed):
        keeping.add_days(school, by=principal, **marks)

    keeping.add_days(school, by=district_user, **marks)

    assert SchoolDay.objects.get().school is None


def test_a_day_marked_twice_is_refused_with_all_of_its_span(school, principal):
    SchoolDayFactory(school=school, on=TUESDAY)

    with pytest.raises(RuleBroken, match="already marked"):
        keeping.add_days(school, by=principal, first=FRIDAY, last=TUESDAY, **SNOW)

    assert SchoolDay.objects.count() == 1


def test_a_weekend_cannot_be_marked(school, principal):
    with pytest.raises(RuleBroken, match="no weekday"):
        keeping.add_days(
            school,
            by=principal,
            first=date(2026, 12, 5),
            last=date(2026, 12, 6),
            **SNOW,
        )


def test_a_day_is_changed_and_removed(school, principal):
    day = SchoolDayFactory(school=school)

    keeping.change_day(
        day, by=principal, kind="early_release", label="Fog", early_release=time(13)
    )
    day.refresh_from_db()
    assert (day.kind, day.label, day.early_release) == (
        "early_release",
        "Fog",
        time(13),
    )
    keeping.remove_day(day, by=principal)

    assert not SchoolDay.objects.exists()
    verbs = AuditEvent.objects.values_list("verb", flat=True)
    assert list(verbs) == ["change", "remove"]


def test_a_districts_day_is_not_the_principals_to_remove(school, principal):
    day = SchoolDayFactory(school=None, district=school.district)

    with pytest.raises(NotAllowed):
        keeping.remove_day(day, by=principal)
    with pytest.raises(NotAllowed):
        keeping.change_day(day, by=principal, **SNOW)


def test_the_first_period_makes_the_schedule(school, principal):
    keeping.add_period(
        school, by=principal, name="1st", starts_at=time(8), ends_at=time(9)
    )
    keeping.add_period(
        school, by=principal, name="2nd", starts_at=time(9), ends_at=time(10)
    )

    schedule = BellSchedule.objects.get()
    assert schedule.is_default
    assert [period.name for period in schedule.periods.all()] == ["1st", "2nd"]


def test_a_period_is_changed_and_removed(school, principal):
    period = PeriodFactory(bell_schedule=BellScheduleFactory(school=school))

    keeping.change_period(
        period, by=principal, name="Zero", starts_at=time(7), ends_at=time(8)
    )
    assert Period.objects.get().name == "Zero"
    keeping.remove_period(period, by=principal)

    assert not Period.objects.exists()


def test_two_periods_of_one_name_are_refused(school, principal):
    period = PeriodFactory(bell_schedule=BellScheduleFactory(school=school))

    with pytest.raises(RuleBroken, match="already has a period so named"):
        keeping.add_period(
            school, by=principal, name=period.name, starts_at=time(9), ends_at=time(10)
        )


def test_rooms_are_added_renamed_and_archived(school, principal):
    building = keeping.add_place(school, by=principal, kind="building", label="Main")
    room = keeping.add_place(
        school, by=principal, kind="room", label="Room 1", parent=building, capacity=20
    )
    keeping.rename_place(room, by=principal, label="Room 2", capacity=25)

    with pytest.raises(RuleBroken, match="inside it first"):
        keeping.archive_place(building, by=principal)
    keeping.archive_place(room, by=principal)

    room.refresh_from_db()
    assert (room.label, room.capacity) == ("Room 2", 25)
    assert list(Place.objects.in_use()) == [building]
    assert not Place.objects.in_use().rooms().exists()


@pytest.mark.parametrize("who", ["teacher", "counselor", "stranger"])
def test_nobody_else_keeps_anything(request, school, who):
    by = request.getfixturevalue(who)
    period = PeriodFactory(bell_schedule=BellScheduleFactory(school=school))
    place, day = PlaceFactory(school=school), SchoolDayFactory(school=school)
    times = {"name": "x", "starts_at": time(8), "ends_at": time(9)}

    for refused in (
        lambda: keeping.add_days(school, by=by, first=FRIDAY, last=FRIDAY, **SNOW),
        lambda: keeping.change_day(day, by=by, **SNOW),
        lambda: keeping.remove_day(day, by=by),
        lambda: keeping.add_period(school, by=by, **times),
        lambda: keeping.change_period(period, by=by, **times),
        lambda: keeping.remove_period(period, by=by),
        lambda: keeping.add_place(school, by=by, kind="room", label="x"),
        lambda: keeping.rename_place(place, by=by, label="x"),
        lambda: keeping.archive_place(place, by=by),
    ):
        with pytest.raises(NotAllowed):
            refused()
