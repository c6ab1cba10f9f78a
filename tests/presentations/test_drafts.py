"""A draft is its author's alone: nobody has been asked yet, so nobody reads it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from presentations import actions, coverage_map, listing
from presentations.models import Presentation
from presentations.states import Status
from sro_program.accounts import feeds
from sro_program.core.db import acting_as
from sro_program.core.ids import uuid7
from sro_program.overview.calendar import items
from sro_program.overview.calendar_item import Wanted
from tests.factories.presentations import PresentationFactory
from tests.presentations.scene import TUESDAY, ask, at
from tests.presentations.test_listing import through_the_door

OTHERS = ["principal", "counselor", "officer", "commander", "office", "district_user"]


@pytest.fixture
def draft(topic, teacher, school):
    return ask(teacher, school, topic, is_draft=True, class_name="Health 9")


@pytest.fixture
def taken_back(draft, teacher):
    """A draft that its author gave up; it was never sent either."""
    return actions.withdraw(draft, by=teacher)


@pytest.fixture(params=OTHERS)
def other(request):
    person = request.getfixturevalue(request.param)
    return getattr(person, "user", person)


def listed(user):
    choices = listing.choices_for(user)
    return set(listing.find(user, listing.Wanted(), choices))


def test_the_first_wall_hides_it(draft, teacher, other):
    assert draft in Presentation.objects.visible_to(teacher)
    assert draft not in Presentation.objects.visible_to(other)


def test_the_list_hides_it(draft, teacher, other):
    assert listed(teacher) == {draft}
    assert listed(other) == set()


def test_the_second_wall_hides_it_and_its_history(draft, teacher, other):
    history = type(draft).history.rel.related_model
    with acting_as(teacher):
        assert Presentation.objects.filter(pk=draft.pk).exists()
        assert history.objects.filter(pgh_obj=draft.pk).exists()
    with acting_as(other):
        assert not Presentation.objects.filter(pk=draft.pk).exists()
        assert not Presentation.objects.filter(pk=draft.pk).update(reason="x")
        assert not history.objects.filter(pgh_obj=draft.pk).exists()


def test_the_door_of_search_hides_it(draft, teacher, other):
    with acting_as(teacher):
        assert through_the_door() == {draft.pk}
    with acting_as(other):
        assert through_the_door() == set()


def test_a_draft_that_was_given_up_stays_hidden(taken_back, teacher, other):
    assert taken_back in Presentation.objects.visible_to(teacher)
    assert taken_back not in Presentation.objects.visible_to(other)
    with acting_as(other):
        assert not Presentation.objects.filter(pk=taken_back.pk).exists()
        assert through_the_door() == set()


def test_pages_and_files_hide_it(draft, sign_in, other):
    client = sign_in(other)

    assert client.get(draft.get_absolute_url()).status_code == 404
    for page in ("index", "export_csv"):
        shown = client.get(reverse(f"presentations:{page}"), {"state": "draft"})
        assert "Health 9" not in shown.content.decode()


def test_its_author_finds_it_in_the_list(draft, sign_in, teacher):
    page = sign_in(teacher).get(reverse("presentations:index"), {"state": "draft"})

    assert "Health 9" in page.text


def test_no_calendar_has_it(taken_back, client, teacher, school, topic, other):
    ask(teacher, school, topic, at(TUESDAY, 10), is_draft=True)

    feed = client.get(f"/calendar/feed/{feeds.make_address(other)}.ics")

    assert "Vaping" not in feed.content.decode()
    found = items(other, Wanted(TUESDAY, TUESDAY))
    assert not [item for item in found if item.kind == "presentation"]


def test_the_coverage_map_does_not_count_it(draft, principal, school):
    [line] = coverage_map.summaries(principal, [school])

    assert (line.covered, line.planned) == (0, 0)


def test_an_officers_draft_is_the_officers_alone(topic, officer, principal, school):
    [draft] = actions.offer(
        by=officer.user,
        school=school,
        slots=[at(TUESDAY, 9)],
        record_id=uuid7(),
        is_draft=True,
        topic=topic,
        kind="classroom",
        staff_present="x",
    )

    assert listed(officer.user) == {draft}
    assert listed(principal) == set()
    with acting_as(principal):
        assert not Presentation.objects.filter(pk=draft.pk).exists()


def test_once_sent_it_is_everyones_even_when_withdrawn(draft, teacher, other):
    sent = actions.send(draft, by=teacher, slot=at(TUESDAY, 9))
    assert listed(other) == {sent}

    actions.withdraw(sent, by=teacher)
    with acting_as(other):
        assert Presentation.objects.get() == sent


def test_the_database_knows_no_draft_that_was_sent(topic, school):
    talk = PresentationFactory(school=school, topic=topic)

    with pytest.raises(IntegrityError, match="was_not_sent"), transaction.atomic():
        Presentation.objects.filter(pk=talk.pk).update(status=Status.DRAFT)
