"""The second wall alone: who writes the library and the levels of conflicts."""

import pytest

from presentations import library
from presentations.actions.levels import set_levels
from presentations.models import ConflictRule, Topic, TopicMaterial
from sro_program.core.db import acting_as
from tests.factories.presentations import TopicFactory
from tests.officers.past_verbs import refused_by_policy, removed, write

KEEPERS = ["officer", "commander", "office"]
READERS = ["teacher", "counselor", "principal", "district_user"]


@pytest.fixture
def topic(db):
    return TopicFactory(sensitive=True)


@pytest.mark.parametrize("who", READERS)
def test_who_reads_the_library_writes_nothing_in_it(who, person, topic):
    assert not write(person(who), Topic.objects, sensitive=False)
    with refused_by_policy(), acting_as(person(who)):
        TopicFactory()
    with refused_by_policy(), acting_as(person(who)):
        TopicMaterial.objects.create(topic=topic, title="x", file="x", size=1)


@pytest.mark.parametrize("who", KEEPERS)
def test_who_keeps_it_switches_a_topic_and_removes_none(who, person, topic, school):
    by = person(who)
    with acting_as(by):
        library.switch_topic(topic, by=by, version=topic.version)

    assert not removed(by, Topic, TopicMaterial)


@pytest.mark.parametrize("who", [*KEEPERS, *READERS])
def test_the_levels_are_the_districts_and_the_commanders(who, person, district):
    ConflictRule.objects.create(district=district, kind="testing", level="ignore")
    by, may = person(who), who in {"commander", "district_user"}

    assert bool(write(by, ConflictRule.objects, level="warn")) is may
    if may:
        with acting_as(by):
            set_levels(district, by=by, levels={"testing": "block"})
    else:
        assert not removed(by, ConflictRule)


@pytest.mark.parametrize("who", ["commander", "district_user"])
def test_and_of_their_own_district_alone(who, person, other_school):
    with refused_by_policy(), acting_as(person(who)):
        ConflictRule.objects.create(
            district=other_school.district, kind="testing", level="ignore"
        )
