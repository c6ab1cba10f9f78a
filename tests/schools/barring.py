"""People by role, notices that are written already, and what is typed of a new one."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from sro_program.core.ids import uuid7
from tests.factories.schools import AccessNoticeFactory, PersonFactory

TODAY = date.today()
"""The doors of the database go by its own clock, so nothing here is frozen."""
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
IN_A_YEAR = TODAY + timedelta(days=365)
KEEPERS = ["officer", "commander", "principal"]
VEILED = ["counselor"]
NOBODY = ["teacher", "office", "district"]


def paper(name="ban.pdf", content=b"%PDF-1.7\n%%EOF\n"):
    return SimpleUploadedFile(name, content)


def barred(school, by, name="Dale Harmon", **said):
    """A ban of somebody who is on no roster."""
    given, _, family = name.partition(" ")
    person = said.pop("person", None) or PersonFactory(
        school=school,
        kind="visitor",
        grade=None,
        retention_class="record",
        given_name=given,
        family_name=family,
    )
    at = said.pop("at", person.school)
    return AccessNoticeFactory(person=person, school=at, written_by=by, **said)


def typed(by, **changes):
    """What a person types into the form of a new one."""
    return {
        "record_id": uuid7(),
        "person_kind": "visitor",
        "given_name": "Dale",
        "family_name": "Harmon",
        "kind": "trespass",
        "starts_on": TODAY.isoformat(),
        "ends_on": IN_A_YEAR.isoformat(),
        "what_to_do": "Do not let in. Call 911.",
        "basis": "Trespass notice served by the sheriff",
        "reviewer": by.pk,
        "document": paper(),
        **changes,
    }
