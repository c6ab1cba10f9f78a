"""The history of a presentation in sentences, from the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from presentations.models import Presentation
from sro_program.audit.models import AuditEvent, Kind

SENTENCES = {
    "draft": "Wrote the request",
    "save": "Changed the draft",
    "send": "Sent it to those who sign",
    "approve": "Signed for the school",
    "accept": "Signed as the officer",
    "schedule": "With both signatures it is scheduled",
    "ask_changes": "Asked for changes",
    "decline": "Declined it",
    "lapse": "Closed it: its time came before both had signed",
    "withdraw": "Withdrew it",
    "cancel": "Cancelled it",
    "choose_slot": "Chose another time and asked again",
    "deliver": "Gave the talk and recorded it",
    "miss": "Noted that it did not take place",
    "give_feedback": "Answered the three questions",
}
THE_CLOCK = "The program"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as the page shows it."""

    at: datetime
    who: str
    sentence: str
    note: str = ""


def timeline(presentation: Presentation) -> list[Event]:
    """What happened, oldest first."""
    happened = AuditEvent.objects.about(presentation).filter(kind=Kind.VERB)
    return [
        Event(
            at,
            who or THE_CLOCK,
            SENTENCES.get(verb, verb.replace("_", " ").capitalize()),
            str(detail.get("why", "")),
        )
        for at, who, verb, detail in happened.values_list(
            "at", "by__name", "verb", "detail"
        )
    ]
