"""Who can be turned to at a school, and how much lies on each desk already."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from referrals.models import Agency, Referral
from schools.models import School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.core.db import Actor, briefly_as_clock

NONE_OPEN = "nothing open"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A counselor or an agency, with the open load (KRS 158.4416, domain.md R48)."""

    key: str
    name: str
    load: int
    email: str = ""

    @property
    def load_words(self) -> str:
        return f"{self.load} open" if self.load else NONE_OPEN

    @property
    def label(self) -> str:
        """Whom one turns to, an agency with the address to which the mail goes."""
        name = f"{self.name} ({self.email})" if self.email else self.name
        return f"{name} · {self.load_words}"


def receivers_at(school: School) -> Sequence[Receiver]:
    """The school's counselors first, then agencies; three queries."""
    counselors = list(holders(Role.COUNSELOR, school=school).order_by("name", "pk"))
    agencies = list(open_agencies(school))
    loads = _loads(counselors, agencies)
    return [
        *(
            Receiver(f"counselor-{one.pk}", one.name, loads[one.pk, None])
            for one in counselors
        ),
        *(
            Receiver(f"agency-{one.pk}", one.name, loads[None, one.pk], one.email)
            for one in agencies
        ),
    ]


def colleagues_for(referral: Referral, *, apart_from: Actor) -> QuerySet[User]:
    """The school's other counselors, but for whoever sent it: they ask, not answer."""
    sent_it = {referral.referred_by_id, referral.handed_on_by_id}
    others = holders(Role.COUNSELOR, school=referral.school)
    others = others.exclude(pk__in={*sent_it, apart_from.pk})
    return others.order_by("name", "pk")


def open_agencies(school: School) -> Sequence[Agency]:
    """Those of the directory that answer by mail: a link needs an address."""
    rows = Agency.objects.active().serving(school).exclude(email="")
    return list(rows.for_list())


def _loads(
    counselors: Sequence[User], agencies: Sequence[Agency]
) -> Counter[tuple[int | None, int | None]]:
    """How many are open with each; counts of what others may not see."""
    with briefly_as_clock():
        rows = Referral.objects.open().filter(to_counselor__in=counselors)
        rows |= Referral.objects.open().filter(to_agency__in=agencies)
        return Counter(rows.values_list("to_counselor", "to_agency").iterator())
