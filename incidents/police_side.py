"""All that a case file says, for a page or a sheet, with juveniles masked.

A name typed into the account, a statement or a file's title is masked there too: what
is kept from the list of people must not stand beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.juveniles import shown
from incidents.masking import Mask, mask_of
from incidents.models import (
    Attachment,
    Incident,
    Interview,
    Involvement,
    Measure,
    Offence,
)
from incidents.showing import (
    Entry,
    Fact,
    account_facts,
    header_facts,
    interview_entries,
    line_facts,
    measure_entries,
    people_entries,
)

TYPED = {
    *("Consent by", "Found", "Evidence number", "Why", "Taken to", "Where"),
    *("Others present", "Read by", "Why not", "Why it went on"),
    *("Number of the court form", "RMS case number", "The school reported"),
}
"""What an officer wrote; all else is chosen from a list, where White is no name."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A text with who signed it, and when."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sections:
    """What stands in a case file, section by section.

    `mask` is for what a page shows beside it: it hides the same names.
    """

    mask: Mask
    has_masked: bool
    facts: Sequence[Fact]
    line: Sequence[Fact]
    narrative: str
    account: Sequence[Fact]
    people: Sequence[Entry]
    measures: Sequence[Entry]
    interviews: Sequence[Entry]
    offences: Sequence[tuple[Offence, str]]
    attachments: Sequence[tuple[Attachment, str]]
    supplements: Sequence[Signed]
    remarks: Sequence[Signed]


def sections_of(incident: Incident, *, unmasked: bool) -> Sections:
    """All of it, juveniles masked unless this viewing shows them."""
    people = list(incident.people.all())
    mask = mask_of([] if unmasked else people)
    measures = incident.measures.select_related("about")
    interviews = incident.interviews.select_related("about")
    case_file = incident.case_file
    return Sections(
        mask=mask,
        has_masked=any(one.is_juvenile for one in people),
        facts=masked_facts(header_facts(incident), mask),
        line=line_facts(case_file),
        narrative=mask(case_file.narrative),
        account=masked_facts(account_facts(case_file, incident), mask),
        people=_masked(people_entries(people, incident, unmasked=unmasked), mask),
        measures=_masked(measure_entries(measures, incident, unmasked=unmasked), mask),
        interviews=_masked(
            interview_entries(interviews, incident, unmasked=unmasked), mask
        ),
        offences=[
            (one, shown(one.about, unmasked=unmasked) if one.about else "")
            for one in incident.offences.select_related("code", "charge", "about")
        ],
        attachments=[
            (file, mask(file.title))
            for file in incident.attachments.select_related("added_by")
        ],
        supplements=_signed(incident.supplements, mask),
        remarks=_signed(incident.remarks, mask),
    )


type Part = Involvement | Measure | Interview | Offence | Attachment
TELLING = {"When", "About", "Who was asked", "Part", "Charge"}
"""Facts by which one part is told from the next."""


def entry_of(part: Part, incident: Incident) -> Entry:
    """A part, with what tells it from the others; juveniles masked."""
    mask = mask_of(incident.people.all())
    entry = _entry(part, incident)
    facts = [(term, value) for term, value in entry.facts if term in TELLING]
    return Entry(title=mask(entry.title), facts=facts, kind=entry.kind)


def _entry(part: Part, incident: Incident) -> Entry:
    match part:
        case Involvement():
            return people_entries([part], incident, unmasked=False)[0]
        case Measure():
            return measure_entries([part], incident, unmasked=False)[0]
        case Interview():
            return interview_entries([part], incident, unmasked=False)[0]
        case Attachment():
            return Entry(title=part.title, kind="attachments")
    about = shown(part.about, unmasked=False) if part.about else ""
    facts = [("Charge", str(part.charge or "")), ("About", about)]
    return Entry(title=str(part.code), facts=facts, kind="offences")


def masked_facts(facts: Iterable[Fact], mask: Mask) -> list[Fact]:
    """The same facts, without the names of juveniles in what was typed."""
    return [(term, mask(value) if term in TYPED else value) for term, value in facts]


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
