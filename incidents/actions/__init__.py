"""Everything that changes incidents."""

from incidents.actions.charges import take_over_charges
from incidents.actions.counting import count_anew
from incidents.actions.handing_back import hand_back, return_request, sign_slip
from incidents.actions.papers import (
    print_interview,
    print_report,
    print_school_side,
)
from incidents.actions.parts import (
    add_attachment,
    add_interview,
    add_measure,
    add_offence,
    add_person,
    change_attachment,
    change_interview,
    change_measure,
    change_offence,
    change_person,
    open_attachment,
    remove_part,
    remove_person,
)
from incidents.actions.promoting import begin_from_line
from incidents.actions.receiving import (
    begin_from_received,
    change_received,
    take_report,
)
from incidents.actions.reviewing import (
    add_supplement,
    approve,
    return_report,
    submit,
)
from incidents.actions.sealing import (
    begin_sealing,
    choose_sealed,
    confirm_sealing,
    reopen_sealing,
    seal,
    withdraw_sealing,
)
from incidents.actions.unmasking import unmask
from incidents.actions.writing import (
    begin,
    change_case_file,
    change_header,
    discard,
    save_narrative,
)

__all__ = [
    "add_attachment",
    "add_interview",
    "add_measure",
    "add_offence",
    "add_person",
    "add_supplement",
    "approve",
    "begin",
    "begin_from_line",
    "begin_from_received",
    "begin_sealing",
    "change_attachment",
    "change_case_file",
    "change_header",
    "change_interview",
    "change_measure",
    "change_offence",
    "change_person",
    "change_received",
    "choose_sealed",
    "confirm_sealing",
    "count_anew",
    "discard",
    "hand_back",
    "open_attachment",
    "print_interview",
    "print_report",
    "print_school_side",
    "remove_part",
    "remove_person",
    "reopen_sealing",
    "return_report",
    "return_request",
    "save_narrative",
    "seal",
    "sign_slip",
    "submit",
    "take_report",
    "take_over_charges",
    "unmask",
    "withdraw_sealing",
]
