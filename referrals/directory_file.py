"""The directory as a file: written for a spreadsheet, and read back with care.

An entry is known by its name and school. What a file does not name is left alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from referrals.models import Agency, Topic
from schools.models import District, School
from sro_program.core.sheets import Problem, cell, read_lines

COLUMNS = {
    "name": "Name",
    "kind": "Kind",
    "school": "School",
    "services": "Services",
    "topics": "Helps with",
    "phone": "Phone",
    "email": "E-mail",
    "website": "Website",
    "address": "Address",
    "hours": "Hours",
    "area": "Area served",
    "languages": "Languages",
    "eligibility": "Who can come",
}
OWNER, EVERYBODY = "District", "Every district"
HEADER = [*COLUMNS.values(), OWNER]
MOST_ROWS = 300
KINDS = {label.lower(): value for value, label in Agency.Kind.choices}
TOPICS = {label.lower(): value for value, label in Topic.choices}
TWICE = "This entry stands in the file twice, first in line {}."


@dataclass(frozen=True, slots=True)
class Change:
    """One line that adds or changes an entry."""

    line: int
    content: dict[str, Any]
    agency: Agency | None = None
    changed: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What a file would do to a district's directory."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    others: int = 0
    """Of another district, or for all of them: left alone."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        return [*self.new, *self.changed]

    @property
    def mark(self) -> str:
        """The same for the same changes to the same entries."""
        parts = [
            (one.agency.pk, one.agency.version) if one.agency else one.content["name"]
            for one in self.changes
        ]
        return sha256(repr((parts, self.problems)).encode()).hexdigest()


type Check = Callable[[dict[str, Any]], tuple[dict[str, Any], list[str]]]
"""Makes an entry's content of a line's values, or says in sentences why not."""


def rows_of(agencies: Sequence[Agency]) -> Iterator[list[str]]:
    """Each entry as a line of the file."""
    for agency in agencies:
        shown = {name: str(getattr(agency, name) or "") for name in COLUMNS}
        shown["kind"] = agency.get_kind_display()
        shown["topics"] = "; ".join(Topic(topic).label for topic in agency.topics)
        shown["school"] = agency.school.name if agency.school else ""
        owner = agency.district.name if agency.district else EVERYBODY
        yield [*shown.values(), owner]


def read(text: str, district: District, check: Check) -> Reading:
    """What this text would change in a district's directory; changes nothing."""
    reading = Reading()
    lines, reading.problems = read_lines(text, COLUMNS.values(), most=MOST_ROWS)
    known = _known(district)
    schools = {school.name.lower(): school.pk for school in district.schools.all()}
    seen: dict[tuple[str, int | None], int] = {}
    for number, line in lines:
        if _is_foreign(line, district):
            reading.others += 1
            continue
        values = {**_values(line, schools), "district": district.pk}
        _read_line(reading, number, values, check, known, seen)
    return reading


def _is_foreign(line: dict[str, Any], district: District) -> bool:
    """An export names whose each entry is; those of others are not taken over."""
    owner = cell(line.get(OWNER))
    return bool(owner) and owner.lower() != district.name.lower()


def _known(district: District) -> dict[tuple[str, int | None], Agency]:
    rows = Agency.objects.filter(district=district)
    return {(row.name.lower(), row.school_id): row for row in rows}


def _values(line: dict[str, Any], schools: dict[str, int]) -> dict[str, Any]:
    """A line's cells as the form for an entry takes them."""
    values: dict[str, Any] = {
        name: cell(line.get(label)) for name, label in COLUMNS.items()
    }
    values["kind"] = KINDS.get(values["kind"].lower(), values["kind"])
    named = [one.strip() for one in values["topics"].split(";") if one.strip()]
    values["topics"] = [TOPICS.get(one.lower(), one) for one in named]
    values["school"] = schools.get(values["school"].lower(), values["school"])
    return values


def _read_line(
    reading: Reading,
    number: int,
    values: dict[str, Any],
    check: Check,
    known: dict[tuple[str, int | None], Agency],
    seen: dict[tuple[str, int | None], int],
) -> None:
    content, wrong = check(values)
    if wrong:
        reading.problems += [Problem(number, sentence) for sentence in wrong]
        return
    school: School | None = content["school"]
    key = (content["name"].lower(), school.pk if school else None)
    if key in seen:
        reading.problems.append(Problem(number, TWICE.format(seen[key])))
        return
    seen[key] = number
    agency = known.get(key)
    if agency is None:
        reading.new.append(Change(number, content))
        return
    changed = [name for name in COLUMNS if getattr(agency, name) != content[name]]
    if changed:
        labels = tuple(COLUMNS[name] for name in changed)
        reading.changed.append(Change(number, content, agency, labels))
    else:
        reading.same += 1
