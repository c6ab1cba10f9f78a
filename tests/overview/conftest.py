"""Talks at the school of the people in the main conftest."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from presentations.states import Status
from tests.factories.presentations import BookedFactory, PresentationFactory


@pytest.fixture
def talk(school, teacher, officer):
    """Asked for by the teacher of the same school, three weeks ahead."""
    return PresentationFactory(school=school, requested_by=teacher, officer=officer)


@pytest.fixture
def booked(school, teacher, principal, officer):
    """Signed by both, in two days."""
    starts_at = now() + timedelta(days=2)
    return BookedFactory(
        school=school,
        requested_by=teacher,
        officer=officer,
        school_signed_by=principal,
        starts_at=starts_at,
    )


@pytest.fixture
def unrecorded(school, teacher, principal, officer):
    """Given three days ago, and still only scheduled."""
    return BookedFactory(
        school=school,
        requested_by=teacher,
        officer=officer,
        school_signed_by=principal,
        starts_at=now() - timedelta(days=3),
        status=Status.SCHEDULED,
    )
