"""Keeping the directory. An entry is never deleted: old referrals point to it."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate

from referrals import policy
from referrals.models import Agency
from schools.models import District, School
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.policy import require
from sro_program.workflow import lock, write


class Content(TypedDict, total=False):
    """What an entry says."""

    school: School | None
    kind: str
    name: str
    services: str
    topics: list[str]
    phone: str
    email: str
    website: str
    address: str
    hours: str
    area: str
    languages: str
    eligibility: str


@transaction.atomic
def add_agency(*, by: Actor, district: District, **content: Unpack[Content]) -> Agency:
    """Put an entry into a district's directory; whoever writes it has checked it.

    Raises NotAllowed, or RuleBroken for a name that is taken or no way to reach it.
    """
    require(policy.can_keep_in(by, district))
    agency = Agency(
        district=district, verified_on=localdate(), verified_by_id=by.pk, **content
    )
    with constraints_as_rules(Agency):
        agency.save(force_insert=True)
    record(by, "add", agency)
    return agency


@transaction.atomic
def change_agency(
    agency: Agency, *, by: Actor, version: int | None = None, **content: Unpack[Content]
) -> Agency:
    """Change what an entry says, which is also to check it.

    Raises NotAllowed, Stale, or RuleBroken. See add_agency.
    """
    require(policy.can_keep(by, agency))
    agency = lock(agency, version=version)
    write(agency, **content, **_checked(by))
    record(by, "change", agency)
    return agency


@transaction.atomic
def check_agency(agency: Agency, *, by: Actor, version: int | None = None) -> Agency:
    """Say that everything is still right. Raises NotAllowed or Stale."""
    require(policy.can_keep(by, agency))
    agency = lock(agency, version=version)
    write(agency, **_checked(by))
    record(by, "check", agency)
    return agency


@transaction.atomic
def switch_agency(agency: Agency, *, by: Actor, version: int | None = None) -> Agency:
    """Take an entry out of what can be chosen, or put it back.

    Raises NotAllowed or Stale.
    """
    require(policy.can_keep(by, agency))
    agency = lock(agency, version=version)
    verb = "switch_off" if agency.is_active else "switch_on"
    write(agency, is_active=not agency.is_active)
    record(by, verb, agency)
    return agency


def _checked(by: Actor) -> dict[str, object]:
    return {"verified_on": localdate(), "verified_by_id": by.pk}
