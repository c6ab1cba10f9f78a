"""What we hold of a district before an import, by OneRoster id."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from schools.models import District, Period, Person, School, SchoolClass, SchoolYear
from schools.oneroster.differences import Values

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

    def people(self) -> Iterator[tuple[UUID, str, bool, Values]]:
        """Id, OneRoster id, whether sealed, and values, of people that came so."""
        rows: QuerySet[Person, tuple[object, ...]] = (
            Person.objects.filter(school__district=self.district)
            .exclude(sourced_id="")
            .order_by()
            .values_list("id", "sourced_id", "sealed_at", *PERSON_FIELDS)
        )
        for pk, sourced_id, sealed_at, *values in rows.iterator(BATCH):
            found = dict(zip(PERSON_FIELDS, values, strict=True))
            yield pk, sourced_id, sealed_at is not None, found  # type: ignore[misc]  # columns of unknown names have no types

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
