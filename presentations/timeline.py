"""The history of a presentation in sentences, from the audit trail."""

from presentations.models import Presentation
from sro_program.audit.timeline import Event, happened

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


def timeline(presentation: Presentation) -> list[Event]:
    """What happened, oldest first."""
    return happened(presentation, SENTENCES)
