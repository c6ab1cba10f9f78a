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
from officers.actions.balance import (
    agree_goals,
    decline_goals,
    explain_tilt,
    propose_goals,
    withdraw_goals,
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
from officers.actions.reliefs import relieve, subpoena
from officers.actions.report_mails import send_reports
from officers.actions.reports import (
    ask_for_report,
    compile_report,
    open_reports,
    reports_to_compile,
)
from officers.actions.review_goals import (
    agree_review_goal,
    open_review,
    propose_review_goal,
    withdraw_review_goal,
)
from officers.actions.reviews import (
    answer_half,
    ask_for_halves,
    reviews_due,
    sign_half,
    take_back_half,
    write_half,
)
from officers.actions.signing import comment, sign
from officers.actions.training import (
    confirm_training,
    correct_certificate,
    correct_hours,
    mark_lost,
    open_training_document,
    record_certificate,
    record_hours,
    remove_training,
)
from officers.actions.training_dates import due_a_look, renew_dates, warn

__all__ = [
    "NOT_BY_HAND",
    "OLDEST",
    "acknowledge",
    "ask_for_halves",
    "ask_for_report",
    "comment",
    "compile_report",
    "open_reports",
    "reports_to_compile",
    "reviews_due",
    "send_reports",
    "sign",
    "agree_goals",
    "agree_review_goal",
    "answer_half",
    "assign",
    "call_out",
    "cancel_absence",
    "change_approval",
    "change_assignment",
    "change_line",
    "confirm_training",
    "correct_activity",
    "decline",
    "decline_goals",
    "correct_certificate",
    "correct_hours",
    "due_a_look",
    "end_assignment",
    "explain_tilt",
    "finish",
    "give_directive",
    "log_activity",
    "mark_lost",
    "open_review",
    "open_training_document",
    "promote",
    "propose_goals",
    "propose_review_goal",
    "record_absence",
    "record_approval",
    "relieve",
    "rest_of_the_day",
    "sign_half",
    "subpoena",
    "take_back_half",
    "take_out",
    "withdraw",
    "withdraw_goals",
    "withdraw_review_goal",
    "record_certificate",
    "record_hours",
    "remove_training",
    "renew_dates",
    "warn",
    "write_half",
    "write_line",
]
