"""The pages of accounts, roles and invitations."""

from sro_program.accounts.views.account import absent, account, choose_mail
from sro_program.accounts.views.invitations import (
    accept,
    invitations,
    invite,
    invite_again,
    revoke,
    take_up,
)
from sro_program.accounts.views.people import end_membership, people

__all__ = [
    "absent",
    "accept",
    "account",
    "choose_mail",
    "end_membership",
    "invitations",
    "invite",
    "invite_again",
    "people",
    "revoke",
    "take_up",
]
