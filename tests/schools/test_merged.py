"""Two entries were merged: nothing is lost, and nobody is there twice."""

import re
from datetime import date
from functools import partial
from threading import Event, Thread

import pytest
from django.db import connection

from schools import duplicates
from schools.actions.merging import FASTER, merge_people, tell_apart
from schools.actions.people import name_person
from schools.models import AccessNotice, Namesakes, Person, SchoolClass
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import RuleBroken
from tests.factories.schools import (
    AccessNoticeFactory,
    SchoolClassFactory,
    SchoolFactory,
)
from tests.schools.barring import typed
from tests.schools.pages import text, url


@pytest.fixture
def twins(enrolled):
    return enrolled(sourced_id="old", grade=9), enrolled(sourced_id="new", grade=10)


@pytest.fixture
def merged(twins, people):
    """The old entry, out of sight, and the one that stays."""
    old, new = twins
    merge_people(new, old, by=people["principal"])
    return old, new


# ---- Once merged, one person ------------------------------------------------


def test_a_notice_for_the_entry_out_of_sight_is_for_the_person(
    sign_in, people, school, merged
):
    old, new = merged
    by = people["principal"]
    form = {
        name: said
        for name, said in typed(by, kind="custody", pick_up="The mother").items()
        if name not in {"person_kind", "given_name", "family_name"}
    }

    page = sign_in(by).post(f"{url('add_notice', school.pk)}?person={old.pk}", form)

    assert page.status_code == 302
    assert AccessNotice.objects.get().person == new


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_about_the_entry_that_stays(people, school, twins):
    old, new = twins
    named, merged = Event(), Event()

    def write():
        with acting_as(people["officer"]):
            person = name_person(
                school, kind="student", given_name="Ann", family_name="Lee", grade=9
            )
            named.set()
            merged.wait(1)
            with acting_as_clock():
                SchoolClassFactory(school=school, teacher=person)
        connection.close()

    writing = Thread(target=write)
    writing.start()
    named.wait()
    with acting_as(people["principal"]):
        merge_people(new, old, by=people["principal"])
    merged.set()
    writing.join()

    with acting_as_clock():
        assert SchoolClass.objects.get().teacher == new


def test_entries_out_of_sight_take_no_place_in_the_answer(
    sign_in, people, school, enrolled
):
    kept = enrolled()
    for _ in range(20):
        merge_people(kept, enrolled(), by=people["commander"])
    enrolled(given="Anne")

    page = text(sign_in(people["officer"]).post(url("belongs"), {"name": "Ann Lee"}))

    assert page.count("<article") == 2
    assert "Anne Lee" in page


# ---- In two windows ---------------------------------------------------------


@pytest.mark.parametrize("verb", ["merge", "tell_apart"])
def test_a_second_window_says_that_they_are_merged(verb, sign_in, people, merged):
    old, new = merged
    client = sign_in(people["principal"])

    page = client.post(
        url(verb, new.school_id, old.pk, new.pk), {"kept": str(new.pk)}, follow=True
    )

    assert page.status_code == 200
    assert FASTER in text(page)
    assert not Namesakes.objects.exists()


# ---- Two dates of birth -----------------------------------------------------


def test_dates_that_one_does_not_read_stop_it_and_are_not_told(people, school, twins):
    old, new = twins
    away = SchoolFactory(campus__district=school.campus.district)
    for person, kind, born in (
        (old, "custody", date(2010, 3, 1)),
        (new, "trespass", date(2011, 4, 2)),
    ):
        moved = AccessNoticeFactory(
            person=person, kind=kind, written_by=people["officer"], born_on=born
        )
        AccessNotice.objects.filter(pk=moved.pk).update(school=away)

    with pytest.raises(RuleBroken, match="these are two people") as refusal:
        merge_people(new, old, by=people["principal"])

    assert "2010" not in refusal.value.sentence


# ---- Told apart -------------------------------------------------------------


def test_who_was_told_apart_by_mistake_can_be_merged(sign_in, people, school, twins):
    old, new = twins
    client = sign_in(people["principal"])
    tell_apart(old, new, by=people["commander"])

    page = text(client.get(url("duplicates", school.pk)))
    again = url("merge", school.pk, old.pk, new.pk)

    assert "Told apart" in page
    assert people["commander"].name in page
    assert again in page
    client.post(again, {"kept": str(new.pk)})
    assert "Told apart" not in text(client.get(url("duplicates", school.pk)))
    assert list(Person.objects.current().filter(family_name="Lee")) == [new]


def test_who_is_told_apart_from_an_entry_is_told_apart_from_the_person(
    people, school, twins, enrolled
):
    old, new = twins
    third = enrolled(grade=11)
    by = people["principal"]
    tell_apart(old, third, by=people["commander"])

    merge_people(new, old, by=by)

    assert not duplicates.pairs_at(by, school)
    told = Namesakes.objects.get(one__in=[new, third], other__in=[new, third])
    assert told.said_by == people["commander"]


# ---- Many of them -----------------------------------------------------------


def test_many_told_apart_hide_nobody(people, school, enrolled, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_PEOPLE", 4)
    by = people["principal"]
    for family in ("Abel", "Baker"):
        tell_apart(enrolled(family=family), enrolled(family=family), by=by)
    last = {enrolled(family="Zorn"), enrolled(family="Zorn")}

    (pair,) = duplicates.pairs_at(by, school)

    assert {pair.one, pair.other} == last


def test_the_page_says_that_more_are_to_come(
    sign_in, people, school, enrolled, monkeypatch, queries_of
):
    client, page = sign_in(people["principal"]), url("duplicates", school.pk)
    for _ in range(3):
        enrolled()
    few = queries_of(client, page)
    assert "first" not in text(client.get(page))
    monkeypatch.setattr(duplicates, "MOST", 2)

    assert "These are the first 2" in text(client.get(page))
    assert queries_of(client, page) == few


def test_what_is_told_apart_asks_no_more(sign_in, people, school, enrolled, queries_of):
    client, page = sign_in(people["principal"]), url("duplicates", school.pk)
    apart = partial(tell_apart, by=people["principal"])
    apart(enrolled(), enrolled())
    few = queries_of(client, page)
    for _ in range(3):
        apart(enrolled(family="More"), enrolled(family="More"))

    assert queries_of(client, page) == few


@pytest.mark.parametrize("reader", ["principal", "commander"])
def test_who_was_merged_stands_on_the_page_with_who_said_so(
    reader, sign_in, people, school, merged, enrolled
):
    """Also when what stayed was merged in turn."""
    last = enrolled(sourced_id="newest", grade=11)
    merge_people(last, merged[1], by=people["commander"])

    page = text(sign_in(people[reader]).get(url("duplicates", school.pk)))
    page = " ".join(re.sub("<[^>]+>", " ", page).split())

    stays = "is now: Ann Lee, Student, grade 11, roster id newest"
    assert f"Ann Lee, Student, grade 9, roster id old {stays} Principal" in page
    assert f"Ann Lee, Student, grade 10, roster id new {stays} Commander" in page


def test_what_is_merged_asks_no_more(sign_in, people, school, enrolled, queries_of):
    client, page = sign_in(people["principal"]), url("duplicates", school.pk)
    merge_people(enrolled(), enrolled(), by=people["principal"])
    few = queries_of(client, page)
    for name in ("Bea", "Cal", "Dee"):
        merge_people(enrolled(name), enrolled(name), by=people["principal"])

    assert queries_of(client, page) == few
