"""The advisor. Each text field carries a token of its own."""

from datetime import timedelta

import factory
from django.utils.timezone import localdate, now
from factory.django import DjangoModelFactory

from referrals.models import (
    Advice,
    Agency,
    Concern,
    MandatoryReport,
    Message,
    Note,
    Referral,
    Topic,
)
from tests.factories.officers import OfficerFactory
from tests.factories.schools import DistrictFactory, PersonFactory, SchoolFactory


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


class ConcernFactory(DjangoModelFactory):
    class Meta:
        model = Concern

    school = factory.SubFactory(SchoolFactory)
    about = factory.SubFactory(PersonFactory, school=factory.SelfAttribute("..school"))
    about_kind = Concern.About.STUDENT
    facts = factory.Sequence(lambda n: f"concern-facts-token-{n}")
    quote = factory.Sequence(lambda n: f"concern-quote-token-{n}")
    done = factory.Sequence(lambda n: f"concern-done-token-{n}")
    strengths = factory.Sequence(lambda n: f"concern-strengths-token-{n}")
    guardian_told = Concern.Told.YES
    guardian_told_by = factory.Sequence(lambda n: f"concern-told-token-{n}")
    agrees = Concern.Told.YES
    basis = Concern.Basis.OVERRIDE
    basis_reason = factory.Sequence(lambda n: f"concern-basis-token-{n}")


class ReferralFactory(DjangoModelFactory):
    """Sent; give `to_counselor` or `to_agency`, and `referred_by`."""

    class Meta:
        model = Referral

    school = factory.SubFactory(SchoolFactory)
    handed_on_by = factory.SelfAttribute("referred_by")
    concern = factory.SubFactory(
        ConcernFactory,
        school=factory.SelfAttribute("..school"),
        written_by=factory.SelfAttribute("..referred_by"),
    )
    reason = Topic.GRIEF
    urgency = Referral.Urgency.THREE_DAYS
    sent_at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    due_at = factory.LazyFunction(lambda: now() + timedelta(days=3))


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = Note

    school = factory.SelfAttribute("referral.school")
    text = factory.Sequence(lambda n: f"referral-note-token-{n}")


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    school = factory.SelfAttribute("referral.school")
    text = factory.Sequence(lambda n: f"referral-message-token-{n}")


class MandatoryReportFactory(DjangoModelFactory):
    class Meta:
        model = MandatoryReport

    as_officer = True
    school = factory.SelfAttribute("concern.school")
    about = factory.SelfAttribute("concern.about")
    known_at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    child = factory.Sequence(lambda n: f"report-child-token-{n}")
    parents = factory.Sequence(lambda n: f"report-parents-token-{n}")
    extent = factory.Sequence(lambda n: f"report-extent-token-{n}")
    responsible = factory.Sequence(lambda n: f"report-responsible-token-{n}")
    other = factory.Sequence(lambda n: f"report-other-token-{n}")
