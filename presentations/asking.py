"""What a person can choose from when asking or offering."""

from collections.abc import Collection
from dataclasses import dataclass

from presentations.library import BANDS, band_of
from presentations.models import Topic
from presentations.models.topics import TopicQuerySet
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import User
from sro_program.core.db import Actor


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The topics of one grade band, or for adults."""

    label: str
    topics: list[Topic]


def active_topics() -> TopicQuerySet:
    """Every topic that can be asked for."""
    return Topic.objects.active()


def link_holder(user_id: int) -> User | None:
    """The person a signed link was sent to, while the account is open."""
    return User.objects.filter(pk=user_id, is_active=True, locked_at=None).first()


def schools_as(user: Actor, roles: Collection[str]) -> SchoolQuerySet:
    """The open schools at which this person has one of these roles."""
    return School.objects.reached_as(user, *roles).open().for_list()


def topics_for(school: School) -> list[TopicGroup]:
    """What suits a school's grades, and what is for its staff and parents."""
    fitting = Topic.objects.active().for_grades(school.grade_low, school.grade_high)
    adults = Topic.objects.active().filter(for_adults=True)
    topics = list((fitting | adults).for_list())
    groups = [
        TopicGroup(band.label, [one for one in topics if band_of(one) == band])
        for band in BANDS
    ]
    return [group for group in groups if group.topics]
