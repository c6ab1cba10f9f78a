"""What a package says, checked: the rows that are good, and which ids it mentions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from schools.models import District, Person, School, SchoolClass
from schools.oneroster.manifest import Manifest
from schools.oneroster.problems import Problems
from schools.oneroster.sheets import Mentions

type Report = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def silence(step: str, done: int, total: int) -> None:
    """A report for when nobody watches."""


@dataclass(frozen=True, slots=True)
class DistrictRow:
    sourced_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SchoolRow:
    sourced_id: str
    name: str
    identifier: str
    ends: bool


@dataclass(frozen=True, slots=True)
class YearRow:
    """From the first to the last day, both included (OneRoster's end is not)."""

    sourced_id: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(slots=True)
class PersonRow:
    """School and kind are empty when a delta brings a person without a role."""

    line: int
    sourced_id: str
    given_name: str
    family_name: str
    grade: int | None
    ends: bool
    school: str = ""
    kind: str = ""
    position: str = ""


@dataclass(slots=True)
class ClassRow:
    """Size and teacher are None when no enrollments came with the file."""

    sourced_id: str
    school: str
    title: str
    grade: int | None
    period: str
    ends: bool
    size: int | None = None
    teacher: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Ids we hold from earlier files; a delta may refer to them."""

    schools: frozenset[str]
    people: frozenset[str]
    classes: frozenset[str]

    @classmethod
    def of(cls, district: District) -> "Known":
        schools = School.objects.filter(district=district)
        people = Person.objects.filter(school__district=district)
        classes = SchoolClass.objects.filter(school__district=district)
        return cls(
            frozenset(schools.values_list("sourced_id", flat=True)) - {""},
            frozenset(people.values_list("sourced_id", flat=True)) - {""},
            frozenset(classes.values_list("sourced_id", flat=True)) - {""},
        )


@dataclass(slots=True)
class Roster:
    """The good rows by sourcedId, and for each file every id that was mentioned."""

    manifest: Manifest
    known: Known
    problems: Problems = field(default_factory=Problems)
    district: DistrictRow | None = None
    districts_named: int = 0
    other_orgs: set[str] = field(default_factory=set)
    schools: dict[str, SchoolRow] = field(default_factory=dict)
    years: list[YearRow] = field(default_factory=list)
    people: dict[str, PersonRow] = field(default_factory=dict)
    without_school: set[str] = field(default_factory=set)
    classes: dict[str, ClassRow] = field(default_factory=dict)
    unsure_roles: set[str] = field(default_factory=set)
    mentioned: dict[str, Mentions] = field(default_factory=dict)
    grades_of_courses: dict[str, int | None] = field(default_factory=dict)

    def has_school(self, sourced_id: str) -> bool:
        """A school that stays, or one we hold already."""
        row = self.schools.get(sourced_id)
        return bool(row and not row.ends) or sourced_id in self.known.schools

    def has_org(self, sourced_id: str) -> bool:
        return self.has_school(sourced_id) or sourced_id in self.other_orgs

    def has_user(self, sourced_id: str) -> bool:
        return (
            sourced_id in self.people
            or sourced_id in self.without_school
            or sourced_id in self.known.people
        )

    def has_class(self, sourced_id: str) -> bool:
        return sourced_id in self.classes or sourced_id in self.known.classes

    def why_missing(self, file: str, sourced_id: str) -> str:
        """A reference leads nowhere: because its row was bad, or is not there?"""
        shown = f"“{sourced_id[:40]}”"
        if file in self.mentioned and sourced_id in self.mentioned[file].ids:
            return f"refers to {shown}, whose own row in {file}.csv was rejected."
        return f"refers to {shown}, which {file}.csv does not have."

    def students_by_school(self) -> Counter[str]:
        """How many students each school has, by this file."""
        return Counter(
            person.school
            for person in self.people.values()
            if person.kind == Person.Kind.STUDENT and not person.ends
        )
