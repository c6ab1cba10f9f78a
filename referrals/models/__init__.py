"""What the advisor keeps: advice, referrals, and who helps with what."""

from referrals.models.advice import Advice
from referrals.models.agencies import Agency, DirectoryRule
from referrals.models.clocks import Clock
from referrals.models.concerns import Concern
from referrals.models.notes import Message, Note
from referrals.models.referrals import Referral
from referrals.models.reports import MandatoryReport
from referrals.models.topics import Topic

__all__ = [
    "Advice",
    "Agency",
    "Clock",
    "Concern",
    "DirectoryRule",
    "MandatoryReport",
    "Message",
    "Note",
    "Referral",
    "Topic",
]
