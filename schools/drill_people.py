"""Who is named with a drill: the officers of a school, and those who mend."""

from django.db.models import Q, QuerySet

from schools.drill_policy import MENDERS
from schools.models import Drill, DrillTask, School
from sro_program.accounts.models import Reach, Role, User

PRINCIPAL, OFFICER = Role.PRINCIPAL, Role.OFFICER


def officers_to_name(school: School, drill: Drill | None = None) -> QuerySet[User]:
    """Whoever serves this school today, and whom the drill names already."""
    named = drill.sro_id if drill else None
    serving = Reach.objects.filter(school=school, role=OFFICER)
    found = Q(pk__in=serving.values("user"), is_active=True) | Q(pk=named or 0)
    return User.objects.filter(found).order_by("name", "pk")


def menders_at(school: School) -> QuerySet[User]:
    """Whom a task can be given to: principals, officers, commanders."""
    return _at(school, *MENDERS)


def owners_of(task: DrillTask) -> QuerySet[User]:
    """Whom it waits for: the person named, or else the officers or the principals.

    Facilities have no accounts; the principal calls them.
    """
    if task.person_id:
        return User.objects.filter(pk=task.person_id, is_active=True)
    is_agencys = task.owner == DrillTask.Owner.AGENCY
    return _at(task.school, OFFICER if is_agencys else PRINCIPAL)


def _at(school: School, *roles: str) -> QuerySet[User]:
    reach = Reach.objects.filter(school=school, role__in=roles)
    return User.objects.filter(pk__in=reach.values("user"), is_active=True).order_by(
        "name", "pk"
    )
