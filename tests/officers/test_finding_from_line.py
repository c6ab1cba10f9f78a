"""A line of the log becomes what has to be mended, without retyping."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from officers import actions
from officers.actions.finding_line import find_from_line
from officers.models import ActivityEntry
from officers.promoting import line_named
from schools.models import Finding
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import NotAllowed, RuleBroken
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.schools import CampusFactory, PlaceFactory, SchoolFactory

FIND = reverse("officers:find")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel("2026-10-06 17:00+00:00", tick=False):
        yield


@pytest.fixture
def line(officer, school):
    return write(officer, school)


@pytest.fixture
def other_campus_school(district):
    """Of the agency, and not assigned to the officer."""
    return SchoolFactory(campus=CampusFactory(district=district), district=district)


def write(officer, school, **said):
    content = {
        "type": "door_check",
        "on": date(2026, 10, 6),
        "minutes": 20,
        "note": "Door 7 does not latch",
        "place": "door 7",
        **said,
    }
    return actions.write_line(
        by=officer.user, school=school, record_id=uuid7(), **content
    )


def typed(form, **changes):
    """What comes filled in, sent as it is."""
    shown = {name: form[name].value() or "" for name in form.fields}
    return {**shown, **changes}


def test_the_form_comes_filled_in_from_the_line(client, officer, school, line):
    door = PlaceFactory(school=school, label="Door 7")
    client.force_login(officer.user)
    page = client.get(FIND, {"line": line.pk})

    form = page.context["form"]
    answer = client.post(f"{FIND}?line={line.pk}", typed(form, place=door.pk))

    finding = Finding.objects.get()
    assert form.initial["place"] == door
    assert (finding.what, finding.place, finding.school) == (line.note, door, school)
    assert answer.url == finding.get_absolute_url()
    assert AuditEvent.objects.filter(verb="promote", object_id=str(line.pk)).exists()


def test_the_line_stays_and_may_leave_another_finding(client, officer, line):
    client.force_login(officer.user)
    for _ in range(2):
        form = client.get(FIND, {"line": line.pk}).context["form"]
        client.post(f"{FIND}?line={line.pk}", typed(form, due_on="2026-10-20"))

    assert Finding.objects.count() == 2
    actions.change_line(line, by=officer.user, minutes=25)
    assert ActivityEntry.objects.get().minutes == 25


def test_police_work_becomes_nothing_that_a_school_reads(client, officer, school):
    line = write(officer, school, type="arrest")
    client.force_login(officer.user)
    form = client.get(FIND, {"line": line.pk}).context["form"]

    answer = client.post(f"{FIND}?line={line.pk}", typed(form))

    assert answer.status_code == 422
    assert "nothing that a school reads" in answer.text
    assert not Finding.objects.exists()


def test_a_colleague_finds_no_line_and_makes_nothing_of_it(
    client, agency, campus, line
):
    colleague = make_officer(agency, campus, "Cleo Colleague")
    client.force_login(colleague.user)

    assert client.get(FIND, {"line": line.pk}).status_code == 404
    with pytest.raises(NotAllowed):
        find_from_line(line, by=colleague.user, record_id=uuid7())


def test_at_a_school_that_is_not_theirs_today_it_stays_a_line(
    client, officer, other_campus_school
):
    """Else it would become a record of the officer's own school, or nothing."""
    PlaceFactory(school=other_campus_school, label="Boiler room")
    line = write(officer, other_campus_school, elsewhere_because="Helped out")
    client.force_login(officer.user)

    form = client.get(FIND, {"line": line.pk})
    day = client.get(reverse("officers:log"), {"on": line.on.isoformat()})

    assert form.status_code == 404
    assert "Boiler room" not in form.text
    assert line_named(officer.user, str(line.pk)) is None
    assert "stays a line" in day.text
    assert f"?line={line.pk}" not in day.text


@pytest.mark.parametrize("key", ["", "nonsense", uuid7()])
def test_without_a_line_there_is_nothing_to_find(key, client, officer):
    client.force_login(officer.user)

    assert client.get(FIND, {"line": key}).status_code == 404


def test_what_is_refused_is_not_written_down_as_done(officer, line):
    said = {"what": "Door", "severity": "low", "owner": "school", "person": None}
    with pytest.raises(RuleBroken, match="That day is over"):
        find_from_line(
            line,
            by=officer.user,
            record_id=uuid7(),
            place=None,
            due_on=line.on.replace(day=1),
            **said,
        )

    assert not AuditEvent.objects.filter(verb="promote").exists()


def test_the_day_offers_it(client, officer, line):
    client.force_login(officer.user)

    page = client.get(reverse("officers:log"), {"on": line.on.isoformat()})

    assert f"{FIND}?line={line.pk}" in page.text
