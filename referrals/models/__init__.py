"""The advisor's tables."""

from referrals.models.advice import Advice
from referrals.models.agencies import Agency, DirectoryRule
from referrals.models.topics import CRISIS, DUTY, Topic

__all__ = ["CRISIS", "DUTY", "Advice", "Agency", "DirectoryRule", "Topic"]
