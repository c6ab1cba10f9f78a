"""An agency that answers by a signed link: it has no account, and one referral."""

from dataclasses import dataclass
from uuid import UUID

from referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Agent:
    """Whoever opened the link; an Actor without an account."""

    referral_id: UUID
    pk: None = None

    def holds(self, referral: Referral) -> bool:
        """Is this the agency's own referral?"""
        return referral.pk == self.referral_id and referral.to_agency_id is not None
