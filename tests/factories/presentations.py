"""Topics and presentations. Each text field carries a token of its own."""

from datetime import timedelta

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from presentations.models import Presentation, Topic
from presentations.states import Status
from tests.factories.officers import OfficerFactory, OfficerUserFactory
from tests.factories.schools import SchoolFactory


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
    """Asked for and not yet signed, three weeks ahead."""

    class Meta:
        model = Presentation

    status = Status.REQUESTED
    direction = Presentation.Direction.REQUEST
    kind = Presentation.Kind.CLASSROOM
    school = factory.SubFactory(SchoolFactory)
    topic = factory.SubFactory(TopicFactory)
    starts_at = factory.Sequence(lambda n: now() + timedelta(days=21, hours=n))
    ends_at = factory.LazyAttribute(lambda talk: talk.starts_at + timedelta(minutes=45))
    class_name = factory.Sequence(lambda n: f"class-name-token-{n}")
    grades = factory.LazyFunction(lambda: [9])
    staff_present = factory.Sequence(lambda n: f"staff-present-token-{n}")
    place_text = factory.Sequence(lambda n: f"place-text-token-{n}")
    wishes = factory.Sequence(lambda n: f"wishes-token-{n}")
    requested_by = factory.SubFactory(OfficerUserFactory)
    requested_at = factory.LazyFunction(now)


class BookedFactory(PresentationFactory):
    """Signed by both sides."""

    status = Status.SCHEDULED
    officer = factory.SubFactory(OfficerFactory)
    school_signed_by = factory.SelfAttribute("requested_by")
    officer_signed_by = factory.SelfAttribute("officer.user")
