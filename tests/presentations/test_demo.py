"""The demo shows every state, and can be loaded again."""

import pytest

from presentations.demo import make_presentations
from presentations.models import Presentation
from presentations.states import Status


@pytest.mark.sweep
def test_the_demo_shows_every_state_once_loaded(
    topic, teacher, principal, officer, school
):
    make_presentations(school.district)
    made = Presentation.objects.count()
    make_presentations(school.district)

    states = set(Presentation.objects.values_list("status", flat=True))
    assert states == set(Status.values)
    assert Presentation.objects.count() == made
