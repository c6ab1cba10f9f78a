"""What people and clocks can do with presentations.

Each verb is one transaction: lock, ask, move, record, tell.
"""

from presentations.actions.afterwards import deliver, give_feedback
from presentations.actions.calling_off import (
    cancel,
    miss,
    other_times,
    react_to_absence,
    withdraw,
)
from presentations.actions.lapsing import TOO_LATE, due_to_lapse, lapse
from presentations.actions.levels import set_levels
from presentations.actions.offers import offers
from presentations.actions.reminding import (
    due_a_day_before,
    due_a_decision,
    due_a_record,
    due_a_week_before,
    remind_a_day_before,
    remind_a_week_before,
    remind_to_decide,
    remind_to_record,
)
from presentations.actions.requesting import offer, request, send
from presentations.actions.series import (
    CHANGED,
    accept_series,
    approve_series,
    waiting_for_officer,
    waiting_for_school,
)
from presentations.actions.signing import (
    accept,
    approve,
    ask_changes,
    choose_slot,
    decline,
    refuse_misfit,
    refuse_slower,
)

__all__ = [
    "CHANGED",
    "TOO_LATE",
    "accept",
    "accept_series",
    "approve",
    "approve_series",
    "ask_changes",
    "cancel",
    "choose_slot",
    "decline",
    "deliver",
    "due_a_day_before",
    "due_a_decision",
    "due_a_record",
    "due_a_week_before",
    "due_to_lapse",
    "give_feedback",
    "lapse",
    "miss",
    "offer",
    "offers",
    "other_times",
    "react_to_absence",
    "refuse_misfit",
    "refuse_slower",
    "remind_a_day_before",
    "remind_a_week_before",
    "remind_to_decide",
    "remind_to_record",
    "request",
    "send",
    "set_levels",
    "waiting_for_officer",
    "waiting_for_school",
    "withdraw",
]
