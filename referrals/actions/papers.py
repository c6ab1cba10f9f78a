"""What leaves the product on paper: each sheet is a disclosure (domain.md R34)."""

from django.db import transaction
from django.db.models import Q

from referrals import policy
from referrals.actions.sending import basis_in_words
from referrals.models import Referral
from sro_program.audit.log import disclose, record
from sro_program.audit.models import Disclosure
from sro_program.core.db import Actor
from sro_program.core.policy import require
from sro_program.workflow import lock

ON_REQUEST = "Record of disclosures (FERPA, 34 CFR 99.32)"


@transaction.atomic
def print_referral(referral: Referral, *, by: Actor) -> None:
    """Write down that a referral is printed. Raises NotAllowed."""
    referral = lock(referral)
    require(policy.reads_content(by, referral))
    record(by, "print", referral)
    basis = basis_in_words(referral.concern)
    _on_paper(referral, by, Disclosure.What.PRINTED, basis)


@transaction.atomic
def print_register(referral: Referral, *, by: Actor) -> list[Disclosure]:
    """To whom the data of whom it is about were shown, as far as this person may know.

    That is what they revealed, what was revealed to them, and all about referrals that
    they hold; also what was shown under an entry that was merged into the person's
    since. The sheet names the person too, so it ends with its own line. Raises
    NotAllowed.
    """
    referral = lock(referral)
    require(policy.reads_content(by, referral))
    record(by, "print_register", referral)
    _on_paper(referral, by, Disclosure.What.REGISTER, ON_REQUEST)
    person = referral.concern.about_id
    held = Referral.objects.held_by(by).filter(concern__about=person)
    rows = Disclosure.objects.visible_to(by, held=held)
    whose = Q(person=person) | Q(person__merged_into=person)
    return list(rows.filter(whose).for_list())


def _on_paper(referral: Referral, by: Actor, what: Disclosure.What, basis: str) -> None:
    """Whoever prints holds the paper."""
    disclose(
        by,
        what,
        referral,
        person_id=referral.concern.about_id,
        to_whom=str(by),
        to_user=by,
        basis=basis,
    )
