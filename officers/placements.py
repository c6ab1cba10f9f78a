"""Which officers are placed where, who pays, and how they are employed.

What a superintendent reports once a year (KRS 158.4414, domain.md R8). A relief stands
in for somebody and is no placement of its own; it is listed where nobody else serves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from officers.coverage import holding
from officers.models import Assignment
from schools.models import Campus, School

NOT_RECORDED = "Not recorded"
NOBODY = "No officer placed"


@dataclass(frozen=True, slots=True)
class Placement:
    """A campus with one officer who serves it; or with none."""

    district: str
    campus: str
    schools: str
    assignment: Assignment | None

    @property
    def is_placed(self) -> bool:
        """Counted: neither empty nor a relief."""
        held = self.assignment
        return held is not None and held.kind != Assignment.Kind.RELIEF

    @property
    def officer(self) -> str:
        return str(self.assignment.officer) if self.assignment else NOBODY

    @property
    def badge(self) -> str:
        return self.assignment.officer.badge if self.assignment else ""

    @property
    def kind(self) -> str:
        return self.assignment.get_kind_display() if self.assignment else ""

    @property
    def since(self) -> date | None:
        return self.assignment.starts_on if self.assignment else None

    @property
    def authority(self) -> str:
        held = self.assignment
        return held.officer.get_authority_type_display() if held else ""

    @property
    def employment(self) -> str:
        held = self.assignment
        return (held.officer.get_employment_display() or NOT_RECORDED) if held else ""

    @property
    def funding(self) -> str:
        held = self.assignment
        return (held.get_funding_display() or NOT_RECORDED) if held else ""


@dataclass(frozen=True, slots=True)
class PlacementReport:
    """The placements of one day."""

    on: date
    placements: Sequence[Placement]

    @property
    def officers(self) -> int:
        """Officers, each once however many campuses they serve."""
        return len(self._of_each_officer)

    @property
    def campuses(self) -> int:
        return len({(one.district, one.campus) for one in self.placements})

    @property
    def served(self) -> int:
        """Campuses at which an officer is placed."""
        placed = (one for one in self.placements if one.is_placed)
        return len({(one.district, one.campus) for one in placed})

    @property
    def by_employment(self) -> Sequence[tuple[str, int]]:
        """Officers by how they are employed."""
        placed = self._of_each_officer.values()
        return Counter(one.employment for one in placed).most_common()

    @property
    def by_funding(self) -> Sequence[tuple[str, int]]:
        """Placements by who pays; an officer at two campuses has two."""
        placed = (one for one in self.placements if one.is_placed)
        return Counter(one.funding for one in placed).most_common()

    @property
    def _of_each_officer(self) -> dict[int, Placement]:
        return {
            one.assignment.officer_id: one
            for one in self.placements
            if one.assignment and one.is_placed
        }


def placements_on(schools: Iterable[School], on: date) -> PlacementReport:
    """The campuses of these schools on one day; one query more than the schools.

    Give it schools with their district and campus selected.
    """
    there: dict[Campus, list[School]] = defaultdict(list)
    for school in schools:
        there[school.campus].append(school)
    held: dict[int, list[Assignment]] = defaultdict(list)
    rows = holding(on, on).filter(campus__in=list(there), officer__in_service=True)
    for one in rows.select_related("officer__user").order_by("officer__badge", "pk"):
        held[one.campus_id].append(one)
    found = [
        Placement(str(of_it[0].district), str(campus), _labels(of_it), one)
        for campus, of_it in there.items()
        for one in _shown(held[campus.pk])
    ]
    return PlacementReport(
        on, sorted(found, key=lambda one: (one.district, one.campus))
    )


def _shown(held: Sequence[Assignment]) -> Sequence[Assignment | None]:
    """Primary and secondary officers; reliefs where there are none of those."""
    placed = [one for one in held if one.kind != Assignment.Kind.RELIEF]
    placed.sort(key=lambda one: one.kind)
    return placed or held or [None]


def _labels(schools: Sequence[School]) -> str:
    return ", ".join(sorted(school.label for school in schools))
