"""Minutes without an officer: how many, where, and why, as far as one may know."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from officers import actions
from officers.models import Absence, Assignment, CoverageApproval
from officers.policy import absence_lens
from officers.uncovered import NOBODY, coverage_of
from schools.models import School
from sro_program.core.errors import NotAllowed, RuleBroken, Stale
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import AbsenceFactory
from tests.officers.conftest import MONDAY, at

pytestmark = pytest.mark.usefixtures("school_year")
FRIDAY = MONDAY + timedelta(days=4)
A_DAY = 7 * 60
"""Eight to three, where no bells are entered."""


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(at(16, on=FRIDAY), tick=False):
        yield


@pytest.fixture
def away(officer):
    def be(reason, first, last, on=MONDAY):
        return AbsenceFactory(
            officer=officer,
            reason=reason,
            starts_at=at(first, on=on),
            ends_at=at(last, on=on),
        )

    return be


def seen_by(user, first=MONDAY, last=FRIDAY):
    schools = School.objects.visible_to(user).open().for_list()
    (campus,) = coverage_of(schools, first, last, absence_lens(user))
    return campus


def test_a_week_with_its_officer_is_covered(officer, school, commander):
    campus = seen_by(commander)

    assert (campus.days, campus.minutes) == (5, 5 * A_DAY)
    assert (campus.uncovered_minutes, campus.covered_percent) == (0, 100.0)


def test_without_an_assignment_nobody_is_there(school, commander):
    campus = seen_by(commander)

    assert campus.uncovered_minutes == 5 * A_DAY
    assert campus.reasons == [(NOBODY, 5 * A_DAY)]
    assert campus.covered_percent == 0.0


def test_each_absence_counts_under_its_reason_and_only_in_school_hours(
    away, school, commander
):
    away(Absence.Reason.COURT, 6, 10)
    away(Absence.Reason.TRAINING, 10, 11)
    away(Absence.Reason.COURT, 14, 20, on=FRIDAY)

    campus = seen_by(commander)

    assert campus.reasons == [("Court", 180), ("Training", 60)]
    assert [(day.on, day.minutes) for day in campus.uncovered] == [
        (MONDAY, 180),
        (FRIDAY, 60),
    ]


def test_a_relief_covers_it(away, school, campus, agency, commander):
    away(Absence.Reason.COURT, 8, 15)
    relief = make_officer(agency, campus, "Rita Relief")
    relief.assignments.update(kind=Assignment.Kind.RELIEF)

    assert seen_by(commander).uncovered_minutes == 0


def test_only_school_days_count(officer, school, commander):
    saturday = FRIDAY + timedelta(days=1)

    campus = seen_by(commander, saturday, saturday + timedelta(days=1))

    assert (campus.days, campus.minutes, campus.covered_percent) == (0, 0, 100.0)


def test_a_private_reason_stays_in_the_unit(away, school, commander, principal):
    away(Absence.Reason.SICK, 8, 9)

    assert seen_by(commander).reasons == [("Sick", 60)]
    assert seen_by(principal).reasons == [("Away", 60)]


def page(client, user, route="uncovered", **asked):
    client.force_login(user)
    return client.get(reverse(f"officers:{route}"), asked)


def test_the_page_says_how_much_of_the_year_was_covered(
    client, away, school, commander
):
    away(Absence.Reason.COURT, 8, 9)

    shown = page(client, commander)

    assert shown.context["first"] == date(2026, 7, 1)
    assert "60 min on 1 day" in shown.text
    assert "Mon, Nov 30, 2026" in shown.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "2026-12-01", "until": "2026-11-01"}, "before the first one"),
        ({"since": "2020-01-01", "until": "2026-11-01"}, "At most 400 days"),
        ({"since": "nonsense"}, "date"),
        ({"until": "99999-01-01"}, "date"),
    ],
)
def test_days_that_make_no_sense_are_refused_in_words(
    client, school, commander, asked, sentence
):
    shown = page(client, commander, **asked)

    assert shown.status_code == 200
    assert sentence in shown.text
    assert shown.context["first"] == date(2026, 7, 1)


def test_the_file_has_a_line_for_each_day(client, away, school, commander):
    away(Absence.Reason.COURT, 8, 9)

    file = page(client, commander, "uncovered_csv", since="2026-11-30").content

    assert file.decode("utf-8-sig").splitlines()[1:] == [
        '"Main campus","High","2026-11-30","60","Court: 60 min"'
    ]


@pytest.mark.parametrize("route", ["uncovered", "uncovered_csv", "uncovered_xlsx"])
def test_teachers_and_counselors_do_not_read_it(
    client, school, teacher, counselor, route
):
    for user in (teacher, counselor):
        assert page(client, user, route).status_code == 403


def test_more_days_and_absences_ask_no_more_of_the_database(
    away, school, commander, queries_of, sign_in
):
    client, path = sign_in(commander), reverse("officers:uncovered")
    few = queries_of(client, f"{path}?since=2026-11-30")
    for hour in range(8, 14):
        away(Absence.Reason.COURT, hour, hour + 1)

    assert queries_of(client, path) == few


# The state's approval


@pytest.fixture
def approve(commander, campus):
    def write(**said):
        content = {
            "campus": campus,
            "number": "M-17",
            "starts_on": MONDAY,
            "ends_on": MONDAY + timedelta(days=1),
            "document": "Safe",
            **said,
        }
        key = content.pop("record_id", None) or uuid7()
        by = content.pop("by", commander)
        return actions.record_approval(by=by, record_id=key, **content)

    return write


def test_minutes_on_approved_days_are_told_apart(approve, school, commander):
    approve()

    campus = seen_by(commander)

    assert campus.uncovered_minutes == 5 * A_DAY
    assert campus.approved_minutes == 2 * A_DAY


def test_recorded_twice_with_one_form_it_is_one(approve):
    key = uuid7()

    assert approve(record_id=key) == approve(record_id=key)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ends_on": MONDAY - timedelta(days=1)}, "cannot end before"),
        ({"starts_on": date(1900, 1, 1)}, "2000 to 2100"),
    ],
)
def test_days_that_cannot_be_are_refused(approve, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        approve(**said)


def test_a_campus_has_one_at_a_time(approve):
    approve()

    with pytest.raises(RuleBroken, match="already has an approval"):
        approve(starts_on=MONDAY + timedelta(days=1), ends_on=FRIDAY)

    assert approve(starts_on=MONDAY + timedelta(days=2), ends_on=FRIDAY)


@pytest.mark.parametrize("role", ["principal", "district_user", "teacher", "stranger"])
def test_only_command_and_office_keep_it(approve, role, request):
    with pytest.raises(NotAllowed):
        approve(by=request.getfixturevalue(role))


def test_its_last_day_is_changed_and_history_keeps_the_other(approve, office):
    kept = approve()

    kept = actions.change_approval(kept, by=office, version=1, ends_on=FRIDAY)

    assert (kept.ends_on, kept.version, kept.history.count()) == (FRIDAY, 2, 2)
    with pytest.raises(Stale):
        actions.change_approval(kept, by=office, version=1, ends_on=MONDAY)


def test_it_is_recorded_and_changed_on_its_pages(
    client, school, campus, commander, principal
):
    said = {
        "record_id": uuid7(),
        "campus": campus.pk,
        "number": "M-17",
        "starts_on": "2026-11-30",
        "ends_on": "2026-12-31",
        "document": "Safe",
    }
    client.force_login(commander)
    client.post(reverse("officers:record_approval"), said)
    approval = CoverageApproval.objects.get()
    path = reverse("officers:change_approval", args=[approval.pk])
    client.post(path, {"version": 1, "ends_on": "2026-12-01"})

    assert "to Dec 1, 2026" in page(client, principal).text
    refused = page(client, commander, "record_approval")
    assert refused.status_code == 200
    again = client.post(path, {"version": 1, "ends_on": "2026-12-24"})
    assert again.status_code == 409
    assert "By now it says: " in again.text
    shown = again.context["form"]["version"].value()
    client.post(path, {"version": shown, "ends_on": "2026-12-24"})
    assert "to Dec 24, 2026" in page(client, principal).text
