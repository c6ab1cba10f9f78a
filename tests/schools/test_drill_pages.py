"""Drills on their pages: the board, a school's log, one drill, its forms."""

from datetime import date

import pytest
import time_machine

from officers.models import ActivityEntry
from schools.models import Drill
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    DrillFactory,
    DrillNoteFactory,
    FindingFactory,
    SchoolFactory,
    SchoolYearFactory,
)
from tests.schools.drilling import FIRST_DAY, LAST_DAY, NOW, people_of, typed
from tests.schools.pages import text, url

KEEPERS = ["principal", "officer"]
READERS = [*KEEPERS, "commander", "office", "district"]
NOBODY = ["counselor", "teacher"]
TOMORROW = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(school, officer):
    SchoolYearFactory(district=school.district, starts_on=FIRST_DAY, ends_on=LAST_DAY)
    return people_of(school, officer)


@pytest.fixture
def drill(school, people):
    return DrillFactory(
        school=school, written_by=people["officer"], on=date(2026, 9, 2)
    )


@pytest.fixture
def surprise(school, people):
    """Planned for tomorrow, and nobody shall expect it."""
    return DrillFactory(
        school=school,
        written_by=people["officer"],
        kind="lockdown",
        on=TOMORROW,
        is_announced=False,
        status="planned",
        held_at=None,
    )


def page_of(drill, verb="drill"):
    return url(verb, drill.school_id, drill.pk)


# The board and the log


@pytest.mark.parametrize("role", READERS)
def test_who_reads_drills_sees_what_is_owed_and_the_log(role, sign_in, people, drill):
    client = sign_in(people[role])

    board = text(client.get(url("drill_board")))
    log = text(client.get(url("drills", drill.school_id)))

    assert "3 overdue" in board
    assert "<strong>Fire</strong>, on Sep 2" in board
    assert "<strong>Lockdown</strong>, was due by Sep 22" in log
    assert drill.problems in text(client.get(page_of(drill)))
    assert "Record a drill" in log if role in KEEPERS else "Record a drill" not in log


@pytest.mark.parametrize("role", NOBODY)
def test_nobody_else_learns_of_drills(role, sign_in, people, drill):
    client = sign_in(people[role])

    for path in (url("drill_board"), url("drills", drill.school_id), page_of(drill)):
        assert client.get(path).status_code == 403
    for page in (url("index"), url("detail", drill.school_id)):
        assert "drills/" not in text(client.get(page))


@pytest.mark.parametrize("role", READERS)
def test_what_is_said_of_children_stays_with_school_and_command(
    role, sign_in, people, drill
):
    note = DrillNoteFactory(drill=drill)

    page = text(sign_in(people[role]).get(page_of(drill)))

    is_read = role in {*KEEPERS, "commander"}
    assert (note.reaction in page, note.needs in page) == (is_read, is_read)


@pytest.mark.parametrize("role", READERS)
def test_a_surprise_is_known_to_those_who_keep_drills(role, sign_in, people, surprise):
    client = sign_in(people[role])

    log = text(client.get(url("drills", surprise.school_id)))
    calendar = text(client.get("/calendar/?month=2026-12"))

    knows = role in KEEPERS
    assert ("Lockdown drill" in log, "Lockdown drill" in calendar) == (knows, knows)
    assert client.get(page_of(surprise)).status_code == (200 if knows else 404)


def test_an_announced_drill_stands_in_the_calendar(sign_in, people, surprise):
    Drill.objects.filter(pk=surprise.pk).update(is_announced=True, begins=None)

    shown = {
        role: "Lockdown drill" in text(sign_in(person).get("/calendar/?month=2026-12"))
        for role, person in people.items()
    }

    assert shown == {role: role in READERS for role in people}


