"""Who works at a school with an account, by membership."""

from schools.models import School
from sro_program.accounts.models import Membership
from sro_program.accounts.models.places import SCHOOL_ROLES

SHOWN = 40


def staff_of(school: School) -> list[Membership]:
    """Principals first, then counselors and teachers, by name; the first forty."""
    held = Membership.objects.current().filter(
        school=school, role__in=SCHOOL_ROLES, user__is_active=True
    )
    by_name = held.select_related("user").order_by("role", "user__name")
    order = {role.value: place for place, role in enumerate(SCHOOL_ROLES)}
    return sorted(by_name, key=lambda held: order[held.role])[:SHOWN]
