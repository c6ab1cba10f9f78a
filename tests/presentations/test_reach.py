"""A request or an offer goes to the school that was named, or to none."""

import pytest
from django.urls import reverse

from presentations.models import Presentation
from tests.presentations.test_views import filled


def address(name, topic, school):
    return f"{reverse(f'presentations:{name}')}?topic={topic.pk}&school={school.pk}"


@pytest.fixture
def people(teacher, principal, officer):
    return {"request": teacher, "offer": officer.user}


@pytest.mark.parametrize("name", ["request", "offer"])
@pytest.mark.parametrize("way", ["address", "form"])
def test_nothing_is_sent_to_another_school_than_the_one_named(
    sign_in, people, topic, school, other_school, name, way
):
    named = school if way == "form" else other_school
    sent = filled(**({"school": other_school.pk} if way == "form" else {}))

    page = sign_in(people[name]).post(address(name, topic, named), sent)

    assert page.status_code == 404
    assert not Presentation.objects.exists()


@pytest.mark.parametrize("name", ["request", "offer"])
def test_who_looks_at_a_school_out_of_reach_asks_for_the_own_one(
    sign_in, people, topic, school, other_school, name
):
    client, there = sign_in(people[name]), address(name, topic, other_school)

    shown = client.get(there)
    client.post(there, filled(school=shown.context["school"].pk))

    assert f'name="school" value="{school.pk}"' in shown.text
    assert Presentation.objects.get().school == school


def test_the_school_that_was_shown_counts_when_another_comes_first_now(
    sign_in, people, topic, school, make_neighbour
):
    there = f"{reverse('presentations:offer')}?topic={topic.pk}"
    client = sign_in(people["offer"])
    shown = client.get(there).context["school"].pk
    earlier = make_neighbour(school)
    type(earlier).objects.filter(pk=earlier.pk).update(name="A first school")

    client.post(there, filled(school=shown))

    assert Presentation.objects.get().school == school
