"""What a duty report says of the referrals that an officer sent from a school."""

from officers.models import DutyReport
from officers.ports import Told
from referrals.models import Referral
from referrals.states import Status

HEADING = "Referrals"
SMALL = 5


def referrals_of(report: DutyReport) -> list[Told]:
    """Sent in that time, and closed; never which, nor how few (issue 3, point 8).

    Port of `officers`; the clock asks.
    """
    begins, over = report.moments
    mine = Referral.objects.filter(
        school=report.school, referred_by=report.officer.user_id
    )
    sent = mine.filter(sent_at__gte=begins, sent_at__lt=over)
    closed = mine.filter(status=Status.CLOSED, ended_at__gte=begins, ended_at__lt=over)
    return [
        Told(HEADING, "Sent", _hidden_small(sent.count()), True),
        Told(HEADING, "Closed", _hidden_small(closed.count()), True),
    ]


def _hidden_small(number: int) -> int | str:
    return number if number == 0 or number >= SMALL else f"fewer than {SMALL}"
