"""Two entries of a roster that are one person, and two people of one name."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from schools.actions import merging as actions
from schools.actions.people import name_person
from schools.models import AccessNotice, Namesakes, Person
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from tests.factories.schools import (
    AccessNoticeFactory,
    NamesakesFactory,
    SchoolClassFactory,
    SchoolFactory,
)
from tests.schools.pages import text, url
from tests.threads import as_, together

MERGERS = ["commander", "principal"]
NOBODY = ["officer", "office", "district", "counselor", "teacher"]


@pytest.fixture
def twins(enrolled):
    return enrolled(sourced_id="old"), enrolled(given="ann", sourced_id="new")


def noticed(person, by, **said):
    with acting_as_clock():
        return AccessNoticeFactory(person=person, written_by=by, **said)


# ---- Merging ----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", MERGERS)
def test_what_names_one_entry_names_the_other_from_then_on(role, people, twins):
    old, new = twins
    notice = noticed(old, people["officer"])
    with acting_as_clock():
        taught = SchoolClassFactory(school=old.school, teacher=old)

    with acting_as(people[role]):
        actions.merge_people(new, old, by=people[role])

    with acting_as_clock():
        notice.refresh_from_db()
        taught.refresh_from_db()
        old.refresh_from_db()
        assert notice.person == taught.teacher == old.merged_into == new
        assert list(Person.objects.current().filter(family_name="Lee")) == [new]
        event = AuditEvent.objects.get(verb="merge_people")
        assert (event.by, event.detail["other"]) == (people[role], str(old.pk))


@pytest.mark.parametrize("role", NOBODY)
def test_nobody_else_merges_or_tells_apart(role, sign_in, people, school, twins):
    for act in (actions.merge_people, actions.tell_apart):
        with pytest.raises(NotAllowed):
            act(*twins, by=people[role])
    client, keys = sign_in(people[role]), [one.pk for one in twins]

    assert client.get(url("duplicates", school.pk)).status_code == 403
    assert client.get(url("merge", school.pk, *keys)).status_code == 403
    assert client.post(url("tell_apart", school.pk, *keys)).status_code == 403


def test_what_was_merged_before_follows(people, enrolled):
    first, second, third = (enrolled() for _ in range(3))
    actions.merge_people(second, first, by=people["principal"])

    actions.merge_people(third, second, by=people["principal"])

    assert set(third.merged.all()) == {first, second}


def test_a_record_names_the_entry_that_stays(people, school, twins):
    old, new = twins
    named = partial(
        name_person,
        school,
        kind="student",
        given_name="Ann",
        family_name="Lee",
        grade=new.grade,
    )
    with pytest.raises(RuleBroken, match="More than one student"):
        named()

    actions.merge_people(new, old, by=people["commander"])

    assert named() == new


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "staff", "grade": None}, "Entries of one kind"),
        ({"given": "Anna"}, "different names"),
    ],
)
def test_two_who_differ_are_not_merged(said, sentence, people, enrolled):
    kept, other = enrolled(), enrolled(**said)

    with pytest.raises(RuleBroken, match=sentence):
        actions.merge_people(kept, other, by=people["principal"])


def test_one_is_not_merged_with_oneself_or_with_somebody_elsewhere(
    people, school, enrolled
):
    here = enrolled()
    away = enrolled(school=SchoolFactory(campus=school.campus))
    for other, sentence in ((here, "two different"), (away, "different schools")):
        with pytest.raises(RuleBroken, match=sentence):
            actions.merge_people(here, other, by=people["commander"])
    with pytest.raises(RuleBroken, match="different schools"):
        actions.tell_apart(here, away, by=people["commander"])


def test_two_dates_of_birth_are_two_people(sign_in, people, twins):
    old, new = twins
    noticed(old, people["officer"], born_on=date(2010, 3, 1))
    noticed(new, people["officer"], born_on=date(2011, 4, 2))
    client = sign_in(people["principal"])

    refused = client.post(
        url("merge", old.school_id, old.pk, new.pk), {"kept": str(new.pk)}
    )

    assert refused.status_code == 422
    assert "March 1, 2010" in text(refused)
    assert Person.objects.filter(merged_into=None, family_name="Lee").count() == 2


def test_one_date_of_birth_and_none_may_be_one_person(people, twins):
    old, new = twins
    noticed(old, people["officer"], born_on=date(2010, 3, 1))

    actions.merge_people(new, old, by=people["principal"])

    assert AccessNotice.objects.get().person == new


def test_notices_that_would_overlap_stop_it_and_nothing_is_half_done(people, twins):
    old, new = twins
    for person in twins:
        noticed(person, people["officer"])

    with pytest.raises(RuleBroken, match="in that time already"):
        actions.merge_people(new, old, by=people["principal"])

    old.refresh_from_db()
    assert old.merged_into is None
    assert set(AccessNotice.objects.values_list("person", flat=True)) == {
        *(old.pk, new.pk),
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_that_somebody_was_faster(people, twins):
    old, new = twins
    by = people["principal"]
    said = together(
        [
            as_(by, actions.merge_people, new, old),
            as_(by, actions.merge_people, old, new),
        ]
    )

    assert [one for one in said if one] == [actions.FASTER]
    with acting_as_clock():
        assert Person.objects.exclude(merged_into=None).count() == 1


def test_merged_before_it_is_not_merged_again(people, twins):
    old, new = twins
    actions.merge_people(new, old, by=people["principal"])

    with pytest.raises(WrongState, match="merged already"):
        actions.merge_people(new, old, by=people["principal"])


# ---- The database -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*MERGERS, *NOBODY])
def test_each_wall_alone_shows_who_was_told_apart(role, people, twins):
    with acting_as_clock():
        actions_by = people["principal"]
        NamesakesFactory(one=twins[0], other=twins[1], said_by=actions_by)

    with acting_as(people[role]):
        second = Namesakes.objects.count()
    with acting_as_clock():
        first = Namesakes.objects.visible_to(people[role]).count()

    assert first == second == int(role in MERGERS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*MERGERS, *NOBODY])
def test_nobody_merges_by_sql(role, people, twins):
    old, new = twins
    with acting_as(people[role]), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE schools_person SET merged_into_id = %s WHERE id = %s",
            [new.pk, old.pk],
        )
        assert cursor.rowcount == 0


@pytest.mark.django_db(transaction=True)
def test_nobody_tells_apart_in_anothers_name(people, twins):
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(people["principal"]),
    ):
        NamesakesFactory(one=twins[0], other=twins[1], said_by=people["commander"])


@pytest.mark.django_db(transaction=True)
def test_namesakes_keep_to_their_school(people, school, twins, enrolled):
    with acting_as_clock():
        away = enrolled(school=SchoolFactory(campus=school.campus))
    one, other = sorted((twins[0], away), key=lambda person: person.pk)

    with pytest.raises(IntegrityError), acting_as_clock(), transaction.atomic():
        NamesakesFactory(
            one=one, other=other, school=school, said_by=people["commander"]
        )


# ---- Pages ------------------------------------------------------------------


@pytest.mark.parametrize("role", MERGERS)
def test_entries_of_one_name_are_offered_and_merged(
    role, sign_in, people, school, twins, enrolled
):
    old, new = twins
    enrolled(given="Bo")
    enrolled(kind="guardian", grade=None)
    client = sign_in(people[role])
    offered = text(client.get(url("duplicates", school.pk)))

    asked = text(client.get(url("merge", school.pk, old.pk, new.pk)))
    done = client.post(
        url("merge", school.pk, old.pk, new.pk), {"kept": str(new.pk)}, follow=True
    )

    assert all(words in offered for words in ("roster id old", "roster id new"))
    assert "Bo Lee" not in offered
    assert "Which entry stays?" in asked
    assert "Nobody is there twice" in text(done)
    assert Person.objects.get(pk=old.pk).merged_into == new


def test_two_people_are_not_offered_again(sign_in, people, school, twins):
    client = sign_in(people["principal"])
    path = url("tell_apart", school.pk, *(one.pk for one in twins))

    for _ in range(2):
        page = client.post(path, follow=True)

    assert "Nobody is there twice" in text(page)
    assert Namesakes.objects.get().said_by == people["principal"]
    assert Person.objects.current().filter(family_name="Lee").count() == 2


def test_more_entries_ask_no_more(sign_in, people, school, twins, enrolled, queries_of):
    client, page = sign_in(people["principal"]), url("duplicates", school.pk)
    few = queries_of(client, page)
    for _ in range(3):
        enrolled()

    assert queries_of(client, page) == few
