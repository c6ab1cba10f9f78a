"""The unit. Each text field carries a token of its own."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from officers.balance import PARTS
from officers.models import (
    Absence,
    ActivityEntry,
    Assignment,
    BalanceGoal,
    Certificate,
    CoverageApproval,
    Directive,
    DutyReport,
    DutyReportAnswer,
    DutyReportPage,
    EventAttendance,
    Lens,
    Officer,
    Review,
    ReviewAnswer,
    ReviewComment,
    ReviewGoal,
    ReviewHalf,
    TiltReason,
    TrainingDue,
    TrainingHours,
)
from sro_program.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.schools import CampusFactory, PoliceAgencyFactory, SchoolFactory


class OfficerUserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"officer-mail-token-{n}@example.org")
    name = factory.Sequence(lambda n: f"officer-name-token-{n}")


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    user = factory.SubFactory(OfficerUserFactory)
    police_agency = factory.SubFactory(PoliceAgencyFactory)
    badge = factory.Sequence(lambda n: f"badge-token-{n}")
    phone = factory.Sequence(lambda n: f"phone-token-{n}")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    officer = factory.SubFactory(OfficerFactory)
    campus = factory.SubFactory(CampusFactory)
    starts_on = date(2020, 8, 1)


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    officer = factory.SubFactory(OfficerFactory)
    reason = Absence.Reason.SICK
    starts_at = factory.LazyFunction(lambda: now() + timedelta(days=1))
    ends_at = factory.LazyFunction(lambda: now() + timedelta(days=2))
    note = factory.Sequence(lambda n: f"absence-note-token-{n}")
    recorded_by = factory.SelfAttribute("officer.user")


class DirectiveFactory(DjangoModelFactory):
    """Given by the command; for the school's side say `side` and `directed_by`."""

    class Meta:
        model = Directive

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    directed_by = factory.SubFactory(UserFactory)
    side = Directive.Side.COMMAND
    kind = Directive.Kind.LUNCH
    what = factory.Sequence(lambda n: f"directive-what-token-{n}")
    where = factory.Sequence(lambda n: f"directive-where-token-{n}")
    due_at = factory.LazyFunction(lambda: now() + timedelta(days=1))


class ActivityEntryFactory(DjangoModelFactory):
    class Meta:
        model = ActivityEntry

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    on = date(2026, 11, 20)
    function = ActivityEntry.Function.PRESENTATION
    type = ActivityEntry.Type.CLASSROOM
    minutes = 45
    place = factory.Sequence(lambda n: f"log-place-token-{n}")
    note = factory.Sequence(lambda n: f"log-note-token-{n}")


class CoverageApprovalFactory(DjangoModelFactory):
    class Meta:
        model = CoverageApproval

    campus = factory.SubFactory(CampusFactory)
    number = factory.Sequence(lambda n: f"approval-token-{n}")
    starts_on = date(2026, 8, 1)
    ends_on = date(2026, 12, 31)
    document = factory.Sequence(lambda n: f"approval-kept-token-{n}")


class CertificateFactory(DjangoModelFactory):
    """One that the command has confirmed."""

    class Meta:
        model = Certificate

    officer = factory.SubFactory(OfficerFactory)
    kind = Certificate.Kind.SRO_1
    number = factory.Sequence(lambda n: f"certificate-number-token-{n}")
    earned_on = date(2021, 6, 1)
    recorded_by = factory.SelfAttribute("officer.user")
    confirmed_by = factory.SelfAttribute("officer.user")


class OtherCertificateFactory(CertificateFactory):
    """One with a name of its own."""

    kind = Certificate.Kind.OTHER
    title = factory.Sequence(lambda n: f"certificate-title-token-{n}")


class TrainingHoursFactory(DjangoModelFactory):
    class Meta:
        model = TrainingHours

    officer = factory.SubFactory(OfficerFactory)
    on = date(2026, 3, 10)
    hours = Decimal(8)
    topic = TrainingHours.Topic.THREAT
    course = factory.Sequence(lambda n: f"course-token-{n}")
    provider = factory.Sequence(lambda n: f"provider-token-{n}")
    recorded_by = factory.SelfAttribute("officer.user")
    confirmed_by = factory.SelfAttribute("officer.user")


class TrainingDueFactory(DjangoModelFactory):
    class Meta:
        model = TrainingDue

    officer = factory.SubFactory(OfficerFactory)
    about = factory.Sequence(lambda n: f"about-token-{n}")
    label = factory.Sequence(lambda n: f"due-token-{n}")
    due_on = factory.LazyFunction(lambda: date.today() + timedelta(days=5))