def test_the_calendar_of_one_school_or_officer(
    sign_in, people, surprise, officer, school
):
    client = sign_in(people["officer"])
    month = "/calendar/?month=2026-12"
    other = SchoolFactory(campus=school.campus, district=school.district)

    assert "Lockdown drill" in text(client.get(f"{month}&school={school.pk}"))
    assert "Lockdown drill" not in text(client.get(f"{month}&school={other.pk}"))
    assert "Lockdown drill" not in text(client.get(f"{month}&officer={officer.pk}"))


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("state=owed", "Lockdown", "on Sep 2"),
        ("state=missed&kind=fire", "Nothing of this kind", "Lockdown</strong>"),
        ("kind=fire", "on Sep 2", "Lockdown</strong>"),
        ("window=january", "from Jan 1", "on Sep 2"),
        ("kind=nonsense&after=-3", "on Sep 2", "Nothing of this kind"),
    ],
)
def test_the_board_is_filtered(query, shown, hidden, sign_in, people, drill):
    page = text(sign_in(people["district"]).get(f"{url('drill_board')}?{query}"))

    assert shown in page
    assert hidden not in page


def test_the_board_goes_on_on_a_second_page(sign_in, people, school):
    SchoolFactory.create_batch(50, campus=school.campus, district=school.district)
    client = sign_in(people["commander"])

    first = text(client.get(f"{url('drill_board')}?state=owed"))
    second = text(client.get(f"{url('drill_board')}?state=owed&after=50"))

    assert first.count('class="panel"') == 50
    assert "?state=owed&amp;after=50" in first
    assert second.count('class="panel"') == 1
    assert "Previous" in second


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_board_is_taken_along(file_format, sign_in, people, drill):
    got = sign_in(people["district"]).get(
        f"{url(f'drill_board_{file_format}')}?kind=fire"
    )

    assert got.status_code == 200
    if file_format == "csv":
        lines = got.content.decode("utf-8-sig").splitlines()
        assert lines[1:] == [
            '"Calloway County High School","Calloway County Schools",'
            '"First 30 school days","Fire","Done","on Sep 2"',
            '"Calloway County High School","Calloway County Schools",'
            '"January","Fire","Later","from Jan 1, due by Jan 29"',
        ]


def test_the_log_goes_on_behind_a_drill(sign_in, people, school):
    DrillFactory.create_batch(
        51, school=school, written_by=people["officer"], on=date(2026, 9, 2)
    )
    client = sign_in(people["principal"])

    first = client.get(url("drills", school.pk))
    second = client.get(url("drills", school.pk) + first.context["next"])
    nonsense = client.get(url("drills", school.pk) + "?after=nonsense")

    assert len(second.context["log"].drills) == 1
    assert not set(first.context["log"].drills) & set(second.context["log"].drills)
    assert len(nonsense.context["log"].drills) == 50


def test_pages_with_more_ask_no_more(sign_in, people, school, drill, queries_of):
    client = sign_in(people["principal"])
    pages = [url("drill_board"), url("drills", school.pk), page_of(drill)]
    FindingFactory(drill=drill, person=people["officer"])
    few = [queries_of(client, page) for page in pages]

    for kind in ("bus", "lockdown", "cardiac"):
        DrillFactory(school=school, written_by=people["principal"], kind=kind)
    FindingFactory.create_batch(3, drill=drill, person=people["officer"])

    assert [queries_of(client, page) for page in pages] == few


def test_nothing_yet_says_what_to_do_next(sign_in, people, school):
    at = url("drills", school.pk)

    assert "counts for the window" in text(sign_in(people["principal"]).get(at))
    assert "an officer of the school records" in text(
        sign_in(people["district"]).get(at)
    )


# One drill


@pytest.mark.parametrize("role", KEEPERS)
def test_a_drill_is_recorded_and_certified(role, sign_in, people, school, officer):
    client = sign_in(people[role])
    form = typed(
        part_of_sro="led",
        sro=officer.user_id,
        minutes="1",
        seconds="35",
        reaction="Calm",
    )

    made = client.post(url("record_drill", school.pk), form)
    page = text(client.get(made.url))
    drill = Drill.objects.get()
    certified = client.post(page_of(drill, "certify_drill"), {"version": drill.version})

    assert "1 min 35 s" in page
    assert "Calm" in page
    assert ActivityEntry.objects.get().officer == officer
    assert "Certified by" in text(client.get(certified.url))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": "2026-11-28"}, "There is no school that day (Weekend)."),
        ({"on": "2026-12-01"}, "That is still to come."),
        ({"ends": "08:59"}, "The end must be after the start."),
        ({"part_of_sro": "led"}, "Say which officer, and what they did."),
        ({"minutes": "60"}, "Give at most 59."),
        ({"students": "many"}, "Give a whole number."),
        ({"on": ""}, "Fill this in."),
    ],
)
def test_what_makes_no_sense_is_said_at_the_field(
    changes, sentence, sign_in, people, school
):
    refused = sign_in(people["principal"]).post(
        url("record_drill", school.pk), typed(**{"problems": "Door", **changes})
    )

    assert refused.status_code == 422
    assert sentence in text(refused)
    assert "Door</textarea>" in text(refused)
    assert not Drill.objects.exists()


