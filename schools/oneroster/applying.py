"""Writing the differences down, in the caller's transaction: all of them or none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, override

from schools.models import Campus, District, Person, School, SchoolClass, SchoolYear
from schools.oneroster.differences import Differences, Section, Values
from schools.oneroster.roster import Report, silence
from sro_program.core.db import constraints_as_rules
from sro_program.core.ids import uuid7

BATCH = 1000
PERSON_WRITTEN = [
    "school",
    "kind",
    "given_name",
    "family_name",
    "grade",
    "position",
    "active_until",
]
CLASS_WRITTEN = [
    "school",
    "title",
    "grade",
    "period",
    "teacher",
    "size",
    "active_until",
]


@dataclass(slots=True)
class Progress:
    """Counts what is written, and tells."""

    report: Report
    total: int
    done: int = 0

    def add(self, count: int) -> None:
        self.done += count
        self.report("Writing", self.done, self.total)


def apply(
    differences: Differences, district: District, report: Report = silence
) -> None:
    """Write all differences. Raises RuleBroken when the database refuses one."""
    progress = Progress(report, differences.count)
    tables = (School, Campus, SchoolYear, Person, SchoolClass)
    with override(district.zone), constraints_as_rules(*tables):
        _apply_district(differences, district)
        _apply_schools(differences.schools, district)
        _apply_years(differences.years, district)
        progress.add(differences.schools.count + differences.years.count)
        schools = _ids_of_schools(district)
        _apply_people(differences.people, schools, progress)
        _apply_classes(differences.classes, schools, district, progress)


def _apply_district(differences: Differences, district: District) -> None:
    if differences.district_id:
        district.sourced_id = differences.district_id
        district.save(update_fields=["sourced_id"])


def _apply_schools(section: Section, district: District) -> None:
    for new in section.new:
        campus, _ = Campus.objects.get_or_create(district=district, name=new.title)
        School.objects.create(district=district, campus=campus, **new.values)
    for changed in section.changed:
        School.objects.filter(pk=changed.pk).update(**changed.values)
    gone = [ends.pk for ends in section.ends]
    School.objects.filter(pk__in=gone).update(closed_on=localdate())


def _apply_years(section: Section, district: District) -> None:
    for changed in section.changed:
        SchoolYear.objects.filter(pk=changed.pk).update(**changed.values)
    for new in section.new:
        SchoolYear.objects.create(district=district, **new.values)


def _ids_of_schools(district: District) -> dict[object, int]:
    schools = School.objects.filter(district=district)
    return {
        sourced_id or f"#{pk}": pk
        for pk, sourced_id in schools.values_list("pk", "sourced_id")
    }


def _apply_people(
    section: Section, schools: dict[object, int], progress: Progress
) -> None:
    new = (_person(uuid7(), row.values, schools) for row in section.new)
    for some in batched(new, BATCH):
        Person.objects.bulk_create(some)
        progress.add(len(some))
    changed = (_person(row.pk, row.values, schools) for row in section.changed)
    for some in batched(changed, BATCH):
        Person.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=PERSON_WRITTEN,
        )
        progress.add(len(some))
    for pks in _pks(section):
        Person.objects.filter(pk__in=pks).update(active_until=localdate())
        progress.add(len(pks))


def _person(pk: UUID | str, values: Values, schools: dict[object, int]) -> Person:
    rest = {name: value for name, value in values.items() if name != "school"}
    return Person(id=pk, school_id=schools[values["school"]], **rest)


def _apply_classes(
    section: Section,
    schools: dict[object, int],
    district: District,
    progress: Progress,
) -> None:
    teachers = _ids_of_staff(district) if section.count else {}
    new = (_class(None, row.values, schools, teachers) for row in section.new)
    for some in batched(new, BATCH):
        SchoolClass.objects.bulk_create(some)
        progress.add(len(some))
    changed = (_class(row.pk, row.values, schools, teachers) for row in section.changed)
    for some in batched(changed, BATCH):
        SchoolClass.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=CLASS_WRITTEN,
        )
        progress.add(len(some))
    for pks in _pks(section):
        SchoolClass.objects.filter(pk__in=pks).update(active_until=localdate())
        progress.add(len(pks))


def _class(
    pk: str | None,
    values: Values,
    schools: dict[object, int],
    teachers: dict[str, UUID],
) -> SchoolClass:
    refers = {"school", "teacher", "period"}
    rest = {name: value for name, value in values.items() if name not in refers}
    return SchoolClass(
        id=pk,
        school_id=schools[values["school"]],
        teacher_id=teachers.get(str(values["teacher"])),
        period_id=values["period"],  # type: ignore[misc]  # Values hold any type
        **rest,
    )


def _ids_of_staff(district: District) -> dict[str, UUID]:
    """By OneRoster id; of two entries merged, the one that stays."""
    staff = Person.objects.filter(
        school__district=district, kind=Person.Kind.STAFF
    ).exclude(sourced_id="")
    return dict(staff.values_list("sourced_id", Coalesce("merged_into", "pk")))


def _pks(section: Section) -> Iterator[list[str]]:
    rows = (row.pk for row in section.ends)
    return (list(some) for some in batched(rows, BATCH))
