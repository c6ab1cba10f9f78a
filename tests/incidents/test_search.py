"""The search: two texts, one door, and nobody finds what they may not read."""

from datetime import date
from functools import partial
from unicodedata import normalize

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from incidents import actions, listing
from incidents.listing import finding, paging
from incidents.models import CaseFile, Incident
from schools.models import School
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.ids import uuid7
from tests.factories.incidents import InvolvementFactory, end

LONG_GROWN = date(1990, 1, 1)
ROLES = ["officer", "commander", "office", "principal", "stranger", "other_officer"]
SPELLED = [
    "Nunez O'Brien",
    "Nuñez O’Brien",
    "NUÑEZ OʼBRIEN",
    normalize("NFD", "Nuñez O‘Brien"),
]
"""One name, as a keyboard, a phone and another system write it."""


@pytest.fixture
def fight(happened):
    """The school reports pushing; the narrative alone speaks of a knife."""
    return happened(
        serial=41,
        school_report="Two students were pushing near the lockers.",
        case_file__narrative="I found a folding knife behind the bleachers.",
        case_file__rms_case_number="RMS-7788",
    )


def found(user, *words, **wanted):
    with acting_as(user):
        choices = listing.choices_for(user)
        asked = listing.Wanted(words=words, **wanted)
        return set(listing.find(user, asked, choices))


def at_the_door(user, *words):
    """What the door itself hands out, before any wall."""
    with acting_as(user):
        keys = finding.matching(listing.Wanted(words=words))
    return set(keys.strip("{}").split(",")) - {""}


def person(request, role):
    user = request.getfixturevalue(role)
    return getattr(user, "user", user)


@pytest.mark.parametrize(
    "words",
    [
        ["push"],
        ["PUSHING", "lockers"],
        ["2026-27-0041"],
        ["0041"],
        ["2026-27-"],
        ["2026-27-0041", "lock"],
        ["the", "lockers"],
    ],
)
def test_the_header_is_found_by_number_and_words(words, fight, principal, happened):
    happened(serial=42, school_report="A phone was taken.", year=2025)

    assert found(principal, *words) == {fight}


@pytest.mark.parametrize(
    "words", [["knife"], ["folding", "bleach"], ["RMS-7788"], ["7788"]]
)
@pytest.mark.parametrize("role", ROLES)
def test_the_narrative_is_found_by_the_police_side_alone(words, role, fight, request):
    user = person(request, role)
    expected = {str(fight.pk)} if role in {"officer", "commander"} else set()

    assert at_the_door(user, *words) == expected


@pytest.mark.parametrize("words", [["the", "and"], ["'"], ["\\"], ["':*|!&"], [")"]])
def test_words_that_mean_nothing_find_nothing(words, fight, commander):
    assert found(commander, *words) == set()


def test_all_words_must_stand_in_one_text(fight, commander):
    assert found(commander, "knife", "absent") == set()
    assert found(commander, "knife", "bleachers") == {fight}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_many", [False, True])
def test_the_door_hands_out_what_the_walls_do(
    role, is_many, request, fight, happened, other_school, other_officer
):
    """A draft, a discarded one and one of another county beside it."""
    same = {"school_report": "Pushing.", "case_file__narrative": "A knife."}
    happened(**same, status="draft")
    end(happened(**same, status="draft"), "discarded")
    happened(
        **same,
        school=other_school,
        police_agency=other_school.district.police_agency,
        written_by=other_officer.user,
    )
    if is_many:
        make_wide(fight.school)
    user = person(request, role)
    with acting_as(user):
        headers = {str(one.pk) for one in Incident.objects.visible_to(user)}
        files = {str(one.pk) for one in CaseFile.objects.visible_to(user)}

    assert at_the_door(user, "pushing") == headers
    assert at_the_door(user, "knife") == files


def make_wide(school):
    """The command and the officers of this campus reach more than 50 schools."""
    School.objects.bulk_create(
        School(
            district=school.district,
            campus=school.campus,
            name=f"School {number}",
            level=School.Level.HIGH,
            grade_low=9,
            grade_high=12,
        )
        for number in range(60)
    )


