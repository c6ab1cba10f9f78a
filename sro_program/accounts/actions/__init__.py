"""What people can do with accounts, roles and invitations."""

from sro_program.accounts.actions.account import change_email, choose_mail
from sro_program.accounts.actions.invitations import (
    accept,
    invite,
    invite_again,
    revoke,
    take_up,
)
from sro_program.accounts.actions.memberships import end_membership, give_role
from sro_program.accounts.actions.sign_in import release, remove_second_factor

__all__ = [
    "accept",
    "change_email",
    "choose_mail",
    "end_membership",
    "give_role",
    "invite",
    "invite_again",
    "release",
    "remove_second_factor",
    "revoke",
    "take_up",
]
