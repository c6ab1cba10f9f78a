"""Who is told what becomes of a calendar that is read by itself."""

from django.db.models import QuerySet

from schools.models import SchoolFeed
from schools.models.feeds import KEEPERS
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import people_at


def keepers_of(feed: SchoolFeed) -> QuerySet[User]:
    """Who let it in; where they keep it no longer, the office and the principal."""
    named = people_at(feed.school_id, *KEEPERS).filter(pk=feed.written_by_id)
    if named.exists():
        return named
    return people_at(feed.school_id, Role.OFFICE, Role.PRINCIPAL)