def test_an_author_finds_own_reports_after_the_assignment(fight, officer):
    officer.assignments.all().delete()

    assert found(officer.user, "knife") == {fight}
    officer.in_service = False
    officer.save()
    assert at_the_door(officer.user, "knife") == set()


def test_nobody_finds_a_juvenile_by_name(fight, commander, officer):
    InvolvementFactory(incident=fight, family_name="Zimmerman", given_name="Zoe")

    assert found(commander, "Zimmerman") == found(officer.user, "Zimmerman") == set()


def test_nor_by_a_name_in_the_narrative(incident, officer, add_person):
    """Which the page masks there too; the rest of it is found as before."""
    actions.save_narrative(
        incident, by=officer.user, narrative="Zoe Zimmerman’s knife was Adam Adler’s."
    )
    child = add_person(incident, family_name="Zimmerman", given_name="Zoe")
    add_person(incident, family_name="Zill", given_name="Zelda", role="parent")
    adult = {"is_student": False, "grade": None, "role": "staff"}
    add_person(incident, family_name="Adler", given_name="Adam", **adult)
    actions.save_narrative(
        incident,
        by=officer.user,
        narrative="Zoe Zimmerman’s knife, and Zelda Zill’s, were Adam Adler’s.",
    )

    for name in ("Zimmerman", "zoe", "Zimm", "Zelda", "Zill"):
        assert at_the_door(officer.user, name) == set()
    for word in ("knife", "Adler"):
        assert at_the_door(officer.user, word) == {str(incident.pk)}

    actions.change_person(
        child, by=officer.user, is_student=False, grade=None, birth_date=LONG_GROWN
    )
    assert at_the_door(officer.user, "Zimmerman") == {str(incident.pk)}


@pytest.mark.parametrize("name", SPELLED)
@pytest.mark.parametrize("written", SPELLED)
def test_a_word_is_found_however_it_is_spelled(name, written, happened, commander):
    known = happened(case_file__narrative=f"It was {written} who called.")
    said = happened(serial=42, school_report=f"A call of {written}.")

    assert found(commander, *name.split()) == {known, said}


@pytest.mark.parametrize("name", SPELLED)
@pytest.mark.parametrize("written", [*SPELLED, "Nunez/Obrien", "nunez_x@example.org"])
def test_a_name_is_hidden_however_it_is_spelled(
    name, written, incident, officer, add_person
):
    actions.save_narrative(
        incident, by=officer.user, narrative=f"The knife of {written} lay there."
    )
    given, family = name.split()
    add_person(incident, given_name=given, family_name=family)

    for word in ["nunez", "Nuñez", "Nuñ", "O’Brien", "brien"]:
        assert at_the_door(officer.user, word) == set()
    assert at_the_door(officer.user, "knife") == {str(incident.pk)}


def test_numbers_and_addresses_are_found_by_any_part(happened, commander):
    happening = happened(
        case_file__narrative="See RMS-7788, door B/12, a.b@example.org."
    )

    for word in ["RMS-7788", "7788", "B/12", "12", "a.b@example.org", "example"]:
        assert found(commander, word) == {happening}


