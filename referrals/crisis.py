"""Danger now: who to call, before anything is written (product.md §3)."""

from dataclasses import dataclass

from referrals.models import Agency
from schools.models import School
from sro_program.accounts.models import Membership, Role
from sro_program.core.text import dialled

MOST = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call, and when."""

    name: str
    phone: str
    when: str

    @property
    def dial(self) -> str:
        """The number with digits only, as a telephone dials it."""
        return dialled(self.phone)


ALWAYS = [
    Contact("911", "911", "Someone is hurt, or is in danger now"),
    Contact("988 Suicide and Crisis Lifeline", "988", "Day and night, call or text"),
]
"""Known to every school, whatever its directory says."""
HOTLINE = Contact(
    "Child abuse hotline", "1-877-597-2331", "1-877-KYSAFE1: report at once"
)
"""KRS 620.030: any person who suspects it reports, to the hotline or the police."""
PEOPLE = {Role.COUNSELOR: "Counselor", Role.PRINCIPAL: "Principal"}


def path_for(school: School) -> list[Contact]:
    """Who to call from this school, in order; two queries."""
    return [*ALWAYS, *_people(school), *_lines(school)]


def _people(school: School) -> list[Contact]:
    held = Membership.objects.current().filter(school=school, role__in=PEOPLE)
    rows = held.filter(user__is_active=True).select_related("user")
    return [
        Contact(row.user.name, row.user.phone, f"{PEOPLE[Role(row.role)]} here")
        for row in rows.order_by("role", "user__name")[:MOST]
    ]


def _lines(school: School) -> list[Contact]:
    rows = Agency.objects.active().crisis_lines().serving(school).exclude(phone="")
    known = {contact.dial for contact in ALWAYS}
    found = [
        Contact(row.name, row.phone, row.hours or row.services)
        for row in rows.for_list()[:MOST]
    ]
    return [contact for contact in found if contact.dial not in known]
