"""What a duty report says of an officer's talks at a school."""

from officers.models import DutyReport
from officers.ports import Told
from presentations.models import Presentation
from presentations.states import UNDECIDED, Status

HEADING = "Talks"


def talks_of(report: DutyReport) -> list[Told]:
    """Held in that time, to come after it, and asked for without an answer yet.

    Port of `officers`; the clock asks.
    """
    begins, over = report.moments
    talks = Presentation.objects.filter(school=report.school, officer=report.officer)
    held = talks.filter(
        status=Status.DELIVERED, starts_at__gte=begins, starts_at__lt=over
    )
    coming = talks.filter(status=Status.SCHEDULED, starts_at__gte=over)
    waiting = talks.filter(status__in=UNDECIDED, starts_at__gte=begins)
    return [
        Told(HEADING, "Held", held.count(), True),
        Told(HEADING, "To come", coming.count(), True),
        Told(HEADING, "Requests that wait", waiting.count(), True),
    ]
