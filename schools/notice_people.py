"""Who looks at a notice again before it ends."""

from django.db.models import QuerySet

from schools.models import AccessNotice, School
from schools.models.notices import KEEPERS
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import people_at


def keepers_at(school: School) -> QuerySet[User]:
    """Who can be the reviewer of a notice: officers, principals, commanders."""
    return people_at(school.pk, *KEEPERS)


def reviewers_of(notice: AccessNotice) -> QuerySet[User]:
    """Its reviewer; where they have no part at the school any more, its officers and
    principals."""
    named = keepers_at(notice.school).filter(pk=notice.reviewer_id)
    if named.exists():
        return named
    return people_at(notice.school_id, Role.OFFICER, Role.PRINCIPAL)
