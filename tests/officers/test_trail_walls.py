"""The second wall alone: whom the trail tells what an officer did."""

import pytest

from officers.models import POLICE_ONLY, ActivityEntry
from sro_program.audit.log import record
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as
from tests.factories.officers import (
    AbsenceFactory,
    ActivityEntryFactory,
    BalanceGoalFactory,
    CertificateFactory,
    DirectiveFactory,
    DutyReportPageFactory,
    ReviewAnswerFactory,
    ReviewFactory,
    TiltReasonFactory,
)

OF_THE_UNIT = ["commander", "office"]


def told(user):
    """Of which kinds of records the trail tells this person."""
    with acting_as(user):
        events = AuditEvent.objects.filter(object_type__startswith="officers.")
        return set(events.values_list("object_type", flat=True))


@pytest.fixture
def happened(officer, school):
    """Something happened to a record of each kind, by the officer and by the clock."""
    here = {"officer": officer, "school": school}
    lines = [ActivityEntryFactory(**here, type=kind) for kind in sorted(POLICE_ONLY)]
    review = ReviewFactory(**here, opened_by=officer.user)
    for one in (
        *lines,
        ActivityEntryFactory(**here, type=ActivityEntry.Type.MENTORING),
        DutyReportPageFactory(
            report__officer=officer, report__school=school, lens="command"
        ),
        TiltReasonFactory(**here),
        AbsenceFactory(officer=officer),
        CertificateFactory(officer=officer),
        DirectiveFactory(**here, directed_by=officer.user),
        BalanceGoalFactory(**here, proposed_by=officer.user),
        review,
        ReviewAnswerFactory(half__review=review, school=school, half__officer=officer),
    ):
        record(officer.user, "verb", one)
        record(None, "clock", one)


@pytest.mark.parametrize("role", ["teacher", "counselor", "district_user"])
def test_of_an_officers_work_the_trail_tells_the_school_nothing(role, person, happened):
    assert told(person(role)) == set()


def test_a_principal_reads_of_what_is_theirs_to_read(principal, happened):
    assert told(principal) == {
        *("officers.directive", "officers.balancegoal", "officers.review"),
    }


@pytest.mark.parametrize("role", OF_THE_UNIT)
def test_the_unit_reads_of_what_has_a_page_with_its_story(role, person, happened):
    assert told(person(role)) >= {"officers.directive", "officers.balancegoal"}
    assert "officers.activityentry" not in told(person(role))


def test_each_reads_what_they_did_themselves(officer, happened):
    with acting_as(officer.user):
        own = AuditEvent.objects.filter(object_type="officers.activityentry")
        assert own.filter(by=officer.user).count() == len(POLICE_ONLY) + 1
        assert not own.filter(by=None).exists()
