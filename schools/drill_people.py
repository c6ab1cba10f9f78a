"""Who is named with a drill: the officers of its school."""

from django.db.models import Q, QuerySet

from schools.models import Drill, School
from sro_program.accounts.models import Reach, Role, User


def officers_to_name(school: School, drill: Drill | None = None) -> QuerySet[User]:
    """Whoever serves this school today, and whom the drill names already."""
    named = drill.sro_id if drill else None
    serving = Reach.objects.filter(school=school, role=Role.OFFICER)
    found = Q(pk__in=serving.values("user"), is_active=True) | Q(pk=named or 0)
    return User.objects.filter(found).order_by("name", "pk")
