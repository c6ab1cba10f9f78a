"""Drills: who does what, what is refused in words, both walls, and the log line."""

from datetime import date, time
from functools import partial

import pytest
import time_machine
from django.apps import apps
from django.db import ProgrammingError, connection

from officers.models import ActivityEntry
from schools.actions import drills as actions
from schools.models import Drill, DrillNote
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.schools import (
    DrillFactory,
    DrillNoteFactory,
    SchoolYearFactory,
)
from tests.schools.drilling import FIRST_DAY, LAST_DAY, NOW, people_of, said
from tests.threads import as_, together

KEEPERS = ["principal", "officer"]
ONLY_READ = ["commander", "office", "district"]
NOBODY = ["counselor", "teacher"]
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)
TODAY, TOMORROW = date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(school, officer):
    with acting_as_clock():
        SchoolYearFactory(
            district=school.district, starts_on=FIRST_DAY, ends_on=LAST_DAY
        )
        return people_of(school, officer)


def a_drill(school, people, **said_of_it):
    with acting_as_clock():
        return DrillFactory(school=school, written_by=people["principal"], **said_of_it)


def planned(school, people, **said_of_it):
    what = {"on": TOMORROW, "status": "planned", "held_at": None, **said_of_it}
    return a_drill(school, people, **what)


def record_by(user, school, **changes):
    with acting_as(user):
        return actions.record_drill(
            school, by=user, **{"record_id": uuid7(), **said(**changes)}
        )


# ---- Verbs ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", KEEPERS)
def test_principal_and_officer_record_and_certify_behind_both_walls(
    role, people, school
):
    user = people[role]

    drill = record_by(user, school, reaction="Calm", seconds_to_secure=95)
    with acting_as(user):
        drill = actions.certify_drill(drill, by=user)

    assert (drill.status, drill.certified_by_id) == ("certified", user.pk)
    assert (drill.minutes, drill.secured_in) == (12, "1 min 35 s")
    with acting_as(user):
        assert DrillNote.objects.get().reaction == "Calm"


@pytest.mark.parametrize("role", [*ONLY_READ, *NOBODY])
def test_nobody_else_keeps_drills(role, people, school):
    user = people[role]
    drill = a_drill(school, people)
    key = {"record_id": uuid7()}

    for verb in (
        partial(actions.record_drill, school, **key, **said()),
        partial(
            actions.plan_drill,
            school,
            **key,
            kind="fire",
            on=TOMORROW,
            is_announced=True,
        ),
        partial(actions.correct_drill, drill, **said()),
        partial(actions.certify_drill, drill),
        partial(actions.take_out_drill, drill, reason="No"),
    ):
        with pytest.raises(NotAllowed):
            verb(by=user)


