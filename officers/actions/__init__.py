"""What people and clocks can do with the unit's records.

Each verb is one transaction: lock, ask, move, record, tell.
"""

from officers.actions.absences import (
    call_out,
    cancel_absence,
    record_absence,
    rest_of_the_day,
)
from officers.actions.assignments import (
    assign,
    change_assignment,
    end_assignment,
)
from officers.actions.log import correct_activity, log_activity

__all__ = [
    "assign",
    "call_out",
    "cancel_absence",
    "change_assignment",
    "correct_activity",
    "end_assignment",
    "log_activity",
    "record_absence",
    "rest_of_the_day",
]
