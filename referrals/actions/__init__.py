"""Everything that changes advice and the directory."""

from referrals.actions.advice import change_advice, follow_up, record_advice
from referrals.actions.directory import (
    add_agency,
    change_agency,
    check_agency,
    switch_agency,
)

__all__ = [
    "add_agency",
    "change_advice",
    "change_agency",
    "check_agency",
    "follow_up",
    "record_advice",
    "switch_agency",
]