def test_words_are_indexed_also_where_rows_are_copied_in(db):
    """As by a replica: triggers that fire always (A)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgname = 'words'"
            " AND tgrelid = 'incidents_casefile'::regclass"
        )
        assert cursor.fetchall() == [("A",)]


def test_what_was_learned_later_is_found_by_the_police_side_alone(
    approved, officer, commander, principal
):
    add = partial(actions.add_supplement, approved, by=officer.user)
    add(record_id=uuid7(), text="The grinder was found in the locker.")
    add(record_id=uuid7(), text="Its owner is a neighbour.")

    for words in [["grinder"], ["locker", "neighbours"], ["narrative"]]:
        assert found(officer.user, *words) == {approved}
        assert found(commander, *words) == {approved}
    assert found(principal, "grinder") == set()


def test_a_name_is_hidden_in_what_was_learned_later(approved, officer):
    actions.add_supplement(
        approved, by=officer.user, record_id=uuid7(), text="Family-token had a knife."
    )

    assert at_the_door(officer.user, "family") == set()
    assert at_the_door(officer.user, "knife") == {str(approved.pk)}


def test_a_supplement_leaves_the_report_as_it_was_approved(approved, officer):
    versions = approved.case_file.history.count()

    actions.add_supplement(
        approved, by=officer.user, record_id=uuid7(), text="Seen again."
    )

    assert approved.case_file.history.count() == versions
    with (
        pytest.raises(IntegrityError, match="This report is locked"),
        acting_as_clock(),
        transaction.atomic(),
    ):
        CaseFile.objects.filter(pk=approved.pk).update(narrative="Something else.")


def test_a_name_that_is_taken_out_is_a_word_again(incident, officer, add_person):
    actions.save_narrative(
        incident, by=officer.user, narrative="A grant was spoken of."
    )
    child = add_person(incident, given_name="Grant")
    assert at_the_door(officer.user, "grant") == set()

    actions.remove_person(child, by=officer.user)

    assert at_the_door(officer.user, "grant") == {str(incident.pk)}


def test_hiding_a_name_is_no_version_of_the_case_file(incident, add_person):
    versions = CaseFile.objects.get(pk=incident.pk).history.count()

    add_person(incident)

    assert CaseFile.objects.get(pk=incident.pk).history.count() == versions


def test_the_search_looks_within_the_other_filters(
    fight, happened, commander, school, officer
):
    wanted = {
        "school": school.pk,
        "officer": officer.user.pk,
        "state": "submitted",
        "kind": "hallway",
        "place": 0,
        "outcome": "open",
        "initiated_by": "teacher",
        "conduct": "status",
        "disposition": "advised",
        "since": fight.occurred_from.date(),
        "until": fight.occurred_from.date(),
    }
    others = {
        "school": school.pk + 1,
        "officer": officer.user.pk + 1,
        "state": "approved",
        "kind": "gym",
        "place": 7,
        "outcome": "police",
        "initiated_by": "tip",
        "conduct": "public",
        "disposition": "arrest",
        "since": now().date().replace(year=2030),
        "until": now().date().replace(year=2020),
    }

    assert found(commander, "knife", **wanted) == {fight}
    for name, other in others.items():
        asked = listing.Wanted(words=("knife",), **{name: other})
        with acting_as(commander):
            assert finding.matching(asked) == "{}", name


def test_the_search_among_what_was_sent_holds_no_draft(fight, happened, commander):
    happened(status="draft", case_file__narrative="Another knife.")
    end(happened(status="draft", case_file__narrative="A knife."), "discarded")
    asked = listing.Wanted(words=("knife",), state=finding.SENT)

    with acting_as(commander):
        assert finding.matching(asked) == f"{{{fight.pk}}}"
    assert len(found(commander, "knife")) == 3


@pytest.mark.parametrize(
    ("role", "is_opened"), [("sro_app", True), ("sro_audit", False), ("public", False)]
)
def test_the_door_opens_for_the_program_alone(role, is_opened, db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege(%s, oid, 'execute') FROM pg_proc"
            " WHERE proname = 'incidents_search'",
            [role],
        )
        assert cursor.fetchall() == [(is_opened,)]


def test_what_was_erased_is_found_no_more(incident, officer):
    with acting_as(officer.user):
        actions.save_narrative(incident, by=officer.user, narrative="A folding knife.")
    assert found(officer.user, "knife") == {incident}

    with acting_as(officer.user):
        actions.discard(incident, by=officer.user)

    assert found(officer.user, "knife") == set()


def test_the_search_says_when_it_is_cut(fight, commander, sign_in, monkeypatch):
    monkeypatch.setattr(paging, "MOST_FOUND", 1)
    shown = sign_in(commander).get("/incidents/?q=knife").content.decode()

    assert paging.CUT_SEARCH in shown


def test_a_principals_page_finds_nothing_of_the_narrative(fight, principal, sign_in):
    client = sign_in(principal)

    assert fight.number in client.get("/incidents/?q=lockers").content.decode()
    assert "Nothing fits" in client.get("/incidents/?q=knife").content.decode()
