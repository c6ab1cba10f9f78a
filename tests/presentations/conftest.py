"""The day of these tests, and a school at which a talk can be held."""

import pytest
import time_machine

from tests.conftest import make_officer
from tests.factories.schools import SchoolFactory
from tests.presentations import scene


@pytest.fixture
def monday():
    """It is Monday, November 23, 2026, 9 in the morning; the clock goes on."""
    with time_machine.travel(scene.TODAY) as traveller:
        yield traveller


@pytest.fixture
def topic(monday, school):
    return scene.make_scene(school)


@pytest.fixture
def talk(topic, teacher, principal, officer, school):
    """Asked for by the teacher; neither side has signed."""
    return scene.ask(teacher, school, topic)


@pytest.fixture
def scheduled(topic, teacher, principal, officer, school):
    """Signed by both."""
    return scene.schedule(teacher, principal, officer, school, topic)


@pytest.fixture
def make_colleague(agency, campus):
    """Another officer who serves the same campus."""
    return lambda name: make_officer(agency, campus, name)


@pytest.fixture
def make_neighbour(campus):
    """Another school on the same campus, with the same bells."""

    def make(school):
        neighbour = SchoolFactory(campus=campus, district=school.district)
        scene.make_bells(neighbour)
        return neighbour

    return make
