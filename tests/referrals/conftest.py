"""An officer at a school, and something to say about advice."""

from datetime import UTC, datetime

import pytest

from referrals import actions
from sro_program.core.ids import uuid7
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
