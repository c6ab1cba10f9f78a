"""Where somebody's identity may stand in this wing, and in what its people are told."""

from django.db.models import Q, QuerySet

from officers.models import (
    Absence,
    ActivityEntry,
    BalanceGoal,
    Certificate,
    Directive,
    DutyReportAnswer,
    EventAttendance,
    Officer,
    ReviewAnswer,
    ReviewComment,
    ReviewGoal,
    TrainingDue,
    TrainingHours,
)
from schools.models import School
from sro_program.accounts.models import Membership, SavedView, User
from sro_program.audit.sealing import Place, Subject
from sro_program.notifications.models import Notification


def _officers(subject: Subject) -> QuerySet[Officer]:
    """Of the agency, whether or not they serve today."""
    schools = School.objects.filter(pk__in=subject.schools)
    return Officer.objects.filter(
        police_agency__in=schools.values("district__police_agency")
    )


def _accounts(subject: Subject) -> QuerySet[User]:
    """Everybody who has ever had a role with the agency or at its schools."""
    schools = School.objects.filter(pk__in=subject.schools)
    held = Membership.objects.filter(
        Q(school__in=subject.schools)
        | Q(district__in=schools.values("district"))
        | Q(police_agency__in=schools.values("district__police_agency"))
    )
    there = Q(pk__in=held.values("user")) | Q(pk__in=_officers(subject).values("user"))
    return User.objects.filter(there)


def _of_the_unit(subject: Subject) -> Q:
    """Rows about officers of the agency."""
    return Q(officer__in=_officers(subject).values("pk"))


def _about_the_records(subject: Subject) -> Q:
    """Messages that lead to one of the incidents."""
    found = Q(pk__in=[])
    for key in subject.incidents:
        found |= Q(url__contains=str(key))
    return found


PLACES = [
    Place(
        "Activity log",
        ActivityEntry,
        near=lambda subject: Q(source_id__in=subject.incidents),
        wide=lambda subject: (
            Q(school__in=subject.schools) & ~Q(source_id__in=subject.spared)
        ),
    ),
    Place(
        "School events attended",
        EventAttendance,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Directives to officers",
        Directive,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Words beside duty reports",
        DutyReportAnswer,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Goals for the balance of work",
        BalanceGoal,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Reviews of officers: goals",
        ReviewGoal,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Reviews of officers: both halves",
        ReviewAnswer,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Reviews of officers: answers",
        ReviewComment,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Absences of officers",
        Absence,
        wide=_of_the_unit,
    ),
    Place("Certificates of officers", Certificate, wide=_of_the_unit),
    Place("Training of officers", TrainingHours, wide=_of_the_unit),
    Place("Training of officers: what is due", TrainingDue, wide=_of_the_unit),
    Place(
        "Messages and mails, waiting and sent",
        Notification,
        near=_about_the_records,
        wide=lambda subject: Q(recipient__in=_accounts(subject).values("pk")),
    ),
    Place(
        "Saved searches",
        SavedView,
        wide=lambda subject: Q(user__in=_accounts(subject).values("pk")),
    ),
]
