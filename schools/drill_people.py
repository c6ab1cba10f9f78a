"""Who is named with a drill: the officers of its school."""

from django.db.models import QuerySet

from schools.models import Drill, School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import people_at


def officers_to_name(school: School, drill: Drill | None = None) -> QuerySet[User]:
    """Whoever serves this school today, and whom the drill names already."""
    named = drill.sro_id if drill else None
    serving = people_at(school.pk, Role.OFFICER)
    return serving | User.objects.filter(pk=named or 0)
