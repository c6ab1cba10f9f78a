"""What people can do with assignments and absences, and what is refused."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.timezone import now

from officers import actions, ports
from officers.models import Absence, ActivityEntry, Assignment
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.officers import AbsenceFactory
from tests.factories.schools import CampusFactory

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2026, 11, 30, 8, tzinfo=CHICAGO)


def record(officer, by, start=MONDAY, hours=4, reason="court"):
    return actions.record_absence(
        officer,
        by=by,
        reason=reason,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
    )


def test_the_commander_assigns_an_officer_and_the_officer_is_told(
    commander, officer, district
):
    campus = CampusFactory(district=district)

    assignment = actions.assign(
        officer, by=commander, campus=campus, kind="relief", starts_on=date(2026, 12, 1)
    )

    assert assignment.campus == campus
    told = Notification.objects.get(template="officer_assigned")
    assert told.recipient == officer.user
    assert AuditEvent.objects.filter(verb="assign", by=commander).exists()


def test_the_principals_of_the_campus_learn_who_comes(
    commander, agency, campus, school, principal, district
):
    """A relief closes a gap; the principal is told (product.md §3)."""
    colleague = make_officer(agency, CampusFactory(district=district), "Rita Relief")

    actions.assign(
        colleague,
        by=commander,
        campus=campus,
        kind="relief",
        starts_on=MONDAY.date(),
        ends_on=MONDAY.date() + timedelta(days=5),
    )

    note = principal.notifications.get(template="officer_at_your_campus")
    assert note.summary == f"{colleague} at {campus}: relief"


def test_only_the_commander_of_the_agency_assigns(office, officer, campus):
    with pytest.raises(NotAllowed, match="commander"):
        actions.assign(
            officer, by=office, campus=campus, kind="relief", starts_on=date(2027, 1, 4)
        )


def test_an_officer_has_one_primary_campus_at_a_time(commander, officer, district):
    campus = CampusFactory(district=district)

    with pytest.raises(RuleBroken, match="already has a primary campus"):
        actions.assign(
            officer,
            by=commander,
            campus=campus,
            kind="primary",
            starts_on=date(2026, 12, 1),
        )


def test_a_campus_of_another_agency_is_refused(commander, officer, other_school):
    with pytest.raises(RuleBroken, match="another agency"):
        actions.assign(
            officer,
            by=commander,
            campus=other_school.campus,
            kind="relief",
            starts_on=date(2026, 12, 1),
        )


def test_an_assignment_ends_and_the_next_may_begin_that_day(
    commander, officer, district
):
    first = Assignment.objects.get(officer=officer)
    campus = CampusFactory(district=district)

    actions.end_assignment(first, by=commander, ends_on=date(2026, 12, 1))
    actions.assign(
        officer,
        by=commander,
        campus=campus,
        kind="primary",
        starts_on=date(2026, 12, 1),
    )

    assert Assignment.objects.filter(officer=officer).count() == 2


def test_an_end_before_the_start_is_refused(commander, officer):
    assignment = Assignment.objects.get(officer=officer)

    with pytest.raises(RuleBroken, match="after the start"):
        actions.end_assignment(assignment, by=commander, ends_on=assignment.starts_on)


def test_the_principal_is_told_when_a_school_day_is_missed(
    officer, principal, school, school_year
):
    record(officer, officer.user)

    told = Notification.objects.get(template="officer_away")
    assert told.recipient == principal
    assert "court" not in str(told.context)


def test_a_weekend_absence_tells_nobody(officer, principal, school, school_year):
    record(officer, officer.user, start=MONDAY - timedelta(days=1), hours=10)

    assert not Notification.objects.exists()


def test_another_officer_cannot_record_it(officer, other_officer):
    with pytest.raises(NotAllowed, match="Only the officer"):
        record(officer, other_officer.user)


def test_the_office_records_it_for_an_officer(officer, office):
    assert record(officer, office).recorded_by == office


def test_overlapping_absences_are_refused(officer):
    record(officer, officer.user)

    with pytest.raises(RuleBroken, match="already recorded as away"):
        record(officer, officer.user, start=MONDAY + timedelta(hours=1))


def test_an_absence_may_begin_when_another_ends(officer):
    record(officer, officer.user)
    record(officer, officer.user, start=MONDAY + timedelta(hours=4))

    assert Absence.objects.count() == 2


def test_an_absence_of_more_than_a_year_is_refused(officer):
    with pytest.raises(RuleBroken, match="more than a year"):
        record(officer, officer.user, hours=24 * 400)


def test_a_form_sent_twice_is_one_absence(officer):
    record_id = uuid4()

    first, second = (
        actions.call_out(officer, by=officer.user, record_id=record_id)
        for _ in range(2)
    )

    assert first == second


def test_a_call_out_lasts_until_local_midnight(officer):
    with time_machine.travel(MONDAY, tick=False):
        absence = actions.call_out(officer, by=officer.user)

    assert absence.ends_at == datetime(2026, 12, 1, 0, tzinfo=CHICAGO)


def test_the_apps_above_are_called_with_the_absence(officer, monkeypatch):
    seen = []
    monkeypatch.setattr(ports, "on_absence", [lambda *told: seen.append(told)])

    absence = record(officer, officer.user)

    assert seen == [(absence, officer.user)]


def test_a_failure_above_leaves_no_absence(officer, monkeypatch):
    def fail(absence, by):
        raise RuleBroken("The talk cannot be moved.")

    monkeypatch.setattr(ports, "on_absence", [fail])
    with pytest.raises(RuleBroken, match="cannot be moved"):
        record(officer, officer.user)

    assert not Absence.objects.exists()


def test_a_form_of_another_officer_s_absence_is_refused(officer, other_officer):
    used = AbsenceFactory(officer=other_officer)

    with pytest.raises(RuleBroken, match="already used"):
        actions.record_absence(
            officer,
            by=officer.user,
            reason="court",
            starts_at=used.starts_at,
            ends_at=used.ends_at,
            record_id=used.pk,
        )


def test_an_absence_is_called_off_once(officer):
    absence = record(officer, officer.user)
    actions.cancel_absence(absence, by=officer.user)

    with pytest.raises(WrongState, match="already been called off"):
        actions.cancel_absence(absence, by=officer.user)


def test_after_calling_off_the_time_is_free_again(officer):
    actions.cancel_absence(record(officer, officer.user), by=officer.user)

    assert record(officer, officer.user).pk


def test_a_source_writes_its_line_once(officer, school):
    def log(source):
        return actions.log_activity(
            officer,
            school=school,
            on=now().date(),
            function=ActivityEntry.Function.PRESENTATION,
            type=ActivityEntry.Type.CLASSROOM,
            minutes=45,
            source_kind="presentation",
            source_id=source,
            by=officer.user,
        )

    source = uuid4()
    assert log(source) == log(source)
    assert ActivityEntry.objects.count() == 1


def test_a_line_without_minutes_is_refused(officer, school):
    with pytest.raises(RuleBroken, match="Minutes go from 1"):
        actions.log_activity(
            officer,
            school=school,
            on=now().date(),
            function="presentation",
            type="classroom",
            minutes=0,
            source_kind="presentation",
            source_id=uuid4(),
            by=officer.user,
        )


def test_an_officer_out_of_service_is_not_assigned(commander, officer, campus):
    officer.in_service = False
    officer.save(update_fields=["in_service"])

    with pytest.raises(RuleBroken, match="not in service"):
        actions.assign(
            officer,
            by=commander,
            campus=campus,
            kind="relief",
            starts_on=date(2026, 12, 1),
        )


@pytest.mark.parametrize("who", ["office", "principal", "stranger"])
def test_only_the_commander_changes_or_ends_an_assignment(request, officer, who):
    user = request.getfixturevalue(who)
    assignment = Assignment.objects.get(officer=officer)

    with pytest.raises(NotAllowed, match="Only the commander"):
        actions.end_assignment(assignment, by=user, ends_on=date(2026, 12, 1))


@pytest.mark.parametrize("who", ["principal", "teacher", "stranger"])
def test_only_those_who_record_absences_call_them_off(request, officer, who):
    user = request.getfixturevalue(who)
    absence = record(officer, officer.user)

    with pytest.raises(NotAllowed, match="Only the officer"):
        actions.cancel_absence(absence, by=user)
