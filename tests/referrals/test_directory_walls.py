"""The second wall alone: who writes the directory."""

import pytest

from referrals import actions
from referrals.models import Agency, DirectoryRule
from sro_program.core.db import acting_as
from tests.factories.referrals import AgencyFactory
from tests.officers.past_verbs import refused_by_policy, removed, write

KEEPERS = ["officer", "commander", "office", "counselor"]
READERS = ["teacher", "principal", "district_user"]


@pytest.fixture
def entry(school):
    return AgencyFactory(district=school.district)


@pytest.fixture
def for_all(db):
    """A line for every district, such as the hotline of child protection."""
    return AgencyFactory(district=None)


@pytest.mark.parametrize("who", READERS)
def test_who_reads_the_directory_changes_no_number(who, person, entry, district):
    assert not write(person(who), Agency.objects, phone="555-0100")
    with refused_by_policy(), acting_as(person(who)):
        AgencyFactory(district=district)


@pytest.mark.parametrize("who", KEEPERS)
def test_who_keeps_it_writes_that_of_their_district(
    who, person, entry, for_all, district, other_school
):
    by = person(who)
    AgencyFactory(district=other_school.district)
    with acting_as(by):
        actions.check_agency(entry, by=by)

    assert write(by, Agency.objects, phone="555-0100") == 1
    for of in (None, other_school.district):
        with refused_by_policy(), acting_as(by):
            AgencyFactory(district=of)


@pytest.mark.parametrize("who", [*KEEPERS, *READERS])
def test_nobody_takes_an_entry_out_or_lets_checks_lapse(who, person, entry, district):
    DirectoryRule.objects.create(district=district)

    assert not removed(person(who), Agency, DirectoryRule)
    assert not write(person(who), DirectoryRule.objects, verify_after_days=1_095)
