"""The second wall alone: who agrees, signs and takes back in a review of an officer."""

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from officers.models import ReviewGoal, ReviewHalf
from sro_program.accounts.models import Role
from sro_program.core.db import acting_as
from sro_program.core.ids import uuid7
from tests.conftest import make_member
from tests.factories.officers import ReviewFactory, ReviewGoalFactory
from tests.officers.appraising import signed
from tests.officers.past_verbs import refused_by_policy, removed, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(officer, school, commander):
    return ReviewFactory(officer=officer, school=school, opened_by=commander)


@pytest.fixture
def about(review):
    """Whose it is; each row of a review says it."""
    return {"review": review, "officer": review.officer, "school": review.school}


@pytest.fixture
def second_principal(school):
    return make_member(Role.PRINCIPAL, school, "Sam Second")


@pytest.fixture
def second_commander(agency):
    return make_member(Role.COMMANDER, agency, "Cora Colleague")


@pytest.fixture
def proposal(about, principal):
    return ReviewGoalFactory(**about, proposed_by=principal, side="school")


@pytest.mark.parametrize("status", ["agreed", "withdrawn"])
def test_nobody_proposes_a_goal_that_is_answered(status, about, principal, commander):
    answered = {"status": status, "answered_at": now(), "answered_by": commander}
    if status == "withdrawn":
        answered["answered_by"] = None

    with refused_by_policy(), acting_as(principal):
        ReviewGoalFactory(**about, proposed_by=principal, side="school", **answered)


@pytest.mark.parametrize("who", ["principal", "second_principal"])
@pytest.mark.parametrize("answered_by", ["commander", "second_principal"])
def test_nobody_agrees_to_a_goal_of_the_own_side(who, answered_by, person, proposal):
    answer = {"status": "agreed", "answered_by": person(answered_by)}

    with refused_by_policy():
        write(person(who), ReviewGoal.objects, **answer, answered_at=now())


def test_nobody_agrees_in_the_name_of_another(proposal, commander, second_commander):
    answer = {"status": "agreed", "answered_by": second_commander}

    with refused_by_policy():
        write(commander, ReviewGoal.objects, **answer, answered_at=now())


@pytest.mark.parametrize("who", ["second_principal", "commander"])
def test_only_who_proposed_a_goal_takes_it_back(who, person, proposal):
    with refused_by_policy():
        write(person(who), ReviewGoal.objects, status="withdrawn", answered_at=now())


@pytest.mark.parametrize("field", ["words", "baseline", "seen_by"])
@pytest.mark.parametrize("who", ["principal", "commander"])
def test_a_goal_stays_as_it_was_proposed(who, field, person, proposal):
    with pytest.raises(IntegrityError, match="stays as it was proposed"):
        write(person(who), ReviewGoal.objects, **{field: "Other words"})


@pytest.mark.parametrize("who", ["principal", "commander"])
def test_what_both_agreed_on_stays_and_nothing_is_deleted(
    who, person, proposal, commander
):
    agreed = {"status": "agreed", "answered_by": commander, "answered_at": now()}
    write(commander, ReviewGoal.objects, **agreed)

    with pytest.raises(IntegrityError, match="stays as it was proposed"):
        write(person(who), ReviewGoal.objects, status="proposed", answered_by=None)
    assert not removed(person(who), ReviewGoal)


@pytest.mark.parametrize("signer", ["principal", "second_principal"])
def test_no_half_begins_signed(signer, person, about, principal):
    half = ReviewHalf(
        id=uuid7(),
        **about,
        side="school",
        status="signed",
        signed_by=person(signer),
        signed_at=now(),
        figures={},
    )

    with refused_by_policy(), acting_as(principal):
        half.save(force_insert=True)


def test_a_colleague_does_not_take_the_signature_back(
    review, principal, second_principal
):
    signed(review, principal, "school")
    back = {"status": "draft", "signed_by": None, "signed_at": None, "figures": None}

    with pytest.raises(IntegrityError, match="Only who signed it"):
        write(second_principal, ReviewHalf.objects, **back)

    assert write(principal, ReviewHalf.objects, **back) == 1
