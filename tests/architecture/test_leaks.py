"""Nothing of the county next door on any page of ours; and each wall holds alone.

The same look at every page shows that looking writes nothing.
"""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps

from presentations.models import Presentation
from sro_program.core import middleware
from sro_program.core.db import acting_as_clock
from sro_program.core.exports import export
from tests.architecture.reading import read_only
from tests.architecture.routes import our_routes
from tests.architecture.saying import text_of
from tests.architecture.world import (
    EVERYONE,
    SHARED,
    address,
    arguments,
    client_of,
    make_county,
    nobodies,
)

PAGES = [route for route in our_routes() if not route.is_public]
ABOUT_A_RECORD = [route for route in PAGES if route.is_about_a_record]
CONTENT = {
    "absence",
    "entry",
    "directive",
    "of_the_school",
    "not_done",
    "goals",
    "goals_declined",
    "tilt",
    "tilt_of_the_school",
    "duty_report",
    "of_command",
    "report_page",
    "report_words",
    "report_kept",
    "review",
    "review_ended",
    "review_goal",
    "review_agreed",
    "half_of_command",
    "half_of_school",
    "said_by_command",
    "said_by_school",
    "signed_by_command",
    "signed_by_school",
    "outcome_of_command",
    "signed_half",
    "answer_to_command",
    "answer_to_school",
    "certificate",
    "lost",
    "hours",
    "training_due",
    "person",
    "plan",
    "drill",
    "drill_note",
    "finding",
    "drill_planned",
    "walk",
    "walk_answer",
    "walk_finding",
    "notice",
    "event",
    "feed",
    "feed_event",
    "reading",
    "attendance",
    "pin",
    "place_note",
    "agreement_review",
    "school_class",
    "presentation",
    "draft",
    "booked",
    "past",
    "delivered",
    "delivery",
    "advice",
    "referral",
    "concern",
    "concerned",
    "note",
    "message",
    "declined",
    "why",
    "report",
    "incident",
    "case_file",
    "being_written",
    "written_file",
    "approved",
    "charged",
    "handed_back",
    "slip",
    "involvement",
    "measure",
    "interview",
    "attachment",
    "remark",
    "submission",
    "supplement",
    "received",
    "sealing",
    "sealed_name",
}
OVERVIEWS = ("sro_program.overview.calendar", "sro_program.overview.feeds")
WALLED = CONTENT | {"invitation", "saved_view"}
"""Kinds of records behind the second wall as well."""
CONCERN = [
    *("concern.facts", "concern.quote", "concern.done", "concern.strengths"),
    *("concern.guardian_told_by", "concern.basis_reason", "why.text"),
    *("concerned.given_name", "concerned.family_name", "message.text"),
]
"""What a referral says: its sender's and its receiver's."""
REPORT = [
    *("report.child", "report.parents", "report.extent", "report.responsible"),
    "report.other",
]
CASE = [
    *("case_file.narrative", "case_file.form_number", "case_file.rms_case_number"),
    *("involvement.given_name", "involvement.family_name", "involvement.statement"),
    *("involvement.parent_told_by", "measure.note", "measure.found", "measure.reason"),
    *("measure.taken_to", "measure.consent_by", "measure.evidence_number"),
    *("interview.where", "interview.present", "interview.rights_by"),
    *("interview.parent_reason", "interview.guard_reason", "attachment.title"),
    *("remark.text", "supplement.text", "being_written.school_report"),
    "submission.text",
]
"""The police side of an incident: officers of the school and their command."""
TRAINING = [
    *("certificate.title", "certificate.number", "lost.title", "lost.lost_because"),
    *("hours.course", "hours.provider", "training_due.label"),
]
"""Of an officer's training: the officer, and the command and office of the agency."""
SEALED = [
    *("sealed_name.given_name", "sealed_name.family_name", "sealed_name.other_names"),
]
SEALING = [*SEALED, "sealing.court", "sealing.case_number", "sealing.document"]
"""A court's order is the command's; administrators read its number, and no name."""
DIRECTED = [
    *("directive.what", "directive.where", "of_the_school.what", "not_done.reason"),
    "goals_declined.reason",
]
"""Between the officer and both superiors."""
REPORTED = ["report_words.text"]
"""Beside a duty report: the officer and both superiors."""
COMMANDS_HALF = [
    *("said_by_command.words", "signed_by_command.words", "outcome_of_command.words"),
    "answer_to_command.text",
]
"""Between the officer and the command; a draft is its side's alone."""
REVIEWED = [
    *("review_goal.words", "review_goal.baseline", "review_goal.seen_by"),
    *("review_agreed.words", "review_agreed.baseline", "review_agreed.seen_by"),
    *("said_by_school.words", "signed_by_school.words", "answer_to_school.text"),
    *COMMANDS_HALF,
]
"""A review: the officer and both superiors, and not the office."""
SLIP = [
    *("slip.facts", "received.summary", "received.reporter"),
    "received.reporter_email",
]
HEADER = ["incident.school_report", *SLIP]
MASKED = [
    *("involvement.given_name", "involvement.family_name", "involvement.statement"),
    "involvement.parent_told_by",
]
PLAN = ["plan.title", "place_note.text"]
"""Rooms and doors: of the officers, their command, the principal and the district."""
CHILDREN_IN_DRILLS = ["drill_note.reaction", "drill_note.needs"]
"""Of children in a drill: the school, its officers and their command."""
UNEXPECTED = ["drill_planned.doors_missed", "drill_planned.problems"]
"""A drill that nobody shall expect: whoever keeps drills, before it was held."""
WALKS = ["walk.route", "walk.note", "walk_answer.note", "walk_finding.what"]
"""What was seen on a walk: as floor plans, and not for the office."""
NOTICES = [
    *("notice.given_name", "notice.family_name", "notice.basis"),
    *("notice.what_to_do", "notice.pick_up"),
]
"""Who does not belong, and why: the officers, their command and the principal."""
DRILLS = [
    *("drill.doors_missed", "drill.problems", "finding.what"),
    *(*CHILDREN_IN_DRILLS, *UNEXPECTED, *WALKS),
]
"""Drills: the principal, the officers, their command and office, the district."""
FEEDS = ["feed.name", "feed.address", "reading.file_name"]
"""Calendars of a school: an address may be a secret; whoever keeps the school's."""
VISITS = ["attendance.elsewhere_because"]
"""Where an officer was: the log, and so for the unit and the principal."""
NOT_A_PARTY = [*CONCERN, *REPORT, "note.text", "advice.note"]
NEVER_SHOWN = {
    "commander": [*UNEXPECTED, *CONCERN, "note.text", *MASKED, "said_by_school.words"],
    "office": [
        *(*REVIEWED, *NOT_A_PARTY, *CASE, *SLIP, *SEALING, *PLAN, *NOTICES),
        *("finding.what", *CHILDREN_IN_DRILLS, *UNEXPECTED, *WALKS),
    ],
    "officer": [
        *("note.text", "said_by_command.words", "said_by_school.words"),
        *(*MASKED, *SEALING, *FEEDS),
    ],
    "principal": [
        *COMMANDS_HALF,
        "absence.note",
        "report_kept.text",
        *NOT_A_PARTY,
        *CASE,
        *SEALING,
        *TRAINING,
    ],
    "counselor": [
        *NOTICES,
        *(*FEEDS, *VISITS),
        *DRILLS,
        *REVIEWED,
        *REPORTED,
        "report_kept.text",
        *("absence.note", "entry.note", "advice.note"),
        *(*REPORT, *CASE, *HEADER, *SEALING, *DIRECTED, *TRAINING),
        *PLAN,
    ],
    "teacher": [
        *NOTICES,
        *(*FEEDS, *VISITS),
        *DRILLS,
        *REVIEWED,
        *PLAN,
        *REPORTED,
        "report_kept.text",
        *DIRECTED,
        *SEALING,
        *TRAINING,
        *NOT_A_PARTY,
        *CASE,
        *HEADER,
        "absence.note",
        "entry.note",
        "booked.class_name",
        "booked.wishes",
    ],
    "district": [
        *NOTICES,
        *VISITS,
        *(*CHILDREN_IN_DRILLS, *UNEXPECTED),
        *REVIEWED,
        *REPORTED,
        "report_kept.text",
        *(*NOT_A_PARTY, *CASE, *HEADER, *SEALING, *DIRECTED, *TRAINING),
        *("absence.note", "entry.note", "person.given_name"),
    ],
    "administrator": [
        *NOTICES,
        *(*FEEDS, *VISITS, "event.title", "event.place_text", "feed_event.title"),
        *DRILLS,
        *REVIEWED,
        *PLAN,
        *REPORTED,
        "report_kept.text",
        *NOT_A_PARTY,
        *DIRECTED,
        *SEALED,
        *TRAINING,
        *CASE,
        *HEADER,
        "absence.note",
        "entry.note",
        "person.given_name",
        "presentation.class_name",
        "presentation.wishes",
    ],
}
"""What a role must not read even of its own county (product.md, D§2.3)."""


