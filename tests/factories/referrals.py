"""The advisor. Each text field carries a token of its own."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from referrals.models import Advice, Agency, Topic
from tests.factories.officers import OfficerFactory
from tests.factories.schools import DistrictFactory, SchoolFactory


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    district = factory.SubFactory(DistrictFactory)
    kind = Agency.Kind.COUNSELING
    name = factory.Sequence(lambda n: f"agency-name-token-{n}")
    services = factory.Sequence(lambda n: f"agency-services-token-{n}")
    phone = factory.Sequence(lambda n: f"270-555-{n:04}")
    verified_on = factory.LazyFunction(localdate)


class AdviceFactory(DjangoModelFactory):
    class Meta:
        model = Advice

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    given_at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    with_whom = Advice.With.STUDENT
    grade = 9
    topics = factory.LazyFunction(lambda: [Topic.LAW.value])
    minutes = 10
    place_text = factory.Sequence(lambda n: f"advice-place-token-{n}")
    note = factory.Sequence(lambda n: f"advice-note-token-{n}")
    recorded_by = factory.SelfAttribute("officer.user")

    @factory.lazy_attribute
    def follow_up_on(self):
        return localdate() if self.outcome == Advice.Outcome.FOLLOW_UP else None

    outcome = Advice.Outcome.ADVICE
