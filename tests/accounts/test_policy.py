"""Who may give and end which role where: role × relation → yes or the reason."""

import pytest

from schools.models import School
from sro_program.accounts import policy
from sro_program.accounts.models import Membership, Role, User
from sro_program.accounts.places import field_for
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
    ("office", "principal", "school", policy.APPOINTED),
    ("office", "district", "district", policy.APPOINTED),
    ("office", "counselor", "school", YES),
    ("office", "teacher", "other_school", policy.NOT_YOURS),
    ("district_user", "principal", "school", YES),
    ("district_user", "principal", "other_school", policy.NOT_YOURS),
    ("district_user", "district", "district", policy.NOT_YOURS),
    ("district_user", "office", "agency", policy.NOT_YOURS),
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
    "district_user": True,
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


@pytest.mark.parametrize(
    ("who", "role", "where"),
    [
        ("principal", Role.COUNSELOR, "school"),
        ("office", Role.TEACHER, "school"),
        ("commander", Role.PRINCIPAL, "school"),
        ("district_user", Role.PRINCIPAL, "school"),
        ("administrator", Role.COMMANDER, "agency"),
    ],
)
def test_nobody_gives_a_role_to_themselves(
    request: pytest.FixtureRequest, who: str, role: str, where: str
) -> None:
    person, place = request.getfixturevalue(who), request.getfixturevalue(where)

    verdict = policy.can_give(person, person, role, place)

    assert verdict.reason == policy.OWN_GIFT


@pytest.mark.parametrize(
    ("who", "role", "answer"),
    [
        ("commander", Role.COUNSELOR, policy.APART),
        ("office", Role.COUNSELOR, policy.APART),
        ("officer", Role.COUNSELOR, policy.APART),
        ("counselor", Role.COMMANDER, policy.APART),
        ("counselor", Role.OFFICE, policy.APART),
        ("counselor", Role.TEACHER, YES),
        ("teacher", Role.COUNSELOR, YES),
        ("teacher", Role.OFFICE, YES),
    ],
)
def test_no_one_is_counselor_and_of_the_sheriff_s_office(
    request: pytest.FixtureRequest, school: School, who: str, role: str, answer: str
) -> None:
    actor = request.getfixturevalue(who)

    assert policy.can_hold(getattr(actor, "user", actor), role).reason == answer


@pytest.mark.parametrize("role", policy.EVERY_ROLE)
def test_those_who_are_told_of_a_role_are_those_who_may_give_it(
    request: pytest.FixtureRequest, role: str
) -> None:
    people = [request.getfixturevalue(who) for who in LEADS]
    place = request.getfixturevalue(
        {"school": "school", "district": "district", "police_agency": "agency"}[
            field_for(role)
        ]
    )

    may = {person for person in people if policy.can_invite(person, role, place)}

    assert set(policy.givers(role, place)) == may


KNOWN = {
    # account × place → does it belong there?
    ("teacher", "school"): True,
    ("teacher", "district"): True,
    ("teacher", "agency"): True,
    ("commander", "school"): True,
    ("commander", "agency"): True,
    ("district_user", "school"): True,
    ("officer", "school"): True,
    ("stranger", "school"): False,
    ("stranger", "district"): False,
    ("stranger", "agency"): False,
    ("other_officer", "school"): False,
    ("person", "school"): False,
}


@pytest.mark.parametrize(("who", "where"), KNOWN)
def test_whose_account_one_may_know_of(
    request: pytest.FixtureRequest, commander: User, who: str, where: str
) -> None:
    actor, place = request.getfixturevalue(who), request.getfixturevalue(where)

    known = policy.is_known(commander, getattr(actor, "user", actor), place)

    assert known is KNOWN[who, where]


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
