"""A walk through a school: who sends it, that it is one, both walls, what stays."""

from datetime import date, time

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from schools.actions import walkthroughs as actions
from schools.actions.walkthroughs import Found, Seen
from schools.checklists import checklist_for, next_edition
from schools.models import Checklist, Finding, WalkAnswer, Walkthrough
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.factories.accounts import AdministratorFactory
from tests.factories.schools import (
    FindingFactory,
    PlaceFactory,
    SchoolFactory,
    WalkAnswerFactory,
    WalkthroughFactory,
)
from tests.schools.drilling import NOW
from tests.schools.walking import item_of, said, shipped
from tests.threads import as_, together

WALKERS = ["principal", "officer", "commander"]
READERS = [*WALKERS, "district"]
NOBODY = ["office", "counselor", "teacher"]
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def walked(school, people):
    """One that was sent, with an answer."""
    with acting_as_clock():
        walk = WalkthroughFactory(school=school, walked_by=people["officer"])
        WalkAnswerFactory(walkthrough=walk)
        return walk


def send(school, by, key=None, **changes):
    return actions.send_walkthrough(
        school, by=by, record_id=key or uuid7(), **said(**changes)
    )


# ---- Sending ----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", WALKERS)
def test_who_walks_sends_it_whole_with_its_answers_and_findings(role, people, school):
    user = people[role]
    with acting_as(user):
        walk, is_new = send(school, user)
        finding = Finding.objects.select_related("walkthrough", "item").get()
        answers = {one.item.text: one.answer for one in walk.answers.all()}

    assert is_new
    assert (finding.walkthrough, finding.item.text) == (
        walk,
        "Exterior doors are locked, none is propped",
    )
    assert (finding.severity, finding.owner) == ("high", "facilities")
    assert finding.due_on == date(2026, 12, 1)
    assert answers.pop("Exterior doors are locked, none is propped") == "finding"
    assert answers.pop("Lights work") == "ok"
    assert {*answers.values()} == {"not_checked"}


@pytest.mark.parametrize("role", ["district", *NOBODY])
def test_nobody_else_sends_one(role, people, school):
    with pytest.raises(NotAllowed, match="send walkthroughs"):
        send(school, people[role])


def test_what_was_found_waits_for_its_side(people, school):
    send(school, people["officer"])

    assert {note.recipient for note in Notification.objects.all()} == {
        people["principal"]
    }


def test_sent_twice_it_is_one_and_the_second_is_told(people, school):
    key = uuid7()

    first = send(school, people["officer"], key)
    second = send(school, people["officer"], key)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.walkthrough == second.walkthrough
    assert (Walkthrough.objects.count(), Finding.objects.count()) == (1, 1)


def test_the_same_id_with_other_answers_is_told_and_changes_nothing(people, school):
    key = uuid7()
    send(school, people["officer"], key)

    with pytest.raises(WrongState, match="other answers"):
        send(school, people["officer"], key, seen=[Seen(item_of("Signs"), "ok", "")])

    assert Walkthrough.objects.get().answers.exclude(answer="not_checked").count() == 2


@pytest.mark.django_db(transaction=True)
def test_sent_from_two_phones_at_once_it_is_one_and_both_are_answered(people, school):
    key = uuid7()
    jobs = [
        as_(
            people["officer"],
            actions.send_walkthrough,
            school,
            record_id=key,
            **said(),
        )
        for _ in range(2)
    ]

    refused = together(jobs)

    with acting_as_clock():
        assert (Walkthrough.objects.count(), Finding.objects.count()) == (1, 1)
    assert refused == [None, None]


def test_the_id_of_another_school_is_refused_in_words(people, school):
    other = SchoolFactory(campus=school.campus, district=school.district)
    key = uuid7()
    send(school, people["officer"], key)

    with pytest.raises(RuleBroken):
        send(other, people["commander"], key)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": date(2026, 12, 1)}, "still to come"),
        ({"begins": time(9, 1)}, "still to come"),
        ({"on": date(1999, 1, 1)}, "from 2000"),
        ({"seen": [], "found": []}, "Nothing is answered"),
        ({"checklist": "assessment"}, "another checklist"),
        ({"seen": "of the other scale"}, "another checklist"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_half_done(
    changes, sentence, people, school
):
    if "checklist" in changes:
        changes = {"checklist": shipped("assessment")}
    if changes.get("seen"):
        changes = {"seen": [Seen(item_of("Lights"), "in_place", "")], "found": []}

    with pytest.raises(RuleBroken, match=sentence), transaction.atomic():
        send(school, people["officer"], **changes)

    assert not Walkthrough.objects.exists()


def test_a_finding_that_is_refused_takes_the_walk_with_it(people, school):
    other = SchoolFactory(campus=school.campus, district=school.district)
    item = item_of("Lights")
    found = [Found(item, "Dark", "low", "school", PlaceFactory(school=other))]

    with pytest.raises(RuleBroken, match="another school"), transaction.atomic():
        send(school, people["officer"], found=found)

    assert not Walkthrough.objects.exists()


def test_the_yearly_assessment_leaves_open_what_nobody_answered(people, school):
    seen = [Seen(item_of("Staff trained", "assessment"), "in_progress", "in May")]

    walk, _ = send(
        school,
        people["principal"],
        checklist=shipped("assessment"),
        seen=seen,
        found=[],
    )

    assert [one.answer for one in walk.answers.all()] == ["in_progress"]


# ---- Editions ---------------------------------------------------------------


def test_every_district_has_the_shipped_lists(school):
    for scale, size in [("round", 22), ("assessment", 24)]:
        checklist = checklist_for(school, scale, TODAY)
        assert (checklist.district, checklist.items.count()) == (None, size)


def test_the_marshals_items_are_in_the_round(db):
    marshals = shipped().items.filter(is_marshals=True)

    assert {item.layer for item in marshals} == {"building", "interior"}
    assert marshals.count() == 5


def test_the_latest_edition_of_ones_own_district_is_walked_from_its_first_day(school):
    own = next_edition(shipped(), school.district)
    elsewhere = next_edition(shipped(), SchoolFactory().district)
    Checklist.objects.filter(pk=elsewhere.pk).update(valid_from=TODAY)
    assert checklist_for(school, "round", TODAY) == shipped()

    Checklist.objects.filter(pk=own.pk).update(valid_from=date(2026, 12, 1))
    assert checklist_for(school, "round", TODAY) == shipped()
    assert checklist_for(school, "round", date(2026, 12, 1)) == own


def test_a_new_edition_is_a_copy_that_counts_on(school):
    shipped_items = [*shipped().items.values_list("text", flat=True)]

    first = next_edition(shipped(), school.district)
    second = next_edition(first, school.district)

    assert (first.edition, second.edition) == (1, 2)
    assert [item.text for item in second.items.all()] == shipped_items


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda one: Checklist.objects.filter(pk=one.pk).update(title="Other"),
        lambda one: Checklist.objects.filter(pk=one.pk).update(is_walked=False),
        lambda one: Checklist.objects.filter(pk=one.pk)._raw_delete("default"),
        lambda one: one.items.update(text="Other"),
        lambda one: one.items.last().delete(),
        lambda one: one.items.create(text="New", layer="campus", means="people"),
    ],
)
def test_what_was_walked_is_never_changed_by_anybody(change, walked):
    with pytest.raises(IntegrityError, match="was walked"), acting_as_clock():
        change(walked.checklist)


