"""The history of a referral in sentences, from the audit trail."""

from collections.abc import Sequence

from referrals.models import Referral
from sro_program.audit.timeline import Event, happened

SENTENCES = {
    "send": "Sent it",
    "receive": "Received it",
    "accept": "Took it on",
    "begin": "Began to work on it",
    "note": "Wrote a note",
    "message": "Wrote to the other side",
    "take_over": "Took it over from a colleague",
    "hand_over": "Handed it over to a colleague",
    "redirect": "Handed it on to another receiver",
    "decline": "Declined it",
    "revoke": "Took it back",
    "close": "Closed it",
    "remind": "Reminded of it",
    "renew_link": "Mailed the agency a new link",
    "print": "Printed it",
    "print_register": "Printed the register of disclosures",
}
BY_THE_AGENCY = {"receive", "accept", "begin", "decline", "close", "message"}
OWN = {"note"}
"""What only the receiver's side is shown."""


def timeline(referral: Referral, *, with_own: bool) -> Sequence[Event]:
    """What happened, oldest first; who has no account is named as the agency."""
    agency = str(referral.to_agency or "")
    names = dict.fromkeys(BY_THE_AGENCY, agency) if agency else {}
    hidden = frozenset() if with_own else frozenset(OWN)
    return happened(referral, SENTENCES, names=names, hidden=hidden)