def tokens_of(record):
    values = (getattr(record, field.attname) for field in record._meta.concrete_fields)
    return {v for v in values if isinstance(v, str) and "token" in v.lower()}


def tokens(county, kinds=None):
    """The tokens of these kinds of records; of all that belong to the county."""
    return {
        token
        for kind, record in county.records.items()
        if (kind in kinds if kinds else kind not in SHARED)
        for token in tokens_of(record)
    }


def said_to(client, county, pages=PAGES):
    """All that the product says to someone who opens these pages, with its headers."""
    said = []
    for route in pages:
        response = client.get(address(route, arguments(route, county)))
        said.append((route.name, text_of(response) + str(response.headers)))
    return said


def leaks(said, forbidden):
    """Pages that show a forbidden token; `a-1` is in neither `a-12` nor `b-a-1`."""
    whole = {
        token: re.compile(r"(?<![\w-])" + re.escape(token) + r"(?!\d)")
        for token in forbidden
    }
    return {
        (page, token)
        for page, text in said
        for token, pattern in whole.items()
        if token in text and pattern.search(text)  # the former is quick
    }


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_files_are_looked_into(file_format):
    """A spreadsheet is packed: no token stands in its bytes."""
    file = export("List", file_format, ["Name"], [["cell-token-1"]])

    assert leaks([("list", text_of(file))], {"cell-token-1"})


