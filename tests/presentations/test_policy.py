"""Who may do what with a presentation: role and relation → the reason when not."""

import pytest

from presentations import policy
from presentations.models import Presentation

EVERYONE = [
    "commander",
    "office",
    "officer",
    "principal",
    "counselor",
    "teacher",
    "district_user",
    "stranger",
    "other_officer",
]
"""The teacher has asked; the stranger and the other officer are of another county."""

ASKED = {
    policy.can_edit: {"teacher"},
    policy.can_decide: {"principal"},
    policy.can_accept: {"officer"},
    policy.can_ask_changes: {"principal", "officer"},
    policy.can_decline: {"principal"},
    policy.can_withdraw: {"teacher"},
    policy.can_choose_slot: {"teacher", "principal"},
    policy.can_cancel: {"commander", "office", "principal", "teacher"},
    policy.can_deliver: {"commander"},
    policy.can_miss: {"principal"},
    policy.can_give_feedback: {"teacher"},
}
SCHEDULED = ASKED | {
    policy.can_cancel: {"commander", "office", "officer", "principal", "teacher"},
    policy.can_decline: {"principal", "officer"},
    policy.can_deliver: {"commander", "officer"},
    policy.can_miss: {"principal", "officer"},
}


@pytest.fixture
def people(request, officer):
    found = {name: request.getfixturevalue(name) for name in EVERYONE}
    for name in ("officer", "other_officer"):
        found[name] = found[name].user
    return found


def allowed(question, people, about):
    return {name for name, person in people.items() if question(person, about)}


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.__name__)
def test_who_may_while_it_is_asked_for(question, talk, people):
    assert allowed(question, people, talk) == ASKED[question]


@pytest.mark.parametrize("question", SCHEDULED, ids=lambda q: q.__name__)
def test_who_may_when_both_have_signed(question, scheduled, people, monday):
    monday.move_to(scheduled.starts_at)

    assert allowed(question, people, scheduled) == SCHEDULED[question]


@pytest.mark.parametrize(
    ("question", "who", "reason"),
    [
        (policy.can_edit, "principal", policy.ONLY_REQUESTER),
        (policy.can_decide, "teacher", policy.ONLY_PRINCIPAL),
        (policy.can_decide, "commander", policy.ONLY_PRINCIPAL),
        (policy.can_accept, "principal", policy.ONLY_OFFICERS),
        (policy.can_accept, "other_officer", policy.ONLY_OFFICERS),
        (policy.can_decline, "teacher", "It is your own; withdraw it instead."),
        (
            policy.can_ask_changes,
            "teacher",
            "It is your own; withdraw it, or wait for the others.",
        ),
        (
            policy.can_deliver,
            "principal",
            "Only the officer who gave it, or the commander, records it.",
        ),
    ],
)
def test_a_no_says_why(question, who, reason, talk, people):
    assert question(people[who], talk).reason == reason


@pytest.mark.parametrize("question", [policy.can_deliver, policy.can_miss])
def test_what_is_ahead_is_not_recorded_yet(question, scheduled, people):
    verdict = question(people["officer"], scheduled)

    assert verdict.reason == "You can record it from Tue Dec 15, 9:00 AM on."
    assert question(people["teacher"], scheduled).reason.startswith("Only the officer")


def test_another_officer_is_told_who_was_asked(talk, officer, other_officer, people):
    talk.officer = other_officer

    verdict = policy.can_accept(officer.user, talk)

    assert verdict.reason == f"{other_officer} was asked; only they can accept."


def test_one_person_never_signs_for_both(talk, principal, officer):
    talk.officer_signed_by = principal
    assert policy.can_decide(principal, talk).reason == policy.NOT_TWICE

    talk.school_signed_by = officer.user
    assert policy.can_accept(officer.user, talk).reason == policy.NOT_TWICE


def test_an_offer_is_answered_by_who_signed_for_the_school(
    scheduled, teacher, principal
):
    scheduled.direction = Presentation.Direction.OFFER

    assert policy.can_give_feedback(principal, scheduled)
    assert not policy.can_give_feedback(teacher, scheduled)


def test_each_side_has_its_own_reasons_to_cancel(scheduled, people):
    because = Presentation.Because
    school = [because.SCHOOL, because.WEATHER]
    officer = [because.OFFICER, because.CALL_OUT, because.WEATHER]

    given = {
        name: policy.reasons_to_cancel(person, scheduled)
        for name, person in people.items()
    }

    assert given == {name: [] for name in EVERYONE} | {
        "principal": school,
        "teacher": school,
        "officer": officer,
        "commander": officer,
        "office": officer,
    }


def test_staff_ask_and_officers_offer_at_their_own_schools(
    school, other_school, people
):
    assert allowed(policy.can_request_at, people, school) == {
        "principal",
        "counselor",
        "teacher",
    }
    assert allowed(policy.can_request_at, people, other_school) == {"stranger"}
    assert allowed(policy.can_offer_at, people, school) == {"officer"}
    assert allowed(policy.can_offer_at, people, other_school) == {"other_officer"}


def test_the_district_and_its_command_set_the_levels(district, people):
    assert allowed(policy.can_set_levels_of, people, district) == {
        "commander",
        "district_user",
    }
