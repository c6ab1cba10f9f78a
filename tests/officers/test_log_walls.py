"""The second wall alone: who writes lines of the log and pages of a duty report."""

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from officers import actions
from officers.models import ActivityEntry, DutyReportAnswer, DutyReportPage
from sro_program.core.db import acting_as
from sro_program.core.errors import NotAllowed
from sro_program.core.ids import uuid7
from tests.conftest import make_officer
from tests.factories.officers import (
    ActivityEntryFactory,
    DutyReportAnswerFactory,
    DutyReportPageFactory,
)
from tests.officers.past_verbs import refused_by_policy, removed, write

UNIT = ["colleague", "office", "commander"]
SIGNERS = ["principal", "commander"]


@pytest.fixture
def colleague(agency, campus):
    """A fellow officer of the campus."""
    return make_officer(agency, campus, "Cora Colleague")


# The log


@pytest.fixture
def line(officer, school):
    return ActivityEntryFactory(officer=officer, school=school)


@pytest.mark.parametrize("who", UNIT)
def test_nobody_writes_by_hand_into_the_log_of_another(who, person, line):
    with refused_by_policy(), acting_as(person(who)):
        ActivityEntryFactory(officer=line.officer, school=line.school)

    assert not write(person(who), ActivityEntry.objects, minutes=1)
    assert not write(person(who), ActivityEntry.objects, source_kind="x")


def test_an_officer_writes_their_own_lines(officer, line):
    with acting_as(officer.user):
        ActivityEntryFactory(officer=officer, school=line.school)

    assert write(officer.user, ActivityEntry.objects, minutes=1) == 2


@pytest.mark.parametrize("who", UNIT)
def test_the_unit_writes_the_lines_of_other_records(who, person, officer, school):
    with acting_as(person(who)):
        actions.log_activity(
            officer,
            school=school,
            on=now().date(),
            function="presentation",
            type="classroom",
            minutes=45,
            source_kind="presentation",
            source_id=(source := uuid7()),
            by=person(who),
        )
        actions.correct_activity(
            source_kind="presentation", source_id=source, by=person(who), minutes=50
        )


@pytest.mark.parametrize("who", UNIT)
def test_the_line_of_a_drill_is_the_clocks(who, person, officer, school):
    said = {"source_kind": "drill", "officer": officer, "school": school}
    ActivityEntryFactory(**said, source_id=uuid7())

    with refused_by_policy(), acting_as(person(who)):
        ActivityEntryFactory(**said, source_id=uuid7())
    assert not write(person(who), ActivityEntry.objects, minutes=1)


@pytest.mark.parametrize("who", ["officer", *UNIT])
def test_nobody_deletes_a_line(who, person, line):
    ActivityEntryFactory(
        officer=line.officer, school=line.school, source_kind="x", source_id=uuid7()
    )

    assert not removed(person(who), ActivityEntry)


def test_who_changes_the_line_of_another_is_told_in_words(colleague, line):
    user = colleague.user

    with pytest.raises(NotAllowed, match="whose log this is"), acting_as(user):
        actions.take_out(line, by=user)


# Duty reports


@pytest.fixture
def school_page(officer, school):
    return DutyReportPageFactory(report__officer=officer, report__school=school)


@pytest.fixture
def command_page(school_page):
    return DutyReportPageFactory(report=school_page.report, lens="command")


@pytest.mark.parametrize("who", SIGNERS)
@pytest.mark.parametrize(
    "said",
    [{"figures": {}}, {"replaced_at": now()}, {"edition": 7}, {"lens": "school"}],
)
def test_who_signs_a_page_changes_nothing_that_it_says(
    who, said, person, school_page, command_page
):
    DutyReportPage.objects.filter(lens="school").update(edition=2)
    mine = DutyReportPage.objects.filter(
        lens="school" if who == "principal" else "command"
    )
    if said == {"lens": "school"} and who == "principal":
        said = {"lens": "command"}

    with pytest.raises(IntegrityError, match="stays as it was compiled"):
        write(person(who), mine, **said)


@pytest.mark.parametrize("who", SIGNERS)
def test_a_page_is_signed_once(who, person, school_page, command_page):
    mine = school_page if who == "principal" else command_page
    with acting_as(person(who)):
        actions.sign(mine, by=person(who))

    with pytest.raises(IntegrityError, match="stays as it was compiled"):
        write(person(who), DutyReportPage.objects.filter(pk=mine.pk), status="waiting")


@pytest.mark.parametrize("who", ["officer", "office", *SIGNERS])
def test_nobody_deletes_pages_and_answers_nor_changes_an_answer(
    who, person, school_page, command_page
):
    for each in (school_page, command_page):
        DutyReportAnswerFactory(page=each, by=person(who))

    assert not removed(person(who), DutyReportAnswer, DutyReportPage)
    assert not write(person(who), DutyReportAnswer.objects, text="Other")
