"""Who works at a school with an account, by membership."""

from schools.models import School
from sro_program.accounts.models import Membership, Role
from sro_program.accounts.models.places import SCHOOL_ROLES

SHOWN = 40
LEADS = (Role.PRINCIPAL, Role.COUNSELOR)


def staff_of(school: School) -> list[Membership]:
    """Principals first, then counselors and teachers, by name; the first forty."""
    held = Membership.objects.current().filter(
        school=school, role__in=SCHOOL_ROLES, user__is_active=True
    )
    by_name = held.select_related("user").order_by("role", "user__name")
    order = {role.value: place for place, role in enumerate(SCHOOL_ROLES)}
    return sorted(by_name, key=lambda held: order[held.role])[:SHOWN]


def leads_of(school: School) -> list[Membership]:
    """Whom an officer who is new here has to know: principals, then counselors."""
    return [held for held in staff_of(school) if held.role in LEADS]