def test_sent_twice_it_is_one(people, school):
    key, user = {"record_id": uuid7()}, people["principal"]
    plan = {"record_id": uuid7(), "kind": "bus", "on": TOMORROW, "is_announced": True}

    for _ in range(2):
        actions.record_drill(school, by=user, **key, **said())
        actions.plan_drill(school, by=user, **plan)

    assert Drill.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": TOMORROW}, "still to come"),
        ({"on": TODAY, "ends": time(9, 1)}, "still to come"),
        ({"on": SATURDAY}, r"no school on Saturday, November 28 \(Weekend\)"),
        ({"ends": time(8, 0)}, "end must be after the start"),
        ({"seconds_to_secure": 3601}, "from a second to an hour"),
        ({"students": 20_001}, "how many came"),
        ({"part_of_sro": "led"}, "which officer"),
        ({"on": date(1999, 9, 1), "no_school_meant": True}, "from 2000"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(changes, sentence, people, school):
    with pytest.raises(RuleBroken, match=sentence):
        actions.record_drill(
            school,
            by=people["principal"],
            record_id=uuid7(),
            **said(**changes),
        )
    assert not DrillNote.objects.exists()


def test_one_that_has_just_ended_is_recorded(people, school):
    ended = said(on=TODAY, begins=time(8, 40), ends=time(8, 59))

    assert actions.record_drill(
        school, by=people["officer"], record_id=uuid7(), **ended
    )


def test_a_day_without_school_can_be_meant(people, school):
    drill = actions.record_drill(
        school,
        by=people["principal"],
        record_id=uuid7(),
        no_school_meant=True,
        **said(on=SATURDAY),
    )

    assert drill.on == SATURDAY


def test_an_officer_of_another_campus_was_not_there(people, school, other_officer):
    there = {"part_of_sro": "led", "sro": other_officer.user}

    with pytest.raises(RuleBroken, match="does not serve this school"):
        actions.record_drill(
            school, by=people["principal"], record_id=uuid7(), **said(**there)
        )


def test_a_plan_of_a_day_that_is_over_is_refused(people, school):
    with pytest.raises(RuleBroken, match="That day is over"):
        actions.plan_drill(
            school,
            by=people["principal"],
            record_id=uuid7(),
            kind="fire",
            on=TUESDAY,
            is_announced=True,
        )


def test_a_plan_is_held_once(people, school):
    drill = planned(school, people, on=TODAY)
    how = {**said(on=TODAY, begins=time(8, 0), ends=time(8, 10)), "version": 1}

    drill = actions.hold_drill(drill, by=people["officer"], **how)

    assert (drill.status, drill.held_at is not None) == ("held", True)
    with pytest.raises(Stale):
        actions.hold_drill(drill, by=people["principal"], **how)
    with pytest.raises(WrongState):
        actions.hold_drill(drill, by=people["principal"], **{**how, "version": None})


def test_a_correction_is_certified_anew_and_the_history_keeps_what_was(people, school):
    drill = actions.record_drill(
        school, by=people["officer"], record_id=uuid7(), **said(reaction="Calm")
    )
    drill = actions.certify_drill(drill, by=people["principal"])

    drill = actions.correct_drill(
        drill, by=people["officer"], **said(students=401, reaction="Loud")
    )

    assert (drill.status, drill.certified_by_id, drill.students) == ("held", None, 401)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT students FROM schools_drillevent ORDER BY 1")
        assert cursor.fetchall() == [(400,), (401,), (None,)]
        cursor.execute("SELECT reaction FROM schools_drillnoteevent ORDER BY pgh_id")
        assert cursor.fetchall() == [("Calm",), ("Loud",)]


def test_words_about_children_leave_no_trace_where_nobody_changed_them(people, school):
    key = uuid7()
    drill = actions.record_drill(
        school, by=people["officer"], record_id=key, **said(needs="A quiet room")
    )
    other = actions.record_drill(
        school, by=people["officer"], record_id=uuid7(), **said()
    )

    actions.correct_drill(drill, by=people["officer"], **said(needs="A quiet room"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT drill_id FROM schools_drillnoteevent")
        assert cursor.fetchall() == [(key,)]
    assert not DrillNote.objects.filter(drill=other).exists()


def test_taken_out_it_stays_with_its_reason(people, school):
    drill = a_drill(school, people)

    drill = actions.take_out_drill(drill, by=people["principal"], reason="Twice")

    assert (drill.status, drill.taken_out_because) == ("taken_out", "Twice")
    with pytest.raises(WrongState):
        actions.certify_drill(drill, by=people["principal"])
    with pytest.raises(RuleBroken, match="Say why"):
        actions.take_out_drill(
            a_drill(school, people), by=people["principal"], reason=""
        )


@pytest.mark.django_db(transaction=True)
def test_six_who_certify_at_once_certify_it_once(people, school):
    drill = a_drill(school, people)
    certify = as_(people["principal"], actions.certify_drill, drill)

    refused = together([certify] * 6)

    assert sorted(bool(one) for one in refused) == [False, *[True] * 5]
    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="certify_drill").count() == 1


# ---- Both walls -------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*KEEPERS, *ONLY_READ, *NOBODY])
def test_each_wall_alone_shows_each_role_what_is_theirs(role, people, school):
    held = a_drill(school, people)
    announced = planned(school, people)
    planned(school, people, is_announced=False)
    with acting_as_clock():
        DrillNoteFactory(drill=held)
    drills = {"principal": 3, "officer": 3, "counselor": 0, "teacher": 0}.get(role, 2)
    notes = int(role in {*KEEPERS, "commander"})

    with acting_as(people[role]):
        second = [one.objects.count() for one in (Drill, DrillNote)]
    with acting_as_clock():
        first = [
            one.objects.visible_to(people[role]).count() for one in (Drill, DrillNote)
        ]

    assert first == second == [drills, notes]
    assert announced.is_announced


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*ONLY_READ, *NOBODY])
def test_the_second_wall_lets_nobody_else_write(role, people, school):
    drill = a_drill(school, people)
    with acting_as_clock():
        DrillNoteFactory(drill=drill)
    user = people[role]

    with acting_as(user):
        assert not Drill.objects.update(problems="Mine")
        assert not DrillNote.objects.update(needs="Mine")
    for add in (
        partial(DrillFactory, school=school, written_by=user),
        partial(DrillNoteFactory, drill=a_drill(school, people)),
    ):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            acting_as(user),
        ):
            add()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*KEEPERS, "commander"])
