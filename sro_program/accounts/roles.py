"""The questions every policy asks about a person."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localdate

from sro_program.accounts.models import Membership, Reach, Role, User
from sro_program.core.db import Actor


def roles_of(user: Actor) -> frozenset[str]:
    """All roles this person holds anywhere today."""
    return _roles("SELECT app_roles_of(%s, %s)", user.pk, localdate())


def roles_at(user: Actor, school_id: int) -> frozenset[str]:
    """The roles this person holds at one school today."""
    return _roles("SELECT app_roles_at(%s, %s)", user.pk, school_id)


def holders(role: Role, **place: object) -> QuerySet[User]:
    """Open accounts that hold this role today where these fields of it say."""
    held = Membership.objects.current().filter(role=role, **place)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def people_at(school_id: int, *roles: str) -> QuerySet[User]:
    """Open accounts that act at this school today in one of these roles, by name."""
    acting = Reach.objects.filter(school=school_id, role__in=roles)
    people = User.objects.filter(pk__in=acting.values("user"), is_active=True)
    return people.order_by("name", "pk")


def _roles(question: str, *about: int | date | None) -> frozenset[str]:
    """Asked on every page, so by functions that keep their plan (migration `roles`)."""
    with connection.cursor() as cursor:
        cursor.execute(question, about)
        return frozenset(cursor.fetchone()[0])


def places_held(user: Actor) -> list[str]:
    """This person's roles in words, each with its place."""
    held = Membership.objects.current().filter(user_id=user.pk).for_list()
    served = Reach.objects.of(user).filter(role=Role.OFFICER)
    schools = served.values_list("school__name", flat=True).order_by("school__name")
    as_officer = [f"{Role.OFFICER.label}, {name}" for name in schools]
    return [*map(str, held), *as_officer]
