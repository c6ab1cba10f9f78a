"""What the command reads in a duty report of an officer's incidents at a school."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from incidents.models import CaseFile, Incident
from incidents.states import COUNTED
from officers.models import DutyReport
from officers.ports import Told


def incidents_of(report: DutyReport) -> list[Told]:
    """By class, disposition and who asked, and what was told at once; no names.

    For the command alone (KRS 158.153). Port of `officers`; the clock asks.
    """
    begins, over = report.moments
    rows = Incident.objects.filter(
        school=report.school,
        written_by=report.officer.user_id,
        status__in=COUNTED,
        occurred_from__gte=begins,
        occurred_from__lt=over,
    ).values_list(
        *("case_file__conduct", "case_file__disposition"),
        *("initiated_by", "case_file__alerts"),
    )
    found = list(rows)
    return [
        *_counted("By class", CaseFile.Conduct.choices, (row[0] for row in found)),
        *_counted(
            "By disposition", CaseFile.Disposition.choices, (row[1] for row in found)
        ),
        *_counted("Who asked", Incident.Initiator.choices, (row[2] for row in found)),
        *_counted(
            "Told at once",
            CaseFile.Alert.choices,
            (alert for row in found for alert in row[3] or ()),
        ),
    ]


def _counted(
    heading: str, choices: Iterable[tuple[str, Any]], values: Iterable[str]
) -> list[Told]:
    """In the order of the list, those that were there."""
    often: Mapping[str, int] = Counter(values)
    return [
        Told(heading, str(label), often[key], False)
        for key, label in choices
        if often[key]
    ]
