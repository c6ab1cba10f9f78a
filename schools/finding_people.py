"""Who is named with what has to be mended, and whom it waits for."""

from django.db.models import QuerySet

from schools.models import Finding, School
from schools.models.findings import MENDERS
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import people_at


def menders_at(school: School) -> QuerySet[User]:
    """To whom a finding can be given: principals, officers, commanders."""
    return people_at(school.pk, *MENDERS)


def owners_of(finding: Finding) -> QuerySet[User]:
    """Whom it waits for: the person named, or else the officers or the principals.

    So it does where the person named has no part at the school any more. Facilities
    have no accounts; the principal calls them.
    """
    named = menders_at(finding.school).filter(pk=finding.person_id or 0)
    if named.exists():
        return named
    is_agencys = finding.owner == Finding.Owner.AGENCY
    return people_at(finding.school_id, Role.OFFICER if is_agencys else Role.PRINCIPAL)
