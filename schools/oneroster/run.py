"""One package against one district, from the file to the differences."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.timezone import override

from schools.models import District
from schools.oneroster.checking import read_roster
from schools.oneroster.comparing import compare
from schools.oneroster.differences import Differences
from schools.oneroster.packages import open_package
from schools.oneroster.problems import Problems
from schools.oneroster.roster import Known, Report, silence


@dataclass(frozen=True, slots=True)
class Examination:
    """What a package would do, and what is wrong with it."""

    differences: Differences
    problems: Problems


def examine(path: Path, district: District, report: Report = silence) -> Examination:
    """The dry run, on the district's today; it writes nothing.

    Raises Unreadable when nothing can be used.
    """
    with override(district.zone), open_package(path) as package:
        roster = read_roster(package, Known.of(district), report)
    return Examination(compare(roster, district, report), roster.problems)