@pytest.mark.django_db(transaction=True)
def test_not_even_by_who_keeps_the_checklists(walked):
    administrator = AdministratorFactory()
    for rows in (
        Checklist.objects.filter(pk=walked.checklist_id),
        walked.checklist.items,
    ):
        with (
            pytest.raises(IntegrityError, match="was walked"),
            acting_as(administrator),
        ):
            rows.update(**{"title" if rows.model is Checklist else "text": "Other"})


def test_an_edition_that_nobody_walked_may_be_changed(school):
    draft = next_edition(shipped(), school.district)

    draft.items.first().delete()
    draft.items.update(layer="campus")
    draft.delete()

    assert not Checklist.objects.filter(district=school.district).exists()


# ---- The database -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [*READERS, *NOBODY])
def test_each_wall_alone_shows_it_to_those_who_read_plans(role, people, walked):
    tables = [Walkthrough, WalkAnswer]
    with acting_as(people[role]):
        second = [table.objects.count() for table in tables]
    with acting_as_clock():
        first = [table.objects.visible_to(people[role]).count() for table in tables]

    assert first == second == [int(role in READERS)] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["district", *NOBODY])
def test_the_second_wall_lets_nobody_else_add(role, people, school, walked):
    user = people[role]

    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(user):
        WalkthroughFactory(school=school, walked_by=user)
    item = walked.checklist.items.last()
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(user):
        WalkAnswerFactory(walkthrough=walked, item=item)


@pytest.mark.django_db(transaction=True)
def test_nobody_walks_or_answers_in_the_name_of_another(people, school, walked):
    principal, item = people["principal"], walked.checklist.items.last()

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(principal),
    ):
        WalkthroughFactory(school=school, walked_by=people["officer"])
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(principal),
    ):
        WalkAnswerFactory(walkthrough=walked, item=item)


@pytest.mark.django_db(transaction=True)
def test_who_sent_a_walk_adds_no_answer_to_it_later(walked):
    item = walked.checklist.items.last()

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(walked.walked_by),
    ):
        WalkAnswerFactory(walkthrough=walked, item=item)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["walkthrough", "walkanswer"])
def test_nobody_changes_or_deletes_what_was_sent(table, people, walked):
    for user in people.values():
        with acting_as(user), connection.cursor() as cursor:
            for verb in ("UPDATE schools_{} SET note = 'x'", "DELETE FROM schools_{}"):
                cursor.execute(verb.format(table))
                assert not cursor.rowcount


def test_sealing_reaches_what_was_written_and_nothing_deletes_it(walked):
    for table in (Walkthrough, WalkAnswer):
        assert table.objects.update(note="[sealed]") == 1
        assert not table.objects.all()._raw_delete("default")


def test_answers_and_findings_are_of_the_school_of_their_walk(school, walked):
    other = SchoolFactory(campus=school.campus, district=school.district)
    item = walked.checklist.items.last()

    with pytest.raises(IntegrityError), transaction.atomic():
        WalkAnswerFactory(walkthrough=walked, school=other, item=item)
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingFactory(school=other, written_by=walked.walked_by, walkthrough=walked)


def test_an_item_has_one_answer_and_a_finding_at_an_item_has_its_walk(school, walked):
    with pytest.raises(IntegrityError, match="one_answer"), transaction.atomic():
        WalkAnswerFactory(walkthrough=walked)
    item = walked.checklist.items.first()
    with pytest.raises(IntegrityError, match="of_a_walk"), transaction.atomic():
        FindingFactory(school=school, written_by=walked.walked_by, item=item)


def test_a_finding_keeps_the_walk_that_it_was_found_on(school, walked):
    finding = FindingFactory(
        school=school, written_by=walked.walked_by, walkthrough=walked
    )

    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(walkthrough=None)