def test_nobody_deletes_anything(role, people, school):
    drill = a_drill(school, people)
    with acting_as_clock():
        DrillNoteFactory(drill=drill)

    with acting_as(people[role]), connection.cursor() as cursor:
        for table in ("drillnote", "drill"):
            cursor.execute(f"DELETE FROM schools_{table}")
            assert not cursor.rowcount
    with (
        acting_as(people[role]),
        pytest.raises(Exception, match="denied|Cannot"),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM schools_drillevent")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*ONLY_READ, *NOBODY])
def test_the_history_of_what_nobody_expects_is_hidden_too(role, people, school):
    planned(school, people, is_announced=False)
    with acting_as_clock():
        DrillNoteFactory(drill=a_drill(school, people))

    with acting_as(people[role]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM schools_drillevent WHERE held_at IS NULL")
        drills = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM schools_drillnoteevent")
        notes = cursor.fetchone()[0]

    assert (drills, notes) == (0, int(role == "commander"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*KEEPERS, "commander"])
@pytest.mark.parametrize("table", ["drill", "drillnote"])
def test_history_is_written_by_its_triggers_alone(table, role, people, school):
    drill = a_drill(school, people)
    with acting_as_clock():
        DrillNoteFactory(drill=drill)
    copied = f"schools_{table}event"
    columns = ", ".join(
        field.column
        for field in apps.get_model("schools", f"{table}event")._meta.fields
        if field.name != "pgh_id"
    )

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(people[role]),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO {copied} ({quoted(columns)}) "
            f"SELECT {quoted(columns)} FROM {copied}"
        )


def quoted(columns):
    return ", ".join(f'"{name}"' for name in columns.split(", "))


# ---- The officer's log ------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", KEEPERS)
def test_the_officer_who_was_there_has_it_in_the_log_once(
    role, people, school, officer
):
    there = {"part_of_sro": "observed", "sro": officer.user}
    drill = record_by(people[role], school, **there)
    with acting_as(people[role]):
        actions.correct_drill(
            drill,
            by=people[role],
            **said(**there, ends=time(9, 30), students=39_999 // 2),
        )

    with acting_as(officer.user):
        (line,) = ActivityEntry.objects.all()
        assert (line.type, line.function, line.minutes, line.on) == (
            "drill",
            "school_activity",
            30,
            TUESDAY,
        )
        assert (line.officer, line.is_by_hand, line.removed_at) == (
            officer,
            False,
            None,
        )


def test_the_line_follows_the_drill(people, school, officer, campus, agency):
    colleague = make_officer(agency, campus, "Cleo Colleague")
    there = {"part_of_sro": "led", "sro": officer.user}
    user = people["principal"]
    drill = actions.record_drill(school, by=user, record_id=uuid7(), **said(**there))

    drill = actions.correct_drill(
        drill, by=user, **said(part_of_sro="led", sro=colleague.user)
    )
    assert ActivityEntry.objects.standing().get().officer == colleague
    drill = actions.correct_drill(drill, by=user, **said())
    assert not ActivityEntry.objects.standing().exists()
    drill = actions.correct_drill(drill, by=user, **said())
    drill = actions.correct_drill(drill, by=user, **said(**there))
    assert ActivityEntry.objects.standing().get().officer == officer
    actions.take_out_drill(drill, by=user, reason="Twice")
    assert not ActivityEntry.objects.standing().exists()
    assert ActivityEntry.objects.count() == 1


def test_a_drill_without_an_officer_writes_no_line(people, school):
    actions.record_drill(school, by=people["officer"], record_id=uuid7(), **said())

    assert not ActivityEntry.objects.exists()