def test_a_day_without_school_is_asked_about_and_then_taken(sign_in, people, school):
    client, at = sign_in(people["principal"]), url("record_drill", school.pk)
    assert "no_school_meant" not in text(client.get(at))

    asked = client.post(at, typed(on="2026-11-28"))
    meant = client.post(at, typed(on="2026-11-28", no_school_meant="on"))

    assert "no_school_meant" in text(asked)
    assert meant.status_code == 302


def test_a_correction_of_what_a_colleague_changed_shows_both(sign_in, people, drill):
    client, at = sign_in(people["principal"]), page_of(drill, "correct_drill")
    assert f'value="{drill.doors_missed}"' in text(client.get(at))
    form = typed(version="1", on="2026-09-02", doors_missed="12")
    assert client.post(at, form | {"doors_missed": "7"}).status_code == 302

    second = client.post(at, form)

    assert second.status_code == 409
    assert "By now it says: 7" in text(second)


def test_a_plan_is_made_held_and_called_off(sign_in, people, school):
    client = sign_in(people["officer"])
    plan = {"kind": "lockdown", "on": "2026-12-01", "begins": "10:00"}

    made = client.post(
        url("plan_drill", school.pk), {"record_id": uuid7(), **plan}, follow=True
    )
    assert "Not announced" in text(made)
    drill = Drill.objects.get()
    assert 'value="10:00"' in text(client.get(page_of(drill, "hold_drill")))
    form = typed(version="1", kind="lockdown", on="2026-11-30", begins="08:00")
    held = client.post(page_of(drill, "hold_drill"), form | {"ends": "08:20"})
    out = {"version": "2", "reason": "Recorded twice"}
    gone = client.post(page_of(drill, "take_out_drill"), out)

    assert (held.status_code, gone.status_code) == (302, 302)
    assert "Recorded twice" in text(client.get(page_of(drill)))
    assert "Lockdown drill" not in text(client.get(url("drills", school.pk)))


def test_a_plan_for_a_holiday_is_asked_about(sign_in, people, school):
    plan = {"record_id": uuid7(), "kind": "fire", "on": "2026-12-05"}

    asked = sign_in(people["officer"]).post(url("plan_drill", school.pk), plan)

    assert "There is no school that day" in text(asked)


@pytest.mark.parametrize("role", ["commander", "office", "district"])
def test_who_only_reads_finds_no_verb_and_no_form(role, sign_in, people, drill):
    client = sign_in(people[role])

    assert "Certify it" not in text(client.get(page_of(drill)))
    for verb in ("correct_drill", "take_out_drill", "hold_drill"):
        assert client.get(page_of(drill, verb)).status_code == 403
    for verb in ("record_drill", "plan_drill"):
        assert client.get(url(verb, drill.school_id)).status_code == 403
    assert client.post(page_of(drill, "certify_drill")).status_code == 403


def test_the_address_of_another_school_leads_nowhere(sign_in, people, drill, school):
    other = SchoolFactory(campus=school.campus, district=school.district)
    client = sign_in(people["principal"])

    assert client.get(url("drill", other.pk, drill.pk)).status_code == 404


def test_a_keeper_elsewhere_reads_and_writes_nothing_here(
    sign_in, stranger, people, drill, school
):
    client = sign_in(stranger)

    assert client.get(page_of(drill)).status_code == 404
    assert client.get(url("drills", school.pk)).status_code == 404
    assert client.get(url("record_drill", school.pk)).status_code == 404
