"""People and where they belong."""

from sro_program.accounts.models.feeds import CalendarFeed
from sro_program.accounts.models.invitations import Invitation
from sro_program.accounts.models.people import User
from sro_program.accounts.models.places import (
    Membership,
    PoliceAgency,
    Reach,
    Role,
)
from sro_program.accounts.models.sign_in import SignInAttempt
from sro_program.accounts.models.views import SavedView

__all__ = [
    "CalendarFeed",
    "Invitation",
    "Membership",
    "PoliceAgency",
    "Reach",
    "Role",
    "SavedView",
    "SignInAttempt",
    "User",
]
