"""Topics and presentations. Each text field carries a token of its own."""

from datetime import datetime, timedelta

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from presentations.models import Presentation, Topic
from presentations.states import Status
from tests.factories.officers import OfficerFactory, OfficerUserFactory
from tests.factories.schools import SchoolFactory

FIRST_HOUR, HOURS, WEEKS = 8, 6, 12


def a_school_hour(n: int) -> datetime:
    """An hour of a school day about three weeks ahead, whatever day today is.

    Those with neighbouring numbers are different ones.
    """
    lessons, hour = divmod(n % (5 * HOURS * WEEKS), HOURS)
    weeks, weekday = divmod(lessons, 5)
    day = now() + timedelta(days=21)
    day += timedelta(weeks=weeks, days=weekday - day.weekday() + 7)
    return day.replace(hour=FIRST_HOUR + 6 + hour, minute=0, second=0, microsecond=0)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    title = factory.Sequence(lambda n: f"topic-token-{n}")
    summary = factory.Sequence(lambda n: f"summary-token-{n}")
    objectives = factory.Sequence(lambda n: f"objectives-token-{n}")
    outline = factory.Sequence(lambda n: f"outline-token-{n}")
    grade_low = 9
    grade_high = 12


class PresentationFactory(DjangoModelFactory):
    """Asked for and not yet signed, at least three weeks ahead."""

    class Meta:
        model = Presentation

    status = Status.REQUESTED
    direction = Presentation.Direction.REQUEST
    kind = Presentation.Kind.CLASSROOM
    school = factory.SubFactory(SchoolFactory)
    topic = factory.SubFactory(TopicFactory)
    starts_at = factory.Sequence(a_school_hour)
    ends_at = factory.LazyAttribute(lambda talk: talk.starts_at + timedelta(minutes=45))
    class_name = factory.Sequence(lambda n: f"class-name-token-{n}")
    grades = factory.LazyFunction(lambda: [9])
    staff_present = factory.Sequence(lambda n: f"staff-present-token-{n}")
    place_text = factory.Sequence(lambda n: f"place-text-token-{n}")
    wishes = factory.Sequence(lambda n: f"wishes-token-{n}")
    requested_by = factory.SubFactory(OfficerUserFactory)
    requested_at = factory.LazyAttribute(
        lambda talk: None if talk.status == Status.DRAFT else now()
    )


class BookedFactory(PresentationFactory):
    """Signed by both sides."""

    status = Status.SCHEDULED
    officer = factory.SubFactory(OfficerFactory)
    school_signed_by = factory.SelfAttribute("requested_by")
    officer_signed_by = factory.SelfAttribute("officer.user")
