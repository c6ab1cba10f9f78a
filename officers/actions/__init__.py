"""What people and clocks can do with the unit's records.

Each verb is one transaction: lock, ask, move, record, tell.
"""

from officers.actions.absences import (
    call_out,
    cancel_absence,
    record_absence,
    rest_of_the_day,
)
from officers.actions.approvals import change_approval, record_approval
from officers.actions.assignments import (
    assign,
    change_assignment,
    end_assignment,
)
from officers.actions.directives import (
    acknowledge,
    decline,
    finish,
    give_directive,
    withdraw,
)
from officers.actions.lines import (
    NOT_BY_HAND,
    OLDEST,
    change_line,
    promote,
    take_out,
    write_line,
)
from officers.actions.log import correct_activity, log_activity

__all__ = [
    "NOT_BY_HAND",
    "OLDEST",
    "acknowledge",
    "assign",
    "call_out",
    "cancel_absence",
    "change_approval",
    "change_assignment",
    "change_line",
    "correct_activity",
    "decline",
    "end_assignment",
    "finish",
    "give_directive",
    "log_activity",
    "promote",
    "record_absence",
    "record_approval",
    "rest_of_the_day",
    "take_out",
    "withdraw",
    "write_line",
]
