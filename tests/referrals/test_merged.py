"""Two entries of the roster, each named in a referral, that became one student."""

import pytest

from referrals import actions
from referrals.models import Concern, MandatoryReport
from schools.actions.merging import merge_people
from sro_program.core.db import acting_as, acting_as_clock
from tests.factories.schools import PersonFactory
from tests.referrals.conftest import REPORTED

NAME = {"given_name": "Given-token", "family_name": "Family-token"}


@pytest.fixture
def twins(school):
    with acting_as_clock():
        return [PersonFactory(school=school, grade=grade, **NAME) for grade in (9, 10)]


@pytest.fixture
def merged(twins, refer, principal):
    """One referral about each, and then the entries became one."""
    old, new = twins
    first = refer(report=REPORTED, reason="child_abuse")
    refer(who={"grade": 10}, reason="grief")
    merge_people(new, old, by=principal)
    first.refresh_from_db()
    return first


def test_referrals_and_reports_are_about_the_entry_that_stays(twins, merged):
    old, new = twins

    assert {concern.about for concern in Concern.objects.all()} == {new}
    assert MandatoryReport.objects.get().about == new
    was = Concern.pgh_event_model.objects.filter(pgh_obj=merged.concern)
    assert {event.about_id for event in was} == {old.pk, new.pk}


def test_the_register_keeps_what_was_shown_before(merged, officer, counselor):
    with acting_as(counselor):
        rows = actions.print_register(merged, by=counselor)

    assert [one.what for one in rows] == ["sent", "sent", "register"]


@pytest.mark.parametrize("who", ["commander", "principal", "teacher", "office"])
def test_nobody_else_reads_a_referral_because_of_it(request, who, merged):
    person = request.getfixturevalue(who)

    with acting_as_clock():
        assert not Concern.objects.visible_to(person).exists()
    with acting_as(person):
        assert not Concern.objects.exists()
