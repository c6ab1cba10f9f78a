"""What a person can choose from when asking or offering."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from presentations.library import BANDS, band_of
from presentations.models import Topic
from presentations.models.topics import TopicQuerySet
from presentations.slots import Slot, periods_on
from schools.calendar import SchoolCalendar
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


def by_the_bells(school: School, slots: Collection[Slot]) -> list[Slot]:
    """These times in order, each with the name of the period that it fills, if any.

    What a form calls a time counts for nothing: whoever signs relies on the name.
    """
    if not slots:
        return []
    zone = school.district.zone
    days = {slot.starts_at.astimezone(zone).date() for slot in slots}
    calendar = SchoolCalendar.load(school, min(days), max(days))
    bells = chain.from_iterable(periods_on(calendar, on) for on in days)
    names = {(bell.starts_at, bell.ends_at): bell.name for bell in bells}
    spans = sorted({(slot.starts_at, slot.ends_at) for slot in slots})
    return [Slot(*span, names.get(span, "")) for span in spans]
