"""Which parts of a duty report each superior reads: the one place that decides it.

The two reports are of one log. The school reads all but the lines of police work that
the law keeps from it (`POLICE_ONLY`; KRS 158.153, 610.320, 610.340) and the private
reason of an absence.

How much is kept from the school is not told either, neither by day nor for a month. In
a small school a principal who knows what happened on a Tuesday would read from "45
minutes are kept from you" that it went to court, or from zero that it did not. So the
school's figures are made of the lines that it reads and of nothing else: whatever the
officer did besides, its page, its sums, its mails and whether it is asked to sign again
stay the same to the letter. The command reads both parts and their sum, and the first
part equals the school's page: that is how the two add up.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from officers.models import POLICE_ONLY, Lens
from officers.policy import AWAY, PRIVATE

type Reasons = Iterable[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a report, as its readers call it, and whether the school reads it."""

    words: str
    for_school: bool
    why: str = ""


KEPT = "kept"
FIELDS = {
    "good": Field("Good contacts", True),
    "functions": Field("Minutes by function", True),
    "kinds": Field("Minutes by kind of work", True),
    "directed": Field("Duty directed by each superior", True),
    "directives": Field("Directives and what came of them", True),
    "grew": Field("Lines that became a record of their own", True),
    "coverage": Field("School time without an officer", True),
    "besides": Field("Talks to come, requests that wait, and referrals", True),
    KEPT: Field(
        "Assistance to deputies, arrests, petitions and citations, juvenile reports "
        "and court, and their minutes",
        False,
        "The law keeps them from schools (KRS 158.153, 610.340). Whether there were "
        "any is not told.",
    ),
    "incidents": Field(
        "Incident reports by class, disposition and who asked, and what was told at "
        "once",
        False,
        "An incident is told to a principal as far as the school reported it "
        "(KRS 158.153).",
    ),
    "reasons": Field(
        "That an officer was sick or in court",
        False,
        "It reads “Away”; reasons of health and of court stay inside the agency.",
    ),
}
"""In the order of the page."""


def reads_line(lens: str, kind: str) -> bool:
    """May this side read a line of this kind?"""
    return lens == Lens.COMMAND or kind not in POLICE_ONLY


def reads(lens: str, field: str) -> bool:
    """May this side read this part of a report?"""
    return lens == Lens.COMMAND or FIELDS[field].for_school


def through(lens: str, figures: dict[str, object]) -> dict[str, object]:
    """What is left of a report for this side."""
    return {name: value for name, value in figures.items() if reads(lens, name)}


def reasons_through(lens: str, reasons: Reasons) -> Sequence[tuple[str, int]]:
    """Minutes by reason, private ones as “Away” where this side does not read them."""
    private = set() if reads(lens, "reasons") else {str(one.label) for one in PRIVATE}
    said: Counter[str] = Counter()
    for why, minutes in reasons:
        said[AWAY if why in private else why] += minutes
    return said.most_common()


def kept_from_school() -> list[Field]:
    """What the command reads besides, said to both sides in the same words."""
    return [field for field in FIELDS.values() if not field.for_school]


def read_by_both() -> list[Field]:
    """What stands on both pages, with the same figures."""
    return [field for field in FIELDS.values() if field.for_school]
