"""A child whose name stands in every text of every wing, and how it is sealed."""

import zlib
from datetime import date

from django.core.files.base import ContentFile
from django.db import models

from incidents import actions
from incidents.findings import look
from incidents.models import HandBack, Involvement, Submission
from incidents.sealing import namesakes_of
from officers.models import ReviewAnswer, ReviewComment, ReviewGoal
from schools.models import Person
from sro_program.audit.log import disclose, record
from sro_program.audit.models import Disclosure
from sro_program.audit.sealing import PLACES, texts_of
from sro_program.core.db import acting_as
from sro_program.core.ids import uuid7
from tests.factories import incidents as police
from tests.factories import officers as unit
from tests.factories import presentations as talks
from tests.factories import referrals as helping
from tests.factories.notifications import NotificationFactory
from tests.factories.schools import AccessNoticeFactory, PersonFactory

GIVEN, FAMILY, NICKNAME = "Zebulon", "Quartermain", "Zebby"
BORN = date(2011, 5, 6)
NAME = f"{GIVEN} {FAMILY}"
MOTHER = "Wilhelmina"
SAID = f"{NAME.upper()}, called {NICKNAME}, born 5/6/2011. {FAMILY}, {GIVEN}. {GIVEN}’s"
TOKENS = (GIVEN, FAMILY, NICKNAME, MOTHER, "5/6/2011", "2011-05-06")
"""What no dump may hold afterwards, in whatever case."""
ROOMY = 60
"""Columns in which a full name has room; numbers and words are shorter."""
CODES = {"media_type", "object_type", "object_id", "template", "url", "link_route"}
HELD = {"name": {"given_name": GIVEN, "family_name": FAMILY, "birth_date": BORN}}
PAPER = {
    "court": "Calloway District Court, juvenile session",
    "case_number": "26-J-00123",
    "ordered_on": date(2026, 11, 2),
    "document": "Safe, folder 12",
}


def child_in(incident, **said):
    """The child's row in a report."""
    content = {"given_name": GIVEN, "family_name": FAMILY, "birth_date": BORN, **said}
    return police.InvolvementFactory(incident=incident, **content)


def pdf(text):
    """A PDF that says it in a compressed stream."""
    packed = zlib.compress(f"({text}) Tj".encode())
    return b"%PDF-1.7\nstream\n" + packed + b"\nendstream\n%%EOF\n"


def write_everywhere(incident, school, officer, counselor):
    """One row of each kind, with the name in each of its texts, history included."""
    child = child_in(incident)
    police.InvolvementFactory(
        incident=incident,
        role=Involvement.Role.PARENT,
        given_name=MOTHER,
        family_name=FAMILY,
        is_student=False,
        is_juvenile=False,
        grade=None,
        birth_date=None,
    )
    other = police.InvolvementFactory(incident=incident, given_name="Ann")
    police.MeasureFactory(incident=incident, about=child)
    police.InterviewFactory(incident=incident, about=child)
    police.AttachmentFactory(incident=incident)
    by = {"incident": incident, "written_by": officer.user}
    for factory in (police.SupplementFactory, police.RemarkFactory):
        factory(**by)
    Submission.objects.create(**by, school=school, text="It was so.")
    police.HandBackFactory(incident=incident, facts=f"{NAME} {SAID}")
    at = {"school": school, "police_agency": school.district.police_agency}
    police.ReceivedReportFactory(**at, incident=incident, taken_by=officer.user)
    _write_in_other_wings(incident, school, officer, counselor)
    _name_in_each_text()
    return {"child": child, "other": other}


def _write_in_other_wings(incident, school, officer, counselor):
    person = PersonFactory(school=school, given_name=GIVEN, family_name=FAMILY)
    AccessNoticeFactory(
        person=person,
        written_by=officer.user,
        document=ContentFile(pdf(NAME), name="paper.pdf"),
        status="withdrawn",
        because="Sent in error",
    )
    unit.AbsenceFactory(officer=officer)
    unit.ActivityEntryFactory(
        officer=officer, school=school, source_kind="incident", source_id=incident.pk
    )
    _write_in_a_review(school, officer, counselor)
    talks.PresentationFactory(school=school, requested_by=counselor)
    helping.AdviceFactory(officer=officer, school=school)
    referral = helping.ReferralFactory(
        school=school,
        to_counselor=counselor,
        referred_by=officer.user,
        concern__about=person,
    )
    helping.NoteFactory(referral=referral, written_by=counselor)
    helping.MessageFactory(referral=referral, written_by=counselor)
    helping.MandatoryReportFactory(concern=referral.concern, written_by=officer.user)
    NotificationFactory(recipient=counselor, context={"text": SAID})
    record(officer.user, "unmask", incident, why=f"The mother of {NAME} called.")
    disclose(
        officer.user,
        Disclosure.What.SENT,
        referral,
        person_id=person.pk,
        to_whom=f"Aunt of {NAME}",
        basis="Agreed",
    )


def _write_in_a_review(school, officer, by):
    """Signed and answered, so that nobody changes it any more."""
    said = f"{NAME} {SAID}"
    review = unit.ReviewFactory(officer=officer, school=school, opened_by=by)
    unit.ReviewGoalFactory(
        review=review, proposed_by=by, words=said, baseline=said, seen_by=said
    )
    half = unit.ReviewHalfFactory(review=review)
    unit.ReviewAnswerFactory(half=half, words=said)
    unit.sign(half, by)
    unit.ReviewCommentFactory(half=half, text=said)


LOCKED = {Person, HandBack, ReviewGoal, ReviewAnswer, ReviewComment}
"""What nobody changes later holds the name from the beginning."""


def _name_in_each_text():
    """The columns themselves say which they are, so that none is forgotten."""
    for model in {place.model for place in PLACES} - LOCKED:
        fields = [model._meta.get_field(name) for name in texts_of(model)]
        roomy = {
            field.name: f"{NAME} {SAID}"[: field.max_length or 400]
            for field in fields
            if not isinstance(field, models.JSONField)
            and (field.max_length or 400) >= ROOMY
            and field.name not in CODES
            and field.name not in ("given_name", "family_name", "to_whom", "basis")
        }
        if roomy and model._meta.app_label != "audit":
            model._base_manager.update(**roomy)


def add_files(incident):
    """One that says it in its compressed text, one in its title, one not at all."""
    return [
        police.AttachmentFactory(
            incident=incident, title=title, file=ContentFile(content, name="paper.pdf")
        )
        for title, content in (
            ("A letter", pdf(f"Dear {NAME}")),
            (f"{GIVEN}_{FAMILY}.pdf", pdf("A form")),
            ("The hallway", pdf("A plan")),
        )
    ]


def begin(commander, agency, **name):
    said = {**HELD["name"], "other_names": NICKNAME, **name}
    return actions.begin_sealing(
        by=commander, police_agency=agency, record_id=uuid7(), name=said, **PAPER
    )


def choose_all(order, commander):
    """Everybody who bears the name and birth date, and the parents."""
    found = namesakes_of(order, order.name)
    return actions.choose_sealed(
        order,
        by=commander,
        involved=found.same & set(found.involved),
        people=found.same & set(found.people),
        attachments=[],
        other_names=NICKNAME,
    )


def confirm(order, commander):
    return actions.confirm_sealing(order, by=commander, mark=look(order).mark)


def seal(order, person):
    """As this person, whom the database asks for as well."""
    with acting_as(person):
        return actions.seal(order, by=person)
