"""Which verbs fit the moment, and what each says to this person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from incidents import policy
from incidents.models import Incident
from incidents.states import APPROVE, DISCARD, HAND_BACK, RETURN, SUBMIT, Status
from sro_program.core.db import Actor
from sro_program.core.offers import Offer
from sro_program.core.policy import Verdict

type Rule = Callable[[Actor, Incident], Verdict]
type Fits = Callable[[Incident], bool]


@dataclass(frozen=True, slots=True)
class Verb:
    """What a button says, whom it is for, and when."""

    label: str
    may: Rule
    fits: Fits
    is_post: bool = False
    kind: str = "primary"


def _is_police(incident: Incident) -> bool:
    return SUBMIT.possible(incident) and not incident.case_file.is_discipline


def _is_discipline(incident: Incident) -> bool:
    return HAND_BACK.possible(incident) and incident.case_file.is_discipline


def _is_approved(incident: Incident) -> bool:
    return incident.status == Status.APPROVED


VERBS: Mapping[str, Verb] = {
    "hand_back": Verb("Return it to the school", policy.can_change, _is_discipline),
    "submit": Verb("Submit for review", policy.can_change, _is_police, is_post=True),
    "approve": Verb("Approve", policy.can_review, APPROVE.possible, is_post=True),
    "return_report": Verb(
        "Return with a remark", policy.can_review, RETURN.possible, kind="secondary"
    ),
    "add_supplement": Verb(
        "Add a supplement", policy.can_supplement, _is_approved, kind="secondary"
    ),
    "discard": Verb(
        "Discard the draft", policy.can_change, DISCARD.possible, kind="danger"
    ),
}
"""In the order in which a page shows them."""


def offers_for(user: Actor, incident: Incident) -> list[Offer]:
    """What this person can do now; who may not is shown no button."""
    return [
        Offer(
            name,
            verb.label,
            reverse(f"incidents:{name}", args=[incident.pk]),
            verb.is_post,
            verb.kind,
        )
        for name, verb in VERBS.items()
        if verb.fits(incident) and verb.may(user, incident)
    ]
