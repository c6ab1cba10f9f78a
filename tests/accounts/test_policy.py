"""Who may give and end which role where: role × relation → yes or the reason."""

import pytest

from schools.models import School
from sro_program.accounts import policy
from sro_program.accounts.models import Membership, Role, User
from tests.conftest import make_member
from tests.factories.accounts import AdministratorFactory

YES = ""
TABLE = [
    # who, role, place, answer
    ("principal", "teacher", "school", YES),
    ("principal", "counselor", "school", YES),
    ("principal", "principal", "school", policy.NOT_YOURS),
    ("principal", "teacher", "other_school", policy.NOT_YOURS),
    ("principal", "office", "agency", policy.NOT_YOURS),
    ("commander", "principal", "school", YES),
    ("commander", "district", "district", YES),
    ("commander", "office", "agency", YES),
    ("commander", "commander", "agency", YES),
    ("commander", "teacher", "other_school", policy.NOT_YOURS),
    ("office", "principal", "school", YES),
    ("office", "office", "agency", YES),
    ("office", "commander", "agency", policy.COMMAND_ONLY),
    ("teacher", "teacher", "school", policy.NOT_YOURS),
    ("counselor", "teacher", "school", policy.NOT_YOURS),
    ("district_user", "teacher", "school", policy.NOT_YOURS),
    ("stranger", "teacher", "school", policy.NOT_YOURS),
    ("officer", "teacher", "school", policy.NOT_YOURS),
    ("principal", "", None, policy.NEEDS_PLACE),
    ("commander", "", None, policy.NEEDS_PLACE),
]


@pytest.mark.parametrize(("who", "role", "where", "answer"), TABLE)
def test_who_may_give_which_role_where(
    request: pytest.FixtureRequest, who: str, role: str, where: str, answer: str
) -> None:
    actor = request.getfixturevalue(who)
    person = getattr(actor, "user", actor)
    place = request.getfixturevalue(where) if where else None

    verdict = policy.can_invite(person, role, place)

    assert verdict.reason == answer


@pytest.mark.parametrize("where", ["school", "district", "agency", "other_school"])
def test_an_administrator_may_give_every_role(
    request: pytest.FixtureRequest, db: None, where: str
) -> None:
    place = request.getfixturevalue(where)

    assert policy.can_invite(AdministratorFactory(), Role.TEACHER, place)


def test_a_closed_administrator_may_nothing(school: School) -> None:
    closed = AdministratorFactory(is_active=False)

    assert not policy.can_invite(closed, Role.TEACHER, school)


LEADS = {
    "commander": True,
    "office": True,
    "principal": True,
    "counselor": False,
    "teacher": False,
    "district_user": False,
}


@pytest.mark.parametrize(("who", "leads"), LEADS.items())
def test_who_looks_after_people(
    request: pytest.FixtureRequest, who: str, leads: bool
) -> None:
    assert bool(policy.can_lead(request.getfixturevalue(who))) is leads


@pytest.mark.parametrize(("who", "leads"), LEADS.items())
def test_roles_are_offered_to_those_who_lead(
    request: pytest.FixtureRequest, who: str, leads: bool
) -> None:
    rights = policy.rights(request.getfixturevalue(who))

    assert bool(rights.roles_to_give()) is leads


def test_the_office_is_not_offered_to_make_a_commander(office: User) -> None:
    assert Role.COMMANDER not in policy.rights(office).roles_to_give()


def test_nobody_ends_their_own_role(principal: User) -> None:
    own = Membership.objects.get(user=principal)

    assert policy.can_end(principal, own).reason == policy.OWN_ROLE


def test_an_ended_role_gives_no_rights(principal: User, school: School) -> None:
    Membership.objects.filter(user=principal).update(ends_on="2021-01-01")

    assert not policy.can_invite(principal, Role.TEACHER, school)


def test_two_principals_may_not_end_each_other(principal: User, school: School) -> None:
    second = make_member(Role.PRINCIPAL, school)

    verdict = policy.can_end(principal, Membership.objects.get(user=second))

    assert verdict.reason == policy.NOT_YOURS
