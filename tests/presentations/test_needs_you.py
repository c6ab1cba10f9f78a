"""A message says "Needs you" only while the talk waits for that person."""

import pytest
from django.urls import reverse

from presentations import actions, tasks
from sro_program.core.db import acting_as
from sro_program.notifications.models import Notification
from tests.presentations.scene import TUESDAY, ask, at, schedule


def needed(talk):
    notes = Notification.objects.filter(url=talk.get_absolute_url(), needs_you=True)
    return sorted(notes.values_list("recipient__name", flat=True))


def test_it_waits_for_both_until_they_sign(talk, principal, officer):
    assert needed(talk) == ["Owen Officer", "Paula Principal"]

    actions.approve(talk, by=principal)
    assert needed(talk) == ["Owen Officer"]

    actions.accept(talk, by=officer.user)
    assert needed(talk) == []


def test_the_officers_signature_leaves_the_principal_asked(talk, officer):
    actions.accept(talk, by=officer.user)

    assert needed(talk) == ["Paula Principal"]


def test_a_reminder_is_settled_too(talk, principal, officer, monday):
    monday.move_to(at(TUESDAY.replace(day=1), 9).starts_at)
    tasks.remind_to_decide()
    assert needed(talk) == ["Owen Officer"] * 2 + ["Paula Principal"] * 2

    actions.accept(talk, by=officer.user)
    actions.approve(talk, by=principal)
    assert needed(talk) == []


@pytest.fixture
def handed_back(talk, principal):
    slots = [at(TUESDAY, 11)]
    return actions.ask_changes(talk, by=principal, reason="Later.", slots=slots)


def test_what_is_handed_back_needs_the_requester_alone(handed_back):
    assert needed(handed_back) == ["Tara Teacher"]


def test_what_is_sent_again_needs_those_who_sign(handed_back, teacher):
    actions.send(handed_back, by=teacher, slot=at(TUESDAY, 10))

    assert needed(handed_back) == ["Owen Officer", "Paula Principal"]


def test_another_time_needs_those_who_sign(handed_back, teacher):
    slot = handed_back.proposed_slots.get()
    actions.choose_slot(handed_back, by=teacher, slot=slot)

    assert needed(handed_back) == ["Owen Officer", "Paula Principal"]


@pytest.mark.parametrize("verb", ["withdraw", "decline"])
def test_an_end_needs_nobody(talk, teacher, principal, verb):
    if verb == "withdraw":
        actions.withdraw(talk, by=teacher)
    else:
        actions.decline(talk, by=principal, reason="No.")

    assert needed(talk) == []


def test_naming_an_officer_frees_the_others(
    talk, principal, officer, make_colleague, teacher, school, topic
):
    make_colleague("Olga Officer")
    again = ask(teacher, school, topic, at(TUESDAY, 11))
    assert needed(again) == ["Olga Officer", "Owen Officer", "Paula Principal"]

    actions.approve(again, by=principal, officer=officer)

    assert needed(again) == ["Owen Officer"]


def test_one_officers_yes_frees_the_others(
    topic, officer, make_colleague, teacher, principal, school
):
    make_colleague("Olga Officer")
    talk = ask(teacher, school, topic)

    actions.accept(talk, by=officer.user)

    assert needed(talk) == ["Paula Principal"]


def test_what_is_over_needs_its_record_then_its_answer(
    scheduled, officer, teacher, monday
):
    monday.move_to(scheduled.ends_at)
    tasks.remind_to_record()
    assert needed(scheduled) == ["Owen Officer"]

    actions.deliver(scheduled, by=officer.user, head_count=20, minutes=45)
    assert needed(scheduled) == ["Tara Teacher"]

    answers = {"was_clear": 5, "fitted_the_class": 5, "would_ask_again": 5}
    actions.give_feedback(scheduled, by=teacher, **answers)
    assert needed(scheduled) == []


def test_what_fell_through_needs_no_record(
    topic, teacher, principal, officer, school, monday
):
    talks = [
        schedule(teacher, principal, officer, school, topic, at(TUESDAY, hour))
        for hour in (9, 10)
    ]
    monday.move_to(talks[1].ends_at)
    tasks.remind_to_record()

    actions.miss(talks[0], by=principal)
    actions.cancel(talks[1], by=principal, because="weather", reason="Ice")

    assert [needed(talk) for talk in talks] == [[], []]


def test_the_second_wall_does_not_keep_it(talk, teacher, principal, sign_in):
    page = reverse("notifications:index")
    assert "Needs you" in sign_in(principal).get(page).text

    with acting_as(teacher):
        actions.withdraw(talk, by=teacher)

    assert "Needs you" not in sign_in(principal).get(page).text
