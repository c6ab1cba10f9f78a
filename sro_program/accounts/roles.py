"""The questions every policy asks about a person."""

from sro_program.accounts.models import Membership, Reach, Role
from sro_program.core.db import Actor


def roles_of(user: Actor) -> frozenset[str]:
    """All roles this person holds anywhere today."""
    if user.pk is None:
        return frozenset()
    reached = Reach.objects.of(user).values_list("role", flat=True)
    held = Membership.objects.current().filter(user_id=user.pk)
    return frozenset(reached.union(held.values_list("role", flat=True)))


def roles_at(user: Actor, school_id: int) -> frozenset[str]:
    """The roles this person holds at one school today."""
    at_school = Reach.objects.of(user).filter(school_id=school_id)
    return frozenset(at_school.values_list("role", flat=True))


def places_held(user: Actor) -> list[str]:
    """This person's roles in words, each with its place."""
    held = Membership.objects.current().filter(user_id=user.pk).for_list()
    served = Reach.objects.of(user).filter(role=Role.OFFICER)
    schools = served.values_list("school__name", flat=True).order_by("school__name")
    as_officer = [f"{Role.OFFICER.label}, {name}" for name in schools]
    return [*map(str, held), *as_officer]
