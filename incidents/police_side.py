"""All that a case file says, for a page or a sheet, with juveniles masked.

A name typed into the account, a statement or a file's title is masked there too: what
is kept from the list of people must not stand beside it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.models import Incident, Involvement
from incidents.showing import (
    Entry,
    Fact,
    account_facts,
    interview_entries,
    line_facts,
    measure_entries,
    people_entries,
)

type Mask = Callable[[str], str]

NO_NAME = {"", "unknown"}
TYPED = {
    *("Consent by", "Found", "Evidence number", "Why", "Taken to", "Where"),
    *("Others present", "Read by", "Why not", "Why it went on"),
    *("Number of the court form", "RMS case number"),
}
"""What an officer wrote; all else is chosen from a list, where White is no name."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A text with who signed it, and when."""

    text: str
    by: str
    at: datetime


def sections_of(incident: Incident, *, unmasked: bool) -> dict[str, Any]:
    """What stands in the case file, section by section."""
    people = list(incident.people.all())
    mask = mask_of([] if unmasked else people)
    measures = incident.measures.select_related("about")
    interviews = incident.interviews.select_related("about")
    case_file = incident.case_file
    return {
        "has_masked": any(one.is_juvenile for one in people),
        "line": line_facts(case_file),
        "narrative": mask(case_file.narrative),
        "account": masked_facts(account_facts(case_file, incident), mask),
        "people": _masked(people_entries(people, incident, unmasked=unmasked), mask),
        "measures": _masked(
            measure_entries(measures, incident, unmasked=unmasked), mask
        ),
        "interviews": _masked(
            interview_entries(interviews, incident, unmasked=unmasked), mask
        ),
        "offences": incident.offences.select_related("code", "charge"),
        "attachments": [
            (file, mask(file.title))
            for file in incident.attachments.select_related("added_by")
        ],
        "supplements": _signed(incident.supplements, mask),
        "remarks": _signed(incident.remarks, mask),
    }


def mask_of(people: Iterable[Involvement]) -> Mask:
    """Puts “Juvenile, grade 9” in the place of each juvenile's names in a text."""
    hidden = {
        name: f"[{one.masked}]"
        for one in people
        if one.is_juvenile
        for name in _names_of(one)
    }
    if not hidden:
        return str
    longest_first = sorted(hidden, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
    return lambda text: pattern.sub(lambda found: hidden[found[0]], text)


def masked_facts(facts: Iterable[Fact], mask: Mask) -> list[Fact]:
    """The same facts, without the names of juveniles in what was typed."""
    return [(term, mask(value) if term in TYPED else value) for term, value in facts]


def _names_of(person: Involvement) -> set[str]:
    """As they are typed: alone, together, and in capitals."""
    given, family = person.given_name.strip(), person.family_name.strip()
    names = {given, family, f"{given} {family}".strip(), f"{family}, {given}"}
    known = {name for name in names if name.strip(", ").lower() not in NO_NAME}
    return known | {name.upper() for name in known}


def _masked(entries: Iterable[Entry], mask: Mask) -> list[Entry]:
    return [
        replace(one, facts=masked_facts(one.facts, mask), text=mask(one.text))
        for one in entries
    ]


def _signed(rows: Any, mask: Mask) -> list[Signed]:  # noqa: ANN401  # any signed text
    return [
        Signed(mask(one.text), str(one.written_by), one.written_at)
        for one in rows.select_related("written_by")
    ]
