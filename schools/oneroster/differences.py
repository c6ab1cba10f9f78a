"""What an import would change: counts, and a few examples without anyone's name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from schools.grades import grade_name
from schools.models import Person

type Values = dict[str, object]
"""Fields of a row. School and teacher are OneRoster ids until they are written."""

EXAMPLES = 5
PRIVATE = {"given_name", "family_name"}
"""A change in these is told without saying what it was or becomes."""

WORDS = {
    "active_until": "ended",
    "closed_on": "closed",
    "ends_on": "last day",
    "family_name": "name",
    "given_name": "name",
    "nces_id": "NCES id",
    "sourced_id": "OneRoster id",
    "starts_on": "first day",
    "state_id": "state id",
}


@dataclass(frozen=True, slots=True)
class New:
    """A row we do not have yet."""

    title: str
    values: Values


@dataclass(frozen=True, slots=True)
class Changed:
    """A row we have, all its values to be, and what those that differ were."""

    pk: str
    title: str
    values: Values
    was: Values


@dataclass(frozen=True, slots=True)
class Ends:
    """A row we have that is over."""

    pk: str
    title: str


@dataclass(slots=True)
class Section:
    """The differences of one noun."""

    noun: str
    new: list[New] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    ends: list[Ends] = field(default_factory=list)
    same: int = 0

    @property
    def count(self) -> int:
        return len(self.new) + len(self.changed) + len(self.ends)

    def compare(self, pk: object, title: str, has: Values, values: Values) -> None:
        """Sort one row that we have into changed or same."""
        was = {name: has[name] for name in values if has[name] != values[name]}
        if was:
            self.changed.append(Changed(str(pk), title, values, was))
        else:
            self.same += 1

    def as_json(self, names: dict[str, str]) -> dict[str, object]:
        """Counts and examples; `names` gives schools' names for their ids."""
        return {
            "noun": self.noun,
            "new": len(self.new),
            "changed": len(self.changed),
            "ends": len(self.ends),
            "same": self.same,
            "examples": {
                "new": [row.title for row in self.new[:EXAMPLES]],
                "changed": [_told(row, names) for row in self.changed[:EXAMPLES]],
                "ends": [row.title for row in self.ends[:EXAMPLES]],
            },
        }


@dataclass(slots=True)
class Differences:
    """All that an import would do to one district."""

    schools: Section = field(default_factory=lambda: Section("Schools"))
    years: Section = field(default_factory=lambda: Section("School years"))
    people: Section = field(default_factory=lambda: Section("People"))
    classes: Section = field(default_factory=lambda: Section("Classes"))
    district_id: str = ""
    notes: list[str] = field(default_factory=list)
    school_names: dict[str, str] = field(default_factory=dict)

    @property
    def sections(self) -> list[Section]:
        return [self.schools, self.years, self.people, self.classes]

    @property
    def count(self) -> int:
        return sum(section.count for section in self.sections) + bool(self.district_id)

    def as_json(self) -> dict[str, object]:
        return {
            "sections": [s.as_json(self.school_names) for s in self.sections],
            "notes": self.notes,
            "count": self.count,
        }


def title_of_person(kind: object, sourced_id: str) -> str:
    """How a report speaks of a person: by kind and id, never by name."""
    label = Person.Kind(str(kind)).label if kind else "Person"
    return f"{label} {sourced_id}".strip()


def _told(row: Changed, names: dict[str, str]) -> str:
    changes = (
        _change(name, was, row.values[name], names) for name, was in row.was.items()
    )
    return f"{row.title}: {'; '.join(_once(changes))}"


def _once(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentences))


def _change(name: str, was: object, becomes: object, names: dict[str, str]) -> str:
    word = WORDS.get(name, name.replace("_", " "))
    if name in PRIVATE or name == "teacher":
        return f"{word} changed"
    return f"{word} {_shown(name, was, names)} → {_shown(name, becomes, names)}"


def _shown(name: str, value: object, names: dict[str, str]) -> str:
    match value:
        case None | "":
            return "none"
        case int() if name == "grade":
            return grade_name(value)
        case date():
            return value.isoformat()
        case str() if name == "school":
            return names.get(value, value)
    return str(value)
