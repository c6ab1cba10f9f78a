"""Two people and one talk: the slower one learns what happened, each thing once."""

import pytest
from django.urls import reverse

from presentations import actions
from presentations.states import Status
from tests.presentations import scene


def url(verb, talk):
    return reverse(f"presentations:{verb}", args=[talk.pk])


@pytest.mark.parametrize(
    ("verb", "sent"),
    [
        ("approve", {}),
        ("decline", {"reason": "No room."}),
        ("ask_changes", {"reason": "No room."}),
    ],
)
def test_a_stale_form_for_what_is_decided_has_no_button_left(
    sign_in, talk, principal, verb, sent
):
    version = talk.version
    actions.decline(talk, by=principal, reason="No.")

    page = sign_in(principal).post(url(verb, talk), {**sent, "version": version})

    assert page.status_code == 409
    assert "This is already declined; someone may have been faster." in page.text
    assert f'href="{talk.get_absolute_url()}">See what is there now</a>' in page.text
    assert "<form" not in page.text.split("<main")[1]


def test_the_slower_of_two_who_choose_another_time_learns_that_it_is_taken(
    sign_in, talk, teacher, principal
):
    slots = [scene.at(scene.TUESDAY, hour) for hour in (10, 11)]
    actions.ask_changes(talk, by=principal, reason="Later.", slots=slots)
    talk.refresh_from_db()
    version, (first, second) = talk.version, talk.proposed_slots.order_by("starts_at")
    actions.choose_slot(talk, by=principal, slot=first)

    sent = {"version": version, "slot": second.pk}
    page = sign_in(teacher).post(url("choose_slot", talk), sent)

    assert page.status_code == 409
    assert "This is already requested; someone may have been faster." in page.text
    assert "<form" not in page.text.split("<main")[1]


def test_a_stale_edit_of_what_was_withdrawn_has_no_button_left(
    sign_in, talk, teacher, principal
):
    actions.ask_changes(talk, by=principal, reason="Later.")
    actions.withdraw(talk, by=teacher)

    page = sign_in(teacher).post(url("send", talk), {"version": talk.version})

    assert page.status_code == 409
    assert "This is already withdrawn" in page.text
    assert f'href="{talk.get_absolute_url()}">See what is there now</a>' in page.text


def test_a_refusal_says_each_thing_once(sign_in, talk, principal):
    actions.ask_changes(talk, by=principal, reason="Later.")

    page = sign_in(principal).get(url("approve", talk)).text

    assert "This is already back for changes; someone may have been faster." in page
    assert page.lower().count("faster") == 1
    assert page.count("Open it again to see what is there now.") == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_slower_of_two_officers_is_told_so(
    sign_in, talk, officer, make_colleague, method
):
    slower, version = make_colleague("Sally Slower"), talk.version
    actions.accept(talk, by=officer.user)

    ask = getattr(sign_in(slower.user), method)
    page = ask(url("accept", talk), {"version": version})

    assert page.status_code == 409
    assert f"{officer} was faster and has accepted it." in page.text
    assert "check your roles" not in page.text.replace("\n", " ")


def test_the_slower_of_two_officers_is_told_so_for_a_series(
    sign_in, topic, teacher, principal, school, officer, make_colleague
):
    slots = [scene.at(scene.TUESDAY, hour) for hour in (9, 10)]
    talk = scene.ask(teacher, school, topic, *slots)
    slower, sent = make_colleague("Sally Slower"), f"{talk.pk}:{talk.version}"
    actions.accept(talk, by=officer.user)

    page = sign_in(slower.user).post(url("accept_series", talk), {"talks": [sent]})

    assert page.status_code == 409
    assert f"{officer} was faster and has accepted it." in page.text


def test_who_was_not_asked_is_not_called_slower(
    sign_in, topic, teacher, principal, school, officer, make_colleague
):
    talk = scene.ask(teacher, school, topic, officer=officer)
    colleague = make_colleague("Carl Colleague")

    page = sign_in(colleague.user).get(url("accept", talk))

    assert page.status_code == 403
    assert "only they can accept" in page.text
    talk.refresh_from_db()
    assert talk.status == Status.REQUESTED
