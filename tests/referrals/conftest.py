"""An officer at a school, and something to say about advice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from referrals import actions
from sro_program.accounts.models import Role
from sro_program.core.ids import uuid7
from tests.conftest import make_member
from tests.factories.referrals import AgencyFactory

GIVEN = datetime(2026, 10, 6, 14, 30, tzinfo=UTC)
"""Half past nine on a Tuesday in Kentucky's west."""


@pytest.fixture
def said(school):
    """What a form sends for a session: three taps, and the rest as it stands."""
    return {
        "school": school.pk,
        "record_id": str(uuid7()),
        "given_at": "2026-10-06T09:30",
        "with_whom": "student",
        "topics": ["law"],
        "minutes": "10",
        "outcome": "advice",
    }


@pytest.fixture
def advise(officer, school):
    """Record a session as the officer."""

    def record(**content):
        content = {
            "with_whom": "student",
            "topics": ["law"],
            "minutes": 10,
            "outcome": "advice",
            **content,
        }
        given_at = content.pop("given_at", None) or GIVEN
        return actions.record_advice(
            by=officer.user,
            school=content.pop("school", school),
            given_at=given_at,
            record_id=content.pop("record_id", None) or uuid7(),
            **content,
        )

    return record


@pytest.fixture
def agency_entry(district):
    return AgencyFactory(district=district, name="Four Rivers", services="Counseling.")


@pytest.fixture
def colleague(school):
    return make_member(Role.COUNSELOR, school, "Cora Colleague")


@pytest.fixture
def helper(district):
    """An agency that answers by mail."""
    return AgencyFactory(
        district=district, name="Lakeside Counseling", email="help@lakeside.example"
    )


@pytest.fixture
def refer(officer, school, counselor):
    """Refer a student as the officer; to the counselor unless it is said otherwise."""

    def send(**said):
        content = {
            "facts": "facts-token",
            "guardian_told": "no",
            "agrees": "yes",
            "basis": "verbal",
            **said.pop("content", {}),
        }
        who = {
            "about_kind": "student",
            "given_name": "Given-token",
            "family_name": "Family-token",
            "grade": 9,
            **said.pop("who", {}),
        }
        return actions.send(
            by=said.pop("by", officer.user),
            school=said.pop("school", school),
            record_id=said.pop("record_id", None) or uuid7(),
            who=who,
            content=content,
            **{"reason": "grief", "urgency": "three_days", "to": counselor, **said},
        )

    return send


@pytest.fixture
def referral(refer):
    return refer()


def run_out(referral):
    """Its receiver has had time enough."""
    referral.clocks.update(due_at=now() - timedelta(minutes=1))


REPORTED = {
    "answer": "reported",
    "reported_to": "hotline",
    "reported_to_name": "Intake",
    "reported_at": GIVEN,
    "intake_number": "4711",
}
"""The answer to the duty: to whom, when, under which number."""
STATUTE = {"child": "child-words", "extent": "extent-words"}
"""What the statute asks for of everything that is reported."""


@pytest.fixture
def make_counselor():
    return lambda school: make_member(Role.COUNSELOR, school)
