"""From a package to a roster: every row checked, every reference followed."""

from schools.oneroster import spec
from schools.oneroster.checking.classes import check_classes
from schools.oneroster.checking.orgs import check_orgs, check_sessions
from schools.oneroster.checking.people import check_people
from schools.oneroster.manifest import read_manifest
from schools.oneroster.packages import Package
from schools.oneroster.roster import Known, Report, Roster, silence
from schools.oneroster.source import Source

__all__ = ["read_roster"]


def read_roster(package: Package, known: Known, report: Report = silence) -> Roster:
    """Check all files, lowest first. Raises Unreadable when nothing can be used."""
    roster = Roster(read_manifest(package), known)
    held = [file for file in spec.READ if roster.manifest.holds(file)]
    source = Source(package, roster, report, sum(package.size(f.file) for f in held))
    check_sessions(source)
    check_orgs(source)
    check_people(source)
    check_classes(source)
    return roster
