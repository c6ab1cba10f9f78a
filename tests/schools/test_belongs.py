"""Does this person belong here? What each role is answered, and what is noted of it."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from schools.models import AccessNotice
from sro_program.audit.models import AuditEvent, Kind
from sro_program.core.db import acting_as, acting_as_clock
from tests.factories.schools import PersonFactory, SchoolFactory
from tests.schools.barring import KEEPERS, TODAY, TOMORROW, YESTERDAY, barred
from tests.schools.pages import text, url

WHAT = "Do not let in. Call 911."


@pytest.fixture
def ask(sign_in, people):
    """Look somebody up as somebody of this role; what the page says."""

    def asked(role, said, status=200):
        page = sign_in(people[role]).post(url("belongs"), {"name": said})
        assert page.status_code == status
        return text(page)

    return asked


@pytest.fixture
def ban(school, people):
    def banned(**said):
        return barred(school, people["officer"], **{"what_to_do": WHAT, **said})

    return banned


def looked_at():
    return [
        (event.by, event.object_id)
        for event in AuditEvent.objects.filter(
            kind=Kind.READ, object_type="schools.accessnotice"
        )
    ]


# ---- What is answered -------------------------------------------------------


@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_notices_reads_until_when_and_what_to_do(role, ask, ban):
    notice = ban(ends_on=TOMORROW)

    page = ask(role, "Dale Harmon")

    assert f"Barred until {TOMORROW:%B} {TOMORROW.day}, {TOMORROW.year}" in page
    assert WHAT in page
    assert notice.basis not in page


def test_a_counselor_learns_that_there_is_one_and_whom_to_call(ask, ban):
    notice = ban()
    barred_child = ban(name="Robin Weller", kind="custody")

    page = ask("counselor", "Dale Harmon") + ask("counselor", "Robin Weller")

    assert "Barred" in page
    assert "Call the officer" in page
    assert "Ask the principal or the officer first" in page
    for secret in (WHAT, notice.pick_up, barred_child.pick_up, "until", "Custody"):
        assert secret not in page


def test_a_teacher_finds_the_staff_and_nobody_else(ask, ban, school):
    ban()
    PersonFactory(school=school, given_name="Emma", family_name="Weller")
    PersonFactory(
        school=school, kind="staff", grade=None, given_name="Ann", family_name="Bell"
    )

    assert "Belongs" in ask("teacher", "Ann Bell")
    for name in ("Dale Harmon", "Emma Weller"):
        page = ask("teacher", name)
        assert "Not known here" in page
        assert "Ask the office" in page


@pytest.mark.parametrize(
    ("kind", "answer"), [("trespass", "Not known here"), ("custody", "Belongs")]
)
def test_nobody_is_told_that_somebody_belongs_who_is_barred(
    kind, answer, ask, ban, school
):
    """A teacher is not told of notices, and must not be told the contrary either."""
    person = PersonFactory(
        school=school, kind="staff", grade=None, given_name="Ann", family_name="Bell"
    )
    ban(person=person, kind=kind)

    page = ask("teacher", "Ann Bell")

    assert answer in page
    assert ("Belongs" in page) == (answer == "Belongs")
    assert "barred" not in page.lower()


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=2)},
        {"starts_on": TODAY + timedelta(days=2)},
        {"status": "withdrawn", "because": "Sent in error"},
    ],
)
def test_who_was_barred_once_belongs_again(changes, ask, ban, school):
    person = PersonFactory(
        school=school, kind="staff", grade=None, given_name="Ann", family_name="Bell"
    )
    ban(person=person, **changes)

    assert "Belongs" in ask("teacher", "Ann Bell")


@pytest.mark.parametrize("role", ["office", "district"])
def test_who_works_without_names_asks_nothing(role, ask):
    ask(role, "Dale Harmon", status=403)


def test_a_student_belongs_with_grade_and_school(ask, school):
    PersonFactory(school=school, given_name="Emma", family_name="Weller", grade=10)

    page = ask("counselor", "Emma Weller")

    assert "Belongs" in page
    assert "Student · grade 10 · High" in page


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("trespass", "Barred until"),
        ("expulsion", "Barred until"),
        ("custody", "Conditions until"),
        ("conditional", "Conditions until"),
        ("authorised", "Belongs until"),
    ],
)
def test_each_kind_has_its_answer(kind, answer, ask, ban):
    ban(kind=kind)

    assert answer in ask("officer", "Dale Harmon")


def test_of_several_notices_the_gravest_is_the_answer(ask, ban):
    first = ban(kind="authorised")
    ban(person=first.person, kind="custody")

    page = ask("officer", "Dale Harmon")

    assert "Conditions until" in page
    assert "Belongs" not in page


def test_a_notice_about_somebody_on_the_roster_stands_with_them(ask, ban, school):
    person = PersonFactory(
        school=school, given_name="James", family_name="Weller", kind="guardian"
    )
    ban(person=person, given_name="Jim", family_name="Weller", kind="custody")

    page = ask("officer", "James Weller")

    assert page.count("Open the notice") == 1
    assert "Belongs" not in page
    assert "Parent or guardian" in page


@pytest.mark.parametrize(
    "said",
    [
        "Dale Harmon",
        "harmon dale",
        "Harmen",
        "dael harmon",
        "DALE  HÁRMON",
        "Dale B. Harmon",
        "Harmon, Dale",
    ],
)
def test_a_wrong_letter_or_another_order_is_found(said, ask, ban):
    ban()

    assert "Barred" in ask("officer", said)


@pytest.mark.parametrize("said", ["Wendy Snow", "Harper Lee", "Daniel Hartwell"])
def test_another_name_is_not(said, ask, ban):
    ban()

    assert "Not known here" in ask("officer", said)


def test_a_name_with_signs_is_found_without_them(ask, ban):
    ban(name="Seán O’Brien-Núñez")

    assert "Barred" in ask("officer", "sean obrien nunez")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "at least two letters"),
        ("D", "at least two letters"),
        ("?!… –", "at least two letters"),
        ("a" * 200, "longer than a name"),
    ],
)
def test_what_is_no_name_is_refused_in_words(said, sentence, ask, ban):
    ban()

    assert sentence in ask("officer", said, status=422)


def test_a_name_that_is_written_with_signs_on_its_letters_is_found(ask, ban):
    ban(name="सीता देवी")

    assert "Barred" in ask("officer", "सीता देवी")


def test_signs_that_leave_no_word_are_answered_as_well(ask):
    """In Unicode ʼ is a letter, and between the letters of a name it is none."""
    for said in ("Oʼ", "Dʼa", "ʼʼʼ"):
        assert "Not known here" in ask("officer", said)


@pytest.mark.parametrize(
    "said", ["100%", "'; DROP TABLE", "%Lo %Is \\", "Ωμέγα", "明美"]
)
def test_odd_signs_are_only_looked_for(said, ask):
    assert "Not known here" in ask("officer", said)


def test_namesakes_are_listed_with_what_tells_them_apart(ask, ban, school):
    for grade in (9, 11):
        PersonFactory(
            school=school, given_name="Dale", family_name="Harmon", grade=grade
        )
    ban(born_on=date(1980, 5, 3))

    page = ask("officer", "Dale Harmon")

    assert "3 people may be meant" in page
    assert page.index("Barred") < page.index("Belongs")
    for mark in ("grade 9", "grade 11", "born May 3, 1980"):
        assert mark in page


def test_the_gravest_of_those_as_close_stands_first(ask, ban, school):
    PersonFactory(school=school, given_name="Em", family_name="Weller")
    ban(name="Bartholomew Weller", kind="custody")

    page = ask("officer", "Weller")

    assert page.index("Conditions") < page.index("Belongs")
    assert "Belongs" in page


def test_many_of_the_name_never_hide_a_notice_about_somebody_of_another(
    ask, ban, school
):
    person = PersonFactory(school=school, given_name="James", family_name="Weller")
    for _ in range(25):
        ban(name="James Weller", kind="authorised")
    ban(person=person, given_name="Jim", family_name="Wellerman", kind="trespass")

    assert "Barred" in ask("officer", "James Weller")


def test_of_too_many_the_likeliest_are_shown(ask, school):
    for _ in range(15):
        PersonFactory(school=school, given_name="Dale", family_name="Harmon")

    assert "More than 12 people" in ask("officer", "Dale Harmon")


def test_who_has_left_and_who_is_only_in_a_record_is_not_found(ask, school):
    PersonFactory(
        school=school, given_name="Dale", family_name="Harmon", active_until=YESTERDAY
    )
    PersonFactory(
        school=school,
        given_name="Dale",
        family_name="Harmon",
        retention_class="record",
    )

    assert "Not known here" in ask("officer", "Dale Harmon")


# ---- Where it holds, and until when -----------------------------------------


@pytest.mark.parametrize(("is_everywhere", "answer"), [(True, 1), (False, 0)])
def test_what_holds_in_the_district_is_told_at_its_other_schools(
    is_everywhere, answer, ask, people, school
):
    other = SchoolFactory(district=school.district)
    barred(other, people["commander"], is_everywhere=is_everywhere)

    for role in ("principal", "counselor"):
        assert ("Barred" in ask(role, "Dale Harmon")) == bool(answer)


def test_nothing_is_told_of_another_district(ask, other_school, people):
    barred(other_school, people["commander"], is_everywhere=True)

    for role in (*KEEPERS, "counselor"):
        assert "Not known here" in ask(role, "Dale Harmon")


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=2)},
        {"starts_on": TODAY + timedelta(days=2)},
        {"status": "withdrawn", "because": "Sent in error"},
    ],
)
def test_what_does_not_hold_today_is_not_told(changes, ask, ban):
    ban(**changes)

    for role in ("officer", "counselor"):
        assert "Not known here" in ask(role, "Dale Harmon")


def test_it_vanishes_at_midnight_where_the_school_is(ask, ban, school):
    zone = ZoneInfo(school.district.time_zone)
    ban(ends_on=TOMORROW)
    midnight = datetime.combine(TOMORROW + timedelta(days=1), datetime.min.time(), zone)

    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        assert "Barred" in ask("officer", "Dale Harmon")
    with time_machine.travel(midnight, tick=False):
        assert "Not known here" in ask("officer", "Dale Harmon")


# ---- What is noted, and what is not kept ------------------------------------


@pytest.mark.parametrize("role", [*KEEPERS, "counselor"])
@pytest.mark.parametrize("kind", ["trespass", "custody"])
def test_a_barred_or_custody_entry_that_is_shown_is_noted_once(
    role, kind, ask, ban, people
):
    notice = ban(kind=kind)

    ask(role, "Dale Harmon")

    assert looked_at() == [(people[role], str(notice.pk))]
    assert "Harmon" not in str(AuditEvent.objects.values())


def test_who_simply_belongs_is_looked_up_without_a_note(ask, ban, school):
    PersonFactory(school=school, given_name="Emma", family_name="Weller")
    ban(kind="authorised")
    ban(name="Wendy Snow")

    ask("officer", "Emma Weller")
    ask("officer", "Dale Harmon")

    assert looked_at() == []


def test_no_browser_keeps_the_answer_and_no_address_holds_the_name(
    sign_in, people, ban
):
    ban()
    page = sign_in(people["officer"]).post(url("belongs"), {"name": "Dale Harmon"})

    assert "no-store" in page["Cache-Control"]
    asked = sign_in(people["officer"]).get(url("belongs") + "?name=Dale+Harmon")
    assert "Harmon" not in asked.text


def test_one_begins_in_the_box_and_goes_on_to_the_answer(sign_in, people, ban):
    ban()
    client = sign_in(people["officer"])

    def page(name):
        return text(client.post(url("belongs"), {"name": name}))

    def begins_in_the_box(said):
        return "autofocus" in re.search(r"<input[^>]*id_name[^>]*>", said)[0]

    assert begins_in_the_box(text(client.get(url("belongs"))))
    assert begins_in_the_box(page("?"))
    assert not begins_in_the_box(page("Dale Harmon"))
    assert 'tabindex="-1" autofocus' in page("Dale Harmon")


def test_more_matches_ask_no_more(sign_in, people, ban):
    client = sign_in(people["officer"])

    def queries():
        with connection.execute_wrapper(counted):
            client.post(url("belongs"), {"name": "Dale Harmon"})

    asked = []

    def counted(execute, sql, *args):
        asked.append(sql)
        return execute(sql, *args)

    ban()
    queries()
    asked.clear()
    queries()
    few = len(asked)
    for _ in range(4):
        ban()
    asked.clear()
    queries()

    assert len(asked) == few


# ---- The doors alone --------------------------------------------------------


def through_the_door(user, said="Dale Harmon"):
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute(
            "SELECT category, is_read FROM schools_find_notices(%s, '{}')", [said]
        )
        notices = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM schools_find_people(%s)", [said])
        return notices, cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("role", "notices", "people_found"),
    [
        *((role, [("barred", True)], 1) for role in KEEPERS),
        ("counselor", [("barred", False)], 1),
        *((role, [], 0) for role in ("teacher", "office", "district")),
    ],
)
def test_the_doors_know_who_asks(role, notices, people_found, school, people):
    with acting_as_clock():
        barred(school, people["officer"])
        PersonFactory(school=school, given_name="Dale", family_name="Harmon")

    assert through_the_door(people[role]) == (notices, people_found)


@pytest.mark.django_db(transaction=True)
def test_the_doors_tell_a_stranger_nothing(school, people, stranger):
    with acting_as_clock():
        barred(school, people["officer"])
        PersonFactory(school=school, given_name="Dale", family_name="Harmon")

    assert through_the_door(stranger) == ([], 0)
    assert AccessNotice.objects.count() == 0