@pytest.mark.parametrize("who", EVERYONE)
def test_no_page_shows_what_is_kept_from_a_role_and_looking_changes_nothing(who, db):
    """Neither anything of the county next door, nor what it does not read of ours."""
    ours, next_door = make_county(), make_county()
    client = client_of({**ours.people, **nobodies()}[who])
    elsewhere = CONTENT if who == "administrator" else None  # who keeps all accounts
    kept = [entry.split(".") for entry in NEVER_SHOWN.get(who, [])]

    with read_only():
        said = said_to(client, ours)

    assert not leaks(said, tokens(next_door, elsewhere))
    assert not leaks(said, {getattr(ours.records[kind], field) for kind, field in kept})


@pytest.mark.parametrize(
    "who", ["commander", "principal", "counselor", "teacher", "no role"]
)
def test_the_second_wall_holds_alone(who, db, monkeypatch):
    """With every `visible_to` taken out, row-level security still hides the rows."""
    for model in apps.get_models():
        rows = type(model._default_manager.all())
        if hasattr(rows, "visible_to"):
            monkeypatch.setattr(rows, "visible_to", lambda self, user: self.all())
    for user_of_it in ("presentations.listing.finding", *OVERVIEWS):
        name = f"{user_of_it}.visible_rows"
        monkeypatch.setattr(name, lambda user, reached: Presentation.objects.all())
    ours, next_door = make_county(), make_county()
    client = client_of({**ours.people, **nobodies()}[who])

    said = said_to(client, ours) + said_to(client, next_door, ABOUT_A_RECORD)

    assert not leaks(said, tokens(next_door, WALLED))


@pytest.mark.parametrize(
    "who", ["commander", "principal", "counselor", "teacher", "no role"]
)
def test_the_first_wall_holds_alone(who, db, monkeypatch):
    """With row-level security letting all pass, `visible_to` still hides the rows."""

    @contextmanager
    def nobody_in_particular(user):
        with acting_as_clock():
            yield

    monkeypatch.setattr(middleware, "acting_as", nobody_in_particular)
    ours, next_door = make_county(), make_county()
    client = client_of({**ours.people, **nobodies()}[who])

    said = said_to(client, ours) + said_to(client, next_door, ABOUT_A_RECORD)

    assert not leaks(said, tokens(next_door))
