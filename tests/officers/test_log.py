"""The log by hand: once, within a day, where one was, and corrected in the open."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from officers import actions
from officers.models import KINDS_OF, ActivityEntry, function_of
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from tests.conftest import LONG_AGO, make_officer
from tests.factories.schools import SchoolFactory
from tests.officers.conftest import MONDAY, at
from tests.threads import as_, together

NOON = at(12)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def log(officer, school):
    """Write a line as the officer."""

    def write(**said):
        content = {
            "type": "presence",
            "minutes": 30,
            "on": MONDAY,
            "ended_at": NOON,
            **said,
        }
        return actions.write_line(
            by=content.pop("by", officer.user),
            school=content.pop("school", school),
            record_id=content.pop("record_id", None) or uuid7(),
            **content,
        )

    return write


def test_every_kind_of_line_counts_for_one_function():
    listed = [kind for kinds in KINDS_OF.values() for kind in kinds]

    assert sorted(listed) == sorted(set(listed))
    assert set(ActivityEntry.Type) - set(listed) == set()


def test_a_tap_is_a_line_of_its_function(log):
    line = log(type="mentoring")

    assert (line.function, line.minutes) == ("advising", 30)
    assert function_of("court") == "law_enforcement"


def test_sent_again_with_its_id_it_is_one_line(log):
    key = uuid7()

    assert log(record_id=key) == log(record_id=key, minutes=45)

    assert ActivityEntry.objects.get().minutes == 30
    assert AuditEvent.objects.filter(verb="log").count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": MONDAY + timedelta(days=1)}, "still to come"),
        ({"ended_at": NOON + timedelta(minutes=1)}, "still to come"),
        ({"on": MONDAY - timedelta(days=63)}, "too long ago"),
        ({"minutes": 1441}, "24 h 1 min"),
        ({"minutes": 0}, "from 1 to 1440"),
    ],
)
def test_what_cannot_be_is_refused(log, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        log(**said)

    assert not ActivityEntry.objects.exists()


def test_a_day_has_so_many_minutes(log):
    log(minutes=1000)
    log(minutes=1440, on=MONDAY - timedelta(days=1))

    with pytest.raises(RuleBroken, match="the day would have 24 h 20 min"):
        log(minutes=460)

    assert log(minutes=440)


def test_where_one_was_not_assigned_one_says_why(log, district, officer):
    elsewhere = SchoolFactory(district=district)

    with pytest.raises(RuleBroken, match="You were not assigned to"):
        log(school=elsewhere)

    line = log(school=elsewhere, elsewhere_because="Helped at dismissal")
    assert line in ActivityEntry.objects.visible_to(officer.user)


def test_of_another_agency_nothing_is_logged(log, other_school):
    with pytest.raises(NotAllowed, match="not a school of your agency"):
        log(school=other_school, elsewhere_because="Passing by")


@pytest.mark.parametrize("role", ["principal", "commander", "teacher"])
def test_only_officers_keep_a_log(log, role, request):
    with pytest.raises(NotAllowed):
        log(by=request.getfixturevalue(role))


def test_an_officer_out_of_service_logs_nothing_more(log, officer):
    line = log()
    officer.in_service = False
    officer.save()

    with pytest.raises(NotAllowed):
        log()
    with pytest.raises(NotAllowed):
        actions.take_out(line, by=officer.user)


def timed(hour, minutes=60):
    starts = at(hour)
    return {
        "started_at": starts,
        "ended_at": starts + timedelta(minutes=minutes),
        "minutes": minutes,
    }


def test_two_lines_are_not_about_the_same_time(log):
    log(**timed(9))

    with pytest.raises(RuleBroken, match="about the same time"):
        log(**timed(9, minutes=30))

    assert log(**timed(10))


def test_a_line_that_was_taken_out_leaves_its_time_free(log, officer):
    actions.take_out(log(**timed(9)), by=officer.user)

    assert log(**timed(9))


def test_a_correction_keeps_what_it_was(log, officer):
    line = log()

    line = actions.change_line(line, by=officer.user, version=1, minutes=45)

    assert (line.minutes, line.version) == (45, 2)
    assert set(line.history.values_list("minutes", flat=True)) == {30, 45}


def test_a_correction_obeys_the_same_rules(log, officer):
    line = log()

    with pytest.raises(RuleBroken, match="still to come"):
        actions.change_line(line, by=officer.user, on=MONDAY + timedelta(days=1))


def test_an_older_form_is_stale(log, officer):
    line = log()
    actions.change_line(line, by=officer.user, minutes=45)

    with pytest.raises(Stale):
        actions.change_line(line, by=officer.user, version=1, minutes=50)


def test_nobody_changes_the_log_of_another(log, commander, agency, campus):
    line = log()
    colleague = make_officer(agency, campus, "Colleague")

    with pytest.raises(NotAllowed, match="whose log this is"):
        actions.take_out(line, by=colleague.user)
    with pytest.raises(NotAllowed, match="Only an officer"):
        actions.take_out(line, by=commander)


def test_a_line_of_another_record_is_changed_there(log, officer):
    line = log()
    ActivityEntry.objects.update(source_kind="advice", source_id=uuid7())

    with pytest.raises(WrongState, match="Another record wrote this line"):
        actions.change_line(line, by=officer.user, minutes=5)


def test_what_was_taken_out_is_gone_from_the_day_and_not_from_history(log, officer):
    line = actions.take_out(log(), by=officer.user)

    assert not ActivityEntry.objects.standing().exists()
    assert line.history.count() == 2
    with pytest.raises(WrongState):
        actions.take_out(line, by=officer.user)


@pytest.mark.parametrize("kind", ["arrest", "petition", "court"])
def test_the_police_s_own_lines_are_not_the_principal_s_to_read(
    log, kind, principal, commander, officer
):
    """By the first wall, and by the second alone."""
    own, shared = log(type=kind), log()

    for user, seen in [
        (principal, {shared}),
        (commander, {own, shared}),
        (officer.user, {own, shared}),
    ]:
        assert set(ActivityEntry.objects.visible_to(user)) == seen
        with acting_as(user):
            assert set(ActivityEntry.objects.all()) == seen


def test_an_officer_reads_the_own_log_after_an_assignment_has_ended(log, officer):
    line = log()
    officer.assignments.update(ends_on=LONG_AGO + timedelta(days=1))

    with acting_as(officer.user):
        assert list(ActivityEntry.objects.visible_to(officer.user)) == [line]


def test_a_principal_writes_nothing_into_the_log(log, principal):
    line = log()

    with acting_as(principal):
        assert ActivityEntry.objects.filter(pk=line.pk).update(minutes=1) == 0


def test_the_database_itself_keeps_lines_apart(log):
    log(**timed(9))
    other = log(**timed(10))

    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityEntry.objects.filter(pk=other.pk).update(started_at=at(9, 30))
    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_of_two_phones_at_once_one_line_stands(transactional_db, request):
    """Sent with one id it is one line; about one time it is one, and a sentence."""
    with acting_as_clock():
        officer, school = map(request.getfixturevalue, ("officer", "school"))
    key = uuid7()
    tap = {"type": "presence", "minutes": 30, "on": MONDAY, "school": school}
    twice = [as_(officer.user, actions.write_line, record_id=key, **tap)] * 2
    hour = {**tap, **timed(9)}
    both = [
        as_(officer.user, actions.write_line, record_id=uuid7(), **hour)
        for _ in range(2)
    ]

    assert together(twice) == [None, None]
    refusals = [said for said in together(both) if said]

    assert len(refusals) == 1
    assert "about the same time" in refusals[0]
    with acting_as_clock():
        assert ActivityEntry.objects.count() == 2
