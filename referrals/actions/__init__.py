"""Everything that changes advice, referrals, reports and the directory."""

from referrals.actions.advice import change_advice, follow_up, record_advice
from referrals.actions.answering import (
    accept,
    begin,
    close,
    decline,
    receive,
    renew_link,
    revoke,
)
from referrals.actions.directory import (
    add_agency,
    change_agency,
    check_agency,
    switch_agency,
)
from referrals.actions.leaving import ask_for_a_stand_in, due_a_stand_in
from referrals.actions.papers import print_referral, print_register
from referrals.actions.reminding import due_a_nag, due_a_reminder, nag, remind
from referrals.actions.reporting import begin_report, change_report, print_report
from referrals.actions.sending import redirect, send, send_again
from referrals.actions.working import (
    hand_over,
    take_over,
    write_message,
    write_note,
)

__all__ = [
    "accept",
    "add_agency",
    "ask_for_a_stand_in",
    "begin",
    "begin_report",
    "change_advice",
    "change_agency",
    "change_report",
    "check_agency",
    "close",
    "decline",
    "due_a_nag",
    "due_a_reminder",
    "due_a_stand_in",
    "follow_up",
    "hand_over",
    "nag",
    "print_referral",
    "print_register",
    "print_report",
    "receive",
    "record_advice",
    "redirect",
    "remind",
    "renew_link",
    "revoke",
    "send",
    "send_again",
    "switch_agency",
    "take_over",
    "write_message",
    "write_note",
]
