"""What we hold of a district before an import, by OneRoster id."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from schools.models import District, Period, Person, School, SchoolClass, SchoolYear
from schools.oneroster.differences import Values, title_of_person

PERSON_FIELDS = (
    "school_id",
    "kind",
    "given_name",
    "family_name",
    "grade",
    "position",
    "active_until",
)
CLASS_FIELDS = (
    "school_id",
    "title",
    "grade",
    "period_id",
    "teacher_id",
    "size",
    "active_until",
)
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the roster: what it says, and of which other one it is the person."""

    pk: UUID
    sourced_id: str
    merged_into: UUID | None
    is_sealed: bool
    has: Values

    @property
    def title(self) -> str:
        return title_of_person(self.has["kind"], self.sourced_id)


@dataclass(slots=True)
class World:
    """The district's schools and years, and ways to its people and classes."""

    district: District
    schools: list[School]
    years: list[SchoolYear]

    @classmethod
    def of(cls, district: District) -> "World":
        return cls(
            district,
            list(School.objects.filter(district=district)),
            list(SchoolYear.objects.filter(district=district)),
        )

    def people(self) -> Iterator[Entry]:
        """Who came with a OneRoster id, and those who stay for somebody who did."""
        rows = (
            Person.objects.filter(school__district=self.district)
            .filter(~Q(sourced_id="") | Q(pk__in=self._stay()))
            .order_by()
            .values_list("id", "sourced_id", "merged_into", "sealed_at", *PERSON_FIELDS)
        )
        for pk, sourced_id, merged_into, sealed_at, *values in rows.iterator(BATCH):
            has = dict(zip(PERSON_FIELDS, values, strict=True))
            yield Entry(pk, sourced_id, merged_into, sealed_at is not None, has)

    def merged(self) -> frozenset[UUID]:
        """Entries that stay for another one with a OneRoster id."""
        return frozenset(filter(None, self._stay()))

    def _stay(self) -> QuerySet[Person, UUID | None]:
        merged = Person.objects.filter(merged_into__school__district=self.district)
        came = merged.exclude(sourced_id="")
        return came.values_list("merged_into", flat=True)

    def classes(self) -> Iterator[tuple[int, str, Values]]:
        """Id, OneRoster id and values of classes that came so."""
        rows: QuerySet[SchoolClass, tuple[object, ...]] = (
            SchoolClass.objects.filter(school__district=self.district)
            .exclude(sourced_id="")
            .order_by()
            .values_list("id", "sourced_id", *CLASS_FIELDS)
        )
        for pk, sourced_id, *values in rows.iterator(BATCH):
            yield pk, sourced_id, dict(zip(CLASS_FIELDS, values, strict=True))  # type: ignore[misc]  # as above

    def periods(self) -> dict[int, dict[str, int]]:
        """Of each school, its ordinary periods by name in small letters."""
        found: dict[int, dict[str, int]] = {school.pk: {} for school in self.schools}
        periods = Period.objects.filter(
            bell_schedule__is_default=True, bell_schedule__school__in=self.schools
        ).values_list("bell_schedule__school", "name", "pk")
        for school, name, pk in periods:
            found[school][name.casefold()] = pk
        return found
