"""What the agreement of a district says about discipline today."""

from dataclasses import dataclass

from schools.models import Agreement, District
from sro_program.core.db import Actor


@dataclass(frozen=True, slots=True)
class Clause:
    """A district, and the agreement that holds there today, if one is registered."""

    district: District
    agreement: Agreement | None


def clause_of(user: Actor, district: District) -> Clause:
    """Of the district of one school that this person reaches."""
    mine = Agreement.objects.visible_to(user).in_force()
    return Clause(district, mine.filter(district=district).first())


def clauses_for(user: Actor) -> list[Clause]:
    """Of each district that this person reaches, by name."""
    found = Agreement.objects.visible_to(user).in_force()
    in_force = {agreement.district_id: agreement for agreement in found}
    districts = District.objects.visible_to(user).order_by("name", "pk")
    return [Clause(one, in_force.get(one.pk)) for one in districts]