class DutyReportFactory(DjangoModelFactory):
    """A week that was sent; its pages and answers have factories of their own."""

    class Meta:
        model = DutyReport

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    period = DutyReport.Period.WEEK
    starts_on = date(2026, 11, 16)
    ends_on = date(2026, 11, 22)
    for_school = True
    sent_at = factory.LazyFunction(now)


class DutyReportPageFactory(DjangoModelFactory):
    """What the school reads; for the command's say `lens`."""

    class Meta:
        model = DutyReportPage

    report = factory.SubFactory(DutyReportFactory)
    officer = factory.SelfAttribute("report.officer")
    school = factory.SelfAttribute("report.school")
    lens = Lens.SCHOOL
    edition = 1
    figures = factory.LazyFunction(
        lambda: {
            "good": [],
            "functions": [["advising", 30]],
            "kinds": [["mentoring", 1, 30, 2]],
            "directed": [],
            "directives": [],
            "grew": [],
            "coverage": {
                "days": 5,
                "days_without": 0,
                "minutes": 2100,
                "without": 0,
                "reasons": [],
            },
        }
    )


class DutyReportAnswerFactory(DjangoModelFactory):
    """Words of the school's beside its page."""

    class Meta:
        model = DutyReportAnswer

    page = factory.SubFactory(DutyReportPageFactory)
    report = factory.SelfAttribute("page.report")
    officer = factory.SelfAttribute("page.officer")
    school = factory.SelfAttribute("page.school")
    side = DutyReportAnswer.Side.SCHOOL
    by = factory.SubFactory(UserFactory)
    is_signature = False
    text = factory.Sequence(lambda n: f"report-answer-token-{n}")


class BalanceGoalFactory(DjangoModelFactory):
    """Proposed by the command; for agreed ones say `status` and `answered_by`."""

    class Meta:
        model = BalanceGoal

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    starts_on = date(2026, 8, 1)
    law_enforcement, presentation, advising, other = 25, 25, 25, 25
    side = Directive.Side.COMMAND
    proposed_by = factory.SubFactory(UserFactory)


class TiltReasonFactory(DjangoModelFactory):
    class Meta:
        model = TiltReason

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    month = date(2026, 11, 1)
    side = Directive.Side.COMMAND
    why = TiltReason.Why.THREATS
    recorded_by = factory.SelfAttribute("officer.user")


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    officer = factory.SubFactory(OfficerFactory)
    school = factory.SubFactory(SchoolFactory)
    year = 2026
    opened_by = factory.SubFactory(UserFactory)


class ReviewGoalFactory(DjangoModelFactory):
    """Proposed by the command; for an agreed one say `status` and who answered."""

    class Meta:
        model = ReviewGoal

    review = factory.SubFactory(ReviewFactory)
    officer = factory.SelfAttribute("review.officer")
    school = factory.SelfAttribute("review.school")
    words = factory.Sequence(lambda n: f"review-goal-token-{n}")
    baseline = factory.Sequence(lambda n: f"review-baseline-token-{n}")
    seen_by = factory.Sequence(lambda n: f"review-seen-token-{n}")
    side = Directive.Side.COMMAND
    proposed_by = factory.SubFactory(UserFactory)


class ReviewHalfFactory(DjangoModelFactory):
    """A draft of the school's; `sign` signs it."""

    class Meta:
        model = ReviewHalf

    review = factory.SubFactory(ReviewFactory)
    officer = factory.SelfAttribute("review.officer")
    school = factory.SelfAttribute("review.school")
    side = Directive.Side.SCHOOL


def sign(half, by):
    """Signed as it stands, with figures of nothing."""
    half.status, half.signed_by, half.signed_at = "signed", by, now()
    half.figures = {
        "parts": [[key, 0] for key in PARTS],
        "counts": [],
        "reports": [0, 0],
        "until": "2026-06-30",
    }
    half.save()


class ReviewAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ReviewAnswer

    half = factory.SubFactory(ReviewHalfFactory)
    school = factory.SelfAttribute("half.school")
    standard = "visible"
    seen = "wants_work"
    words = factory.Sequence(lambda n: f"review-answer-token-{n}")


class ReviewCommentFactory(DjangoModelFactory):
    class Meta:
        model = ReviewComment

    half = factory.SubFactory(ReviewHalfFactory)
    school = factory.SelfAttribute("half.school")
    by = factory.SelfAttribute("half.officer.user")
    text = factory.Sequence(lambda n: f"review-comment-token-{n}")


class EventAttendanceFactory(DjangoModelFactory):
    """Was there for an hour; say who, and at which event."""

    class Meta:
        model = EventAttendance

    school = factory.LazyAttribute(lambda attendance: attendance.event.school)
    status = "attended"
    minutes = 60
    elsewhere_because = factory.Sequence(lambda n: f"attendance-token-{n}")
