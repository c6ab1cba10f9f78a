"""Where somebody's identity may stand in this wing, and in the trail below it."""

from django.db.models import Q

from schools.models import (
    AccessNotice,
    AgreementReview,
    Drill,
    DrillNote,
    FeedReading,
    Finding,
    OneRosterImport,
    Person,
    PlaceNote,
    School,
    SchoolClass,
    SchoolEvent,
    SchoolFeed,
    WalkAnswer,
    Walkthrough,
)
from sro_program.audit.models import AuditEvent, Disclosure
from sro_program.audit.sealing import Place, Subject


def _districts(subject: Subject) -> Q:
    schools = School.objects.filter(pk__in=subject.schools)
    return Q(district__in=schools.values("district"))


def _agreements(subject: Subject) -> Q:
    schools = School.objects.filter(pk__in=subject.schools)
    return Q(agreement__district__in=schools.values("district"))


def _records(subject: Subject) -> Q:
    about = AccessNotice.objects.filter(person__in=subject.people)
    notices = about.values_list("pk", flat=True)
    keys = [*subject.people, *subject.involved, *subject.incidents, *notices]
    return Q(object_id__in=[str(key) for key in keys])


PLACES = [
    Place(
        "People",
        Person,
        near=lambda subject: (
            Q(id__in=subject.people) | Q(merged_into__in=subject.people)
        ),
        identity=("given_name", "family_name", "sourced_id", "position", "sealed_at"),
    ),
    Place(
        "Access notices",
        AccessNotice,
        near=lambda subject: Q(person__in=subject.people),
        wide=lambda subject: (
            Q(school__in=subject.schools) & ~Q(person__in=subject.spared_people)
        ),
        identity=("given_name", "family_name", "born_on", "document", "sealed_at"),
        whole=("basis", "what_to_do", "pick_up", "because"),
        files=("document",),
    ),
    Place(
        "Classes",
        SchoolClass,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place("Reviews of agreements", AgreementReview, wide=_agreements),
    Place("Drills", Drill, wide=lambda subject: Q(school__in=subject.schools)),
    Place(
        "Drills: words about children",
        DrillNote,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "What is to be mended",
        Finding,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Campus memory",
        PlaceNote,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Walkthroughs",
        Walkthrough,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place(
        "Walkthroughs: what was seen",
        WalkAnswer,
        wide=lambda subject: Q(school__in=subject.schools),
    ),
    Place("School events", SchoolEvent, wide=lambda s: Q(school__in=s.schools)),
    Place("Calendars of schools", SchoolFeed, wide=lambda s: Q(school__in=s.schools)),
    Place("What calendars said", FeedReading, wide=lambda s: Q(school__in=s.schools)),
    Place("Roster imports", OneRosterImport, wide=_districts),
    Place(
        "Audit trail",
        AuditEvent,
        near=_records,
        wide=lambda subject: Q(school_id__in=subject.schools),
    ),
    Place(
        "Register of disclosures",
        Disclosure,
        near=lambda subject: Q(person__in=subject.people),
        wide=lambda subject: Q(school_id__in=subject.schools),
    ),
]
