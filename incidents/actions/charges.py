"""Taking over the agency's table of charges from a file."""

from django.db import transaction

from incidents import policy
from incidents.charge_file import Reading, read
from incidents.models import Charge
from sro_program.accounts.models import PoliceAgency
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import Stale
from sro_program.core.policy import require

MOVED = (
    "The charges have changed since you looked at the file. Look at it again; nothing "
    "has been changed."
)
FIELDS = ["code", "title", "statute", "offence_code", "is_active"]


@transaction.atomic
def take_over_charges(
    agency: PoliceAgency, *, by: Actor, text: str, mark: str
) -> Reading:
    """Carry out what was looked at: all of its good lines, or nothing.

    What the file no longer names is switched off. Raises NotAllowed, or Stale when the
    file would change something else than what was looked at.
    """
    agency = PoliceAgency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    require(policy.can_keep_charges_of(by, agency))
    reading = read(text, agency)
    if reading.mark != mark:
        raise Stale(MOVED)
    with constraints_as_rules(Charge):
        Charge.objects.bulk_create(
            Charge(police_agency=agency, **one.fields) for one in reading.new
        )
        Charge.objects.bulk_update(_rewritten(reading), FIELDS, batch_size=500)
    off = Charge.objects.filter(pk__in=[charge.pk for charge in reading.off])
    off.update(is_active=False)
    record(
        by,
        "take_over_charges",
        agency,
        new=len(reading.new),
        changed=len(reading.changed),
        off=len(reading.off),
    )
    return reading


def _rewritten(reading: Reading) -> list[Charge]:
    """The charges of the changed lines, as the file says them; in use again."""
    found = []
    for one in reading.changed:
        assert one.charge is not None  # noqa: S101  # what is changed is known
        for name, value in {**one.fields, "is_active": True}.items():
            setattr(one.charge, name, value)
        found.append(one.charge)
    return found
