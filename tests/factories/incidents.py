"""Police work on campus. Each text field carries a token of its own."""

from datetime import date, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from incidents.models import (
    Attachment,
    CaseFile,
    HandBack,
    Incident,
    Interview,
    Involvement,
    Measure,
    Offence,
    OffenceCode,
    ReceivedReport,
    Remark,
    SealingName,
    SealingOrder,
    Submission,
    Supplement,
)
from tests.factories.schools import SchoolFactory


class IncidentFactory(DjangoModelFactory):
    """A draft with its case file; give `written_by` and `police_agency`."""

    class Meta:
        model = Incident
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    year = 2026
    serial = factory.Sequence(lambda n: 100_000 + n)
    occurred_from = factory.LazyFunction(lambda: now() - timedelta(hours=2))
    reported_at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    initiated_by = Incident.Initiator.TEACHER
    discovered = Incident.Discovery.CALLED
    sub_place = Incident.SubPlace.HALLWAY
    school_report = factory.Sequence(lambda n: f"incident-told-token-{n}")
    case_file = factory.RelatedFactory(
        "tests.factories.incidents.CaseFileFactory", factory_related_name="incident"
    )


class CaseFileFactory(DjangoModelFactory):
    class Meta:
        model = CaseFile

    school = factory.SelfAttribute("incident.school")
    possible_crime = CaseFile.Answer.UNSURE
    school_alone = CaseFile.Alone.NO
    decided_by = CaseFile.Decider.OFFICER
    conduct = CaseFile.Conduct.STATUS_OFFENSE
    narrative = factory.Sequence(lambda n: f"incident-narrative-token-{n}")
    disposition = CaseFile.Disposition.ADVISED
    form_number = factory.Sequence(lambda n: f"incident-form-token-{n}")
    rms_case_number = factory.Sequence(lambda n: f"incident-rms-token-{n}")


class OfIncident(DjangoModelFactory):
    """What belongs to an incident."""

    class Meta:
        abstract = True

    school = factory.SelfAttribute("incident.school")


class InvolvementFactory(OfIncident):
    class Meta:
        model = Involvement

    role = Involvement.Role.SUBJECT
    given_name = factory.Sequence(lambda n: f"involved-given-token-{n}")
    family_name = factory.Sequence(lambda n: f"involved-family-token-{n}")
    is_student = True
    grade = 9
    birth_date = date(2012, 3, 4)
    is_juvenile = True
    statement = factory.Sequence(lambda n: f"involved-statement-token-{n}")
    parent_told_by = factory.Sequence(lambda n: f"involved-told-token-{n}")


class MeasureFactory(OfIncident):
    class Meta:
        model = Measure

    kind = Measure.Kind.ADVICE
    at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    note = factory.Sequence(lambda n: f"measure-note-token-{n}")
    found = factory.Sequence(lambda n: f"measure-found-token-{n}")
    reason = factory.Sequence(lambda n: f"measure-reason-token-{n}")
    taken_to = factory.Sequence(lambda n: f"measure-taken-token-{n}")
    consent_by = factory.Sequence(lambda n: f"measure-consent-token-{n}")
    evidence_number = factory.Sequence(lambda n: f"measure-evidence-token-{n}")


class InterviewFactory(OfIncident):
    class Meta:
        model = Interview

    at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    where = factory.Sequence(lambda n: f"interview-where-token-{n}")
    led_by = Interview.Leader.SRO
    purpose = Interview.Purpose.WITNESS
    present = factory.Sequence(lambda n: f"interview-present-token-{n}")
    free_to_leave = "yes"
    rights_read = "no"
    rights_by = factory.Sequence(lambda n: f"interview-rights-token-{n}")
    parent_contacted = "not"
    parent_reason = factory.Sequence(lambda n: f"interview-parent-token-{n}")
    guard_reason = factory.Sequence(lambda n: f"interview-guard-token-{n}")


class AttachmentFactory(OfIncident):
    class Meta:
        model = Attachment

    title = factory.Sequence(lambda n: f"attachment-title-token-{n}")
    file = factory.LazyFunction(
        lambda: ContentFile(b"%PDF-1.7\n%%EOF\n", name="paper.pdf")
    )
    media_type = "application/pdf"
    size = 1
    sha256 = "0" * 64
    added_by = factory.SelfAttribute("incident.written_by")


class SubmissionFactory(OfIncident):
    class Meta:
        model = Submission

    text = factory.Sequence(lambda n: f"submission-text-token-{n}")


class SupplementFactory(OfIncident):
    class Meta:
        model = Supplement

    text = factory.Sequence(lambda n: f"supplement-text-token-{n}")


class RemarkFactory(OfIncident):
    class Meta:
        model = Remark

    text = factory.Sequence(lambda n: f"remark-text-token-{n}")


class HandBackFactory(OfIncident):
    class Meta:
        model = HandBack

    facts = factory.Sequence(lambda n: f"slip-facts-token-{n}")


class ReceivedReportFactory(DjangoModelFactory):
    class Meta:
        model = ReceivedReport

    school = factory.SubFactory(SchoolFactory)
    category = ReceivedReport.Category.THREAT
    reporter = factory.Sequence(lambda n: f"received-reporter-token-{n}")
    reporter_email = factory.Sequence(lambda n: f"received-email-token-{n}@example.org")
    known_at = factory.LazyFunction(lambda: now() - timedelta(hours=2))
    reported_at = factory.LazyFunction(lambda: now() - timedelta(hours=1))
    summary = factory.Sequence(lambda n: f"received-summary-token-{n}")


class SealingOrderFactory(DjangoModelFactory):
    """Being prepared; give `police_agency` and `written_by`."""

    class Meta:
        model = SealingOrder

    court = factory.Sequence(lambda n: f"sealing-court-token-{n}")
    case_number = factory.Sequence(lambda n: f"sealing-case-token-{n}")
    ordered_on = date(2026, 11, 2)
    document = factory.Sequence(lambda n: f"sealing-document-token-{n}")


class SealingNameFactory(DjangoModelFactory):
    class Meta:
        model = SealingName

    given_name = factory.Sequence(lambda n: f"sealing-given-token-{n}")
    family_name = factory.Sequence(lambda n: f"sealing-family-token-{n}")
    other_names = factory.Sequence(lambda n: f"sealing-other-token-{n}")


def make_parts(incident):
    """One of each kind of part, by its name."""
    person = InvolvementFactory(incident=incident)
    discipline = incident.case_file.conduct == CaseFile.Conduct.MISCONDUCT
    parts = {
        "involvement": person,
        "measure": MeasureFactory(incident=incident, about=person),
        "interview": InterviewFactory(incident=incident, about=person),
        "attachment": AttachmentFactory(incident=incident),
    }
    if not discipline:
        parts["offence"] = Offence.objects.create(
            incident=incident,
            school=incident.school,
            code=OffenceCode.objects.get(code="13B"),
            about=person,
        )
    return parts


def end(incident, status, **fields):
    """It is locked from now on."""
    Incident.objects.filter(pk=incident.pk).update(status=status, **fields)
    incident.refresh_from_db()
