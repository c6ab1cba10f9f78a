"""Who is told of an absence, of what, and of what not."""

from datetime import timedelta

import pytest
import time_machine

from officers import actions
from officers.models import Absence
from sro_program.accounts.models import Role
from sro_program.notifications.models import Notification
from tests.conftest import make_member, make_officer
from tests.factories.schools import SchoolFactory
from tests.officers.conftest import MONDAY, at

pytestmark = pytest.mark.usefixtures("school_year")


def record(officer, first, last, *, by=None, reason=Absence.Reason.SICK):
    return actions.record_absence(
        officer,
        by=by or officer.user,
        reason=reason,
        starts_at=first,
        ends_at=last,
        note="note-token",
    )


def told(template="officer_away"):
    return {
        note.recipient: note for note in Notification.objects.filter(template=template)
    }


def test_all_principals_of_the_campus_are_told_and_no_one_else(
    officer, school, principal, teacher, commander, stranger
):
    sister = make_member(Role.PRINCIPAL, SchoolFactory(campus=school.campus))

    record(officer, at(9), at(11))

    assert set(told()) == {principal, sister}


def test_the_message_says_when_and_that_nobody_else_is_there(
    officer, school, principal
):
    record(officer, at(9), at(11))

    note = told()[principal]
    assert note.summary == "Deputy Owen Officer is away"
    assert note.context == {
        "officer": "Deputy Owen Officer",
        "campus": "Main campus",
        "starts_at": "Monday, November 30, 9:00 AM",
        "ends_at": "Monday, November 30, 11:00 AM",
        "is_gap": True,
    }


def test_the_message_says_that_someone_else_is_there(
    officer, agency, campus, school, principal
):
    make_officer(agency, campus, "Rita Relief")

    record(officer, at(9), at(11))

    assert told()[principal].context["is_gap"] is False


@pytest.mark.parametrize("reason", Absence.Reason.values)
def test_the_reason_and_the_note_leave_in_no_message(
    officer, school, principal, reason
):
    record(officer, at(9), at(11), reason=reason)

    note = told()[principal]
    words = f"{note.summary} {note.context} {note.url}".lower()
    assert reason not in words
    assert "note-token" not in words


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (at(15), at(23)),
        (at(17, on=MONDAY - timedelta(days=1)), at(0)),
        (at(8, on=MONDAY - timedelta(days=2)), at(7)),
    ],
)
def test_time_outside_of_school_hours_is_nobody_s_business(
    officer, school, principal, first, last
):
    record(officer, first, last)

    assert told() == {}


def test_a_principal_learns_that_an_absence_was_called_off(officer, school, principal):
    with time_machine.travel(at(7)):
        absence = record(officer, at(9), at(11))
        actions.cancel_absence(absence, by=officer.user)

    assert set(told("officer_back")) == {principal}


def test_an_absence_that_is_over_is_called_off_silently(officer, school, principal):
    with time_machine.travel(at(12)):
        absence = record(officer, at(9), at(11))
        actions.cancel_absence(absence, by=officer.user)

    assert told("officer_back") == {}


def test_no_one_is_told_what_they_did_themselves(officer, school, agency, principal):
    both = make_member(Role.COMMANDER, agency)
    both.memberships.create(role=Role.PRINCIPAL, school=school)

    record(officer, at(9), at(11), by=both)

    assert set(told()) == {principal}
