"""The second wall alone: nothing is said ahead, in another's name, or moved away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate, now

from schools.actions import findings, memory, notices, plans
from schools.models import AccessNotice, Finding, FloorPlan, Pin, PlaceNote
from sro_program.core.db import acting_as
from tests.factories.schools import (
    FindingFactory,
    FloorPlanFactory,
    PinFactory,
    PlaceFactory,
    PlaceNoteFactory,
)
from tests.officers.past_verbs import refused_by_policy, write
from tests.schools.barring import barred

KEEPERS = ["officer", "commander", "principal"]
IN_YEARS = timedelta(days=900)


# Campus memory


@pytest.fixture
def note(school, people):
    return PlaceNoteFactory(school=school, written_by=people["officer"])


@pytest.mark.parametrize("role", KEEPERS)
def test_nobody_confirms_a_note_for_years_to_come(role, people, note, school):
    ahead = localdate() + IN_YEARS

    with pytest.raises(IntegrityError, match="for a day to come"):
        write(
            people[role],
            PlaceNote.objects,
            confirmed_on=ahead,
            confirmed_by=people[role],
        )
    with (
        pytest.raises(IntegrityError, match="for a day to come"),
        acting_as(people[role]),
    ):
        PlaceNoteFactory(school=school, written_by=people[role], confirmed_on=ahead)


@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_notes_confirms_one_today(role, people, note):
    with acting_as(people[role]):
        memory.confirm_note(note, by=people[role])

    note.refresh_from_db()
    assert note.confirmed_on == localdate()


# Reminders


@pytest.fixture
def notice(school, people):
    return barred(school, people["officer"], reviewer=people["officer"])


@pytest.fixture
def finding(school, people):
    return FindingFactory(school=school, written_by=people["officer"])


@pytest.mark.parametrize("role", KEEPERS)
def test_nobody_silences_the_reminders_of_a_notice(role, people, notice):
    with pytest.raises(IntegrityError, match="Who was reminded"):
        write(people[role], AccessNotice.objects, warned="week")


@pytest.mark.parametrize("role", KEEPERS)
def test_nor_those_of_a_finding(role, people, finding):
    with pytest.raises(IntegrityError, match="Who was reminded"):
        write(people[role], Finding.objects, warned="late")


def test_another_day_begins_them_anew(people, notice, finding):
    by = people["officer"]
    AccessNotice.objects.update(warned="week")
    Finding.objects.update(warned="soon")
    notice.refresh_from_db()
    finding.refresh_from_db()

    with acting_as(by):
        notices.renew_notice(
            notice, by=by, ends_on=notice.ends_on + timedelta(days=9), why="Goes on"
        )
        findings.change_finding(
            finding,
            by=by,
            what=finding.what,
            place=None,
            severity=finding.severity,
            owner=finding.owner,
            person=None,
            due_on=finding.due_on + timedelta(days=9),
        )

    notice.refresh_from_db()
    finding.refresh_from_db()
    assert (notice.warned, finding.warned) == ("", "")


# Plans


@pytest.fixture
def pin(school, people):
    return PinFactory(plan=FloorPlanFactory(school=school, added_by=people["officer"]))


def test_nobody_adds_a_plan_in_the_name_of_another(people, school):
    with refused_by_policy(), acting_as(people["officer"]):
        FloorPlanFactory(school=school, added_by=people["commander"])


@pytest.mark.parametrize("said", [{"added_by": "commander"}, {"added_at": now()}])
def test_who_added_a_plan_and_when_stays(said, people, pin):
    said = {name: people.get(value, value) for name, value in said.items()}

    with pytest.raises(IntegrityError, match="Who added a plan"):
        write(people["officer"], FloorPlan.objects, **said)


def test_no_plan_is_compared_on_a_day_to_come(people, school, pin):
    ahead = localdate() + IN_YEARS

    with pytest.raises(IntegrityError, match="not yet compared"):
        write(people["officer"], FloorPlan.objects, verified_on=ahead)
    with (
        pytest.raises(IntegrityError, match="not yet compared"),
        acting_as(people["officer"]),
    ):
        FloorPlanFactory(school=school, added_by=people["officer"], verified_on=ahead)


def test_a_pin_stays_on_its_plan_and_of_its_place(people, pin):
    user, school = people["officer"], pin.school
    other = FloorPlanFactory(school=school, added_by=user)

    for said in (
        {"plan": other},
        {"place": PlaceFactory(school=school)},
        {"id": pin.pk + 1_000},
    ):
        with pytest.raises(IntegrityError, match="stays on its plan"):
            write(user, Pin.objects, **said)
    with acting_as(user):
        plans.pin_place(pin.plan, by=user, place=pin.place, x=7, y=7)
