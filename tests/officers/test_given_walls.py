"""The second wall alone: who proposes and answers goals and directives."""

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from officers import actions
from officers.models import BalanceGoal, Directive
from sro_program.core.db import acting_as
from tests.conftest import make_member
from tests.factories.officers import BalanceGoalFactory, DirectiveFactory
from tests.officers.past_verbs import refused_by_policy, removed, write

# Goals for the balance


@pytest.fixture
def second_principal(school):
    return make_member("principal", school, "Pia Principal")


@pytest.fixture
def proposal(officer, school, principal):
    return BalanceGoalFactory(
        officer=officer, school=school, proposed_by=principal, side="school"
    )


@pytest.mark.parametrize("status", ["agreed", "declined", "withdrawn", "proposed"])
def test_nobody_proposes_goals_that_the_other_side_has_answered(
    status, officer, school, principal, commander
):
    with refused_by_policy(), acting_as(principal):
        BalanceGoalFactory(
            officer=officer,
            school=school,
            proposed_by=principal,
            side="school",
            status=status,
            answered_by=commander,
            reason="No",
        )


@pytest.mark.parametrize("who", ["principal", "second_principal"])
@pytest.mark.parametrize("answered_by", ["commander", "principal", "second_principal"])
@pytest.mark.parametrize("status", ["agreed", "declined"])
def test_nobody_answers_goals_of_the_own_side(
    who, answered_by, status, person, proposal
):
    answer = {"status": status, "answered_by": person(answered_by), "reason": "No"}

    with refused_by_policy():
        write(person(who), BalanceGoal.objects, **answer)


@pytest.mark.parametrize("status", ["agreed", "declined"])
def test_nobody_answers_goals_in_the_name_of_another(
    status, proposal, commander, second_principal
):
    answer = {"status": status, "answered_by": second_principal, "reason": "No"}

    with refused_by_policy():
        write(commander, BalanceGoal.objects, **answer)


def test_only_who_proposed_goals_withdraws_them(proposal, commander, principal):
    with refused_by_policy():
        write(commander, BalanceGoal.objects, status="withdrawn")

    assert write(principal, BalanceGoal.objects, status="withdrawn") == 1


def test_goals_stay_as_they_were_proposed(proposal, commander):
    with pytest.raises(IntegrityError, match="stay as they were proposed"):
        write(
            commander,
            BalanceGoal.objects,
            margin=50,
            status="agreed",
            answered_by=commander,
        )


def test_goals_that_are_agreed_stay_agreed(proposal, commander, principal):
    with acting_as(commander):
        actions.agree_goals(proposal, by=commander)

    for person in (commander, principal):
        with pytest.raises(IntegrityError, match="stay as they were proposed"):
            write(person, BalanceGoal.objects, status="withdrawn", answered_by=None)
        assert not removed(person, BalanceGoal)


# Directives


@pytest.fixture
def directive(officer, school, principal):
    return DirectiveFactory(
        officer=officer, school=school, directed_by=principal, side="school"
    )


@pytest.mark.parametrize("who", ["officer", "principal"])
@pytest.mark.parametrize(
    "said", [{"what": "Other"}, {"due_at": now()}, {"directed_by": None}]
)
def test_what_was_directed_stays(who, said, person, directive, commander):
    if "directed_by" in said:
        said = {"directed_by": commander}
    status = "done" if who == "officer" else "withdrawn"

    with pytest.raises(IntegrityError, match="stays as it was given"):
        write(person(who), Directive.objects, status=status, reason="So", **said)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", "withdrawn"),
        *[("principal", status) for status in ("acknowledged", "done", "declined")],
    ],
)
def test_nobody_answers_a_directive_for_the_other(who, status, person, directive):
    with refused_by_policy():
        write(person(who), Directive.objects, status=status, reason="So")


@pytest.mark.parametrize("who", ["officer", "principal"])
def test_what_ended_stays_ended_and_is_never_deleted(who, person, directive, officer):
    with acting_as(officer.user):
        actions.decline(directive, by=officer.user, reason="Court")

    with pytest.raises(IntegrityError, match="stays as it was given"):
        write(person(who), Directive.objects, reason="Other")
    assert not removed(person(who), Directive)


def test_nobody_gives_a_directive_that_is_answered(officer, school, principal):
    with refused_by_policy(), acting_as(principal):
        DirectiveFactory(
            officer=officer,
            school=school,
            directed_by=principal,
            side="school",
            status="done",
        )
