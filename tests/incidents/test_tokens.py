"""Where each word of an incident appears: a table that mirrors domain.md §2.3.

A word of its own stands in every text field. Every page about incidents is opened as
every role; what is shown there is the table, no less and no more.
"""

import re

import pytest
from django.urls import reverse

from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.architecture.routes import our_routes
from tests.architecture.saying import text_of
from tests.architecture.test_leaks import tokens_of
from tests.architecture.world import (
    EVERYONE,
    address,
    arguments,
    client_of,
    make_county,
    nobodies,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
WHOLE = ["incident", "approved", "handed_back", "being_written"]
POLICE = {"commander", "officer"}
SCHOOL = {"principal", *POLICE}
HEADERS = {"office", *SCHOOL}
AUTHOR = {"officer"}
TABLE = {
    "incident.school_report": HEADERS,
    "approved.school_report": HEADERS,
    "handed_back.school_report": HEADERS,
    "being_written.school_report": POLICE,
    "slip.facts": SCHOOL,
    "received.reporter": SCHOOL,
    "received.reporter_email": SCHOOL,
    "received.summary": SCHOOL,
    "submission.text": {"commander"},
    "case_file.narrative": POLICE,
    "case_file.form_number": POLICE,
    "case_file.rms_case_number": POLICE,
    "measure.note": POLICE,
    "measure.found": POLICE,
    "measure.reason": POLICE,
    "measure.taken_to": POLICE,
    "measure.consent_by": POLICE,
    "measure.evidence_number": POLICE,
    "interview.where": POLICE,
    "interview.present": POLICE,
    "interview.rights_by": POLICE,
    "interview.parent_reason": POLICE,
    "interview.guard_reason": POLICE,
    "attachment.title": POLICE,
    "supplement.text": POLICE,
    "remark.text": POLICE,
    "involvement.given_name": set(),
    "involvement.family_name": set(),
    "involvement.statement": set(),
    "involvement.parent_told_by": set(),
    "involvement_written.given_name": AUTHOR,
    "involvement_written.family_name": AUTHOR,
    "involvement_written.statement": AUTHOR,
    "involvement_written.parent_told_by": AUTHOR,
}
"""Who is shown which field. Juveniles are masked for all but the author of a draft,
who writes their names down. A narrative as it was submitted stands on no page but that
on which the command reads what an order to seal leaves of it."""
SHOWN_ONCE = ["given_name", "family_name", "statement", "parent_told_by"]
"""What a viewing with a reason shows."""
PAGES = [
    route
    for route in our_routes()
    if route.name.startswith("incidents:") or not route.is_about_a_record
]


def said_to(county, person):
    """Every page about incidents, and every list of the product."""
    client = client_of(person)
    said = [client.get(address(one, arguments(one, county))) for one in PAGES]
    said += [
        client.get(reverse("incidents:incident", args=[county.records[kind].pk]))
        for kind in WHOLE
    ]
    said += [
        client.post(reverse("incidents:print_report", args=[county.records[kind].pk]))
        for kind in WHOLE
    ]
    notes = Notification.objects.filter(recipient=person)
    told = [f"{note.summary} {note.context}" for note in notes]
    return "\n".join([*map(text_of, said), *told])


def shows(text, county, field):
    kind, name = field.split(".")
    token = getattr(county.records[kind], name)
    return bool(re.search(re.escape(token) + r"(?!\d)", text))


@pytest.mark.parametrize("who", EVERYONE)
def test_each_role_is_shown_its_part_and_no_more(who):
    county = make_county()
    person = {**county.people, **nobodies()}[who]

    text = said_to(county, person)

    shown = {field for field in TABLE if shows(text, county, field)}
    assert shown == {field for field, roles in TABLE.items() if who in roles}


@pytest.mark.parametrize("who", sorted(POLICE))
def test_a_viewing_with_a_reason_shows_the_names_once(who):
    county = make_county()
    client = client_of(county.people[who])
    path = reverse("incidents:unmask", args=[county.records["incident"].pk])

    said = {"reason": "A parent called.", "viewing": uuid7()}
    text = client.post(path, said).content.decode()

    assert all(shows(text, county, f"involvement.{name}") for name in SHOWN_ONCE)


def test_every_text_field_is_in_the_table():
    county = make_county()
    kinds = {field.split(".")[0] for field in TABLE}
    listed = {
        getattr(county.records[k], n) for k, n in map(lambda f: f.split("."), TABLE)
    }

    assert set().union(*(tokens_of(county.records[kind]) for kind in kinds)) == listed
