"""Who may do what with the territory.

Everyone with a role sees the schools they reach. The principal of a school, its
district and the agency's office and command keep its calendar and rooms, the rooms
with its officers. District
and agency staff import rosters (trust.md §5, product.md §2).
"""

from schools.models import District, OneRosterImport, School, SchoolDay
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if

KEEPERS = frozenset({Role.PRINCIPAL, Role.OFFICE, Role.COMMANDER, Role.DISTRICT})
IMPORTERS = frozenset({Role.OFFICE, Role.COMMANDER, Role.DISTRICT})
PLACE_KEEPERS = KEEPERS | {Role.OFFICER}
PLAN_KEEPERS = frozenset({Role.OFFICER, Role.COMMANDER})
ONLY_PLAN_KEEPERS = (
    "Only the officers of this school or a commander can change its floor plans."
)
ONLY_KEEPERS = (
    "Only the principal, the school district, the sheriff's office staff or a "
    "commander can change this."
)
ONLY_PLACE_KEEPERS = (
    "Only the principal, the officers of this school, their commander, the school "
    "district or the sheriff's office staff can change its places."
)
ONLY_DISTRICT_KEEPERS = (
    "Only the school district, the sheriff's office staff or a commander can change "
    "days of the whole district."
)
ONLY_IMPORTERS = (
    "Only the school district, the sheriff's office staff or a commander can import "
    "rosters."
)


def can_open(user: Actor) -> Verdict:
    """May they open the pages about schools at all?"""
    return allow_if(bool(roles_of(user)), "Your account has no role at a school yet.")


def can_keep(user: Actor, school: School) -> Verdict:
    """May they change this school's calendar and bell schedule?"""
    return allow_if(bool(roles_at(user, school.pk) & KEEPERS), ONLY_KEEPERS)


def can_keep_places(user: Actor, school: School) -> Verdict:
    """May they say which rooms, doors and equipment there are?

    The officers too: they find the key box and the hole in the radio.
    """
    may = bool(roles_at(user, school.pk) & PLACE_KEEPERS)
    return allow_if(may, ONLY_PLACE_KEEPERS)


def can_keep_district(user: Actor, school: School) -> Verdict:
    """May they mark days for the whole district of this school?"""
    is_keeper = bool(roles_at(user, school.pk) & IMPORTERS)
    return allow_if(is_keeper, ONLY_DISTRICT_KEEPERS)


def can_keep_day(user: Actor, day: SchoolDay) -> Verdict:
    """May they change this mark: one school's, or one of the whole district?"""
    if day.school:
        return can_keep(user, day.school)
    mine = District.objects.importable_by(user).filter(pk=day.district_id)
    return allow_if(mine.exists(), ONLY_DISTRICT_KEEPERS)


def can_keep_plans(user: Actor, school: School) -> Verdict:
    """May they add plans and pin places? The unit keeps them, the school reads them."""
    return allow_if(bool(roles_at(user, school.pk) & PLAN_KEEPERS), ONLY_PLAN_KEEPERS)


def can_import(user: Actor) -> Verdict:
    """May they open the pages about imports at all?"""
    return allow_if(bool(roles_of(user) & IMPORTERS), ONLY_IMPORTERS)


def can_import_into(user: Actor, district: District) -> Verdict:
    """May they import into this district?"""
    mine = District.objects.importable_by(user).filter(pk=district.pk)
    return allow_if(mine.exists(), "This district is not yours to import into.")


def can_decide_import(user: Actor, found: OneRosterImport) -> Verdict:
    """May they apply or abandon this import?"""
    return can_import_into(user, found.district)
