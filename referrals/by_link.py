"""What an agency's signed link opens: one open referral, for a limited time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from referrals.actions.telling import ANSWER
from referrals.agents import Agent
from referrals.models import Message, Referral
from referrals.states import OPEN
from sro_program.core.db import acting_by_link
from sro_program.core.errors import AgencyLinkUnusable, LinkUnusable
from sro_program.core.links import SignedLink, read_token

NO_LONGER = "A newer link was mailed to your agency, or this one is incomplete."
ENDED = "This referral has ended, and its link with it. Nothing is asked of you."


@contextmanager
def opened(token: str) -> Iterator[tuple[Agent, Referral]]:
    """The agency and its referral, in a transaction that sees nothing else.

    Raises LinkUnusable when the link is damaged, expired, replaced by a newer one, or
    when the referral has ended.
    """
    link = _read(token)
    with acting_by_link(link.record_id):
        rows = Referral.objects.select_related(
            *("school__district", "referred_by", "handed_on_by", "to_agency"),
        )
        referral = rows.filter(pk=link.record_id).first()
        if referral is None:
            raise AgencyLinkUnusable(NO_LONGER)
        refuse_ended(referral)
        if referral.link_revision != link.version:
            raise AgencyLinkUnusable(NO_LONGER)
        yield Agent(referral.pk), referral


def refuse_ended(referral: Referral) -> None:
    """Raise LinkUnusable once the referral has ended: the link ends with it."""
    if referral.status not in OPEN:
        raise AgencyLinkUnusable(ENDED)


def _read(token: str) -> SignedLink:
    try:
        return read_token(ANSWER, token, max_age=settings.REFERRAL_LINK_LIFETIME)
    except LinkUnusable as error:
        raise AgencyLinkUnusable(error.sentence) from error


def messages_of(referral: Referral) -> list[Message]:
    """What both sides wrote to each other."""
    return list(Message.objects.filter(referral=referral).select_related("written_by"))
