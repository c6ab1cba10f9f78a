"""Who looks at a notice again before it ends."""

from django.db.models import QuerySet

from schools.models import AccessNotice, School
from schools.models.notices import KEEPERS
from sro_program.accounts.models import Reach, Role, User


def keepers_at(school: School) -> QuerySet[User]:
    """Who can be the reviewer of a notice: officers, principals, commanders."""
    return _at(school, *KEEPERS)


def reviewers_of(notice: AccessNotice) -> QuerySet[User]:
    """Its reviewer; where they have no part at the school any more, its officers and
    principals."""
    named = keepers_at(notice.school).filter(pk=notice.reviewer_id)
    if named.exists():
        return named
    return _at(notice.school, Role.OFFICER, Role.PRINCIPAL)


def _at(school: School, *roles: str) -> QuerySet[User]:
    reach = Reach.objects.filter(school=school, role__in=roles)
    people = User.objects.filter(pk__in=reach.values("user"), is_active=True)
    return people.order_by("name", "pk")
