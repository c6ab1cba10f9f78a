import pytest

from schools import policy
from sro_program.accounts.models import Role
from tests.conftest import make_member, make_user
from tests.factories.schools import OneRosterImportFactory, SchoolDayFactory

KEEPS = {"commander", "office", "principal", "district_user"}
IMPORTS = {"commander", "office", "district_user"}
EVERYONE = sorted(KEEPS | {"teacher", "counselor", "stranger"})


@pytest.mark.parametrize("who", EVERYONE)
def test_who_may_do_what(request, school, who):
    user = request.getfixturevalue(who)
    mine = SchoolDayFactory(school=school)
    districts = SchoolDayFactory(school=None, district=school.district)

    said = {
        "open": bool(policy.can_open(user)),
        "keep": bool(policy.can_keep(user, school)),
        "keep its day": bool(policy.can_keep_day(user, mine)),
        "keep the district's day": bool(policy.can_keep_day(user, districts)),
        "mark the district": bool(policy.can_keep_district(user, school)),
        "import": bool(policy.can_import(user)),
        "import here": bool(policy.can_import_into(user, school.district)),
    }

    assert said == {
        "open": True,
        "keep": who in KEEPS,
        "keep its day": who in KEEPS,
        "keep the district's day": who in IMPORTS,
        "mark the district": who in IMPORTS,
        "import": who in IMPORTS,
        "import here": who in IMPORTS,
    }


def test_an_officer_looks_and_keeps_nothing(officer, school):
    assert policy.can_open(officer.user)
    assert not policy.can_keep(officer.user, school)
    assert not policy.can_import(officer.user)


def test_without_a_role_nothing_opens(db):
    verdict = policy.can_open(make_user("nobody@example.org", "Nobody"))

    assert verdict.reason == "Your account has no role at a school yet."


def test_a_no_says_why(teacher, school, office):
    reasons = {
        policy.can_keep(teacher, school).reason,
        policy.can_keep_district(teacher, school).reason,
        policy.can_import(teacher).reason,
        policy.can_decide_import(
            teacher,
            OneRosterImportFactory(district=school.district, uploaded_by=office),
        ).reason,
    }

    assert len(reasons) == 4
    assert all(reason.endswith(".") for reason in reasons)


def test_a_district_user_of_another_district_does_not_import_here(school, other_school):
    foreign = make_member(Role.DISTRICT, other_school.district)

    assert policy.can_import(foreign)
    assert not policy.can_import_into(foreign, school.district)
