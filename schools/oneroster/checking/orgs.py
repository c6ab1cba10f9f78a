"""orgs.csv and academicSessions.csv: the district, its schools and its years."""

from datetime import date, timedelta

from schools.models.calendar import LONGEST_YEAR
from schools.oneroster import spec
from schools.oneroster.problems import Unreadable
from schools.oneroster.roster import DistrictRow, SchoolRow, YearRow
from schools.oneroster.sheets import Row
from schools.oneroster.source import Source
from sro_program.core.times import EARLIEST, LATEST

A_DAY = timedelta(days=1)
MOST_DAYS = LONGEST_YEAR.days


def check_sessions(source: Source) -> None:
    """School years; those that overlap (one per school, say) are taken as one."""
    found = []
    for row in source.rows(spec.SESSIONS):
        year = _year(row)
        if row.is_good and row.get("type").lower() == spec.SCHOOL_YEAR and not row.ends:
            found.append((year, row))
    for year, row in sorted(found, key=lambda pair: _order(pair[0])):
        _add_year(source.roster.years, year, row)


def _order(year: YearRow) -> tuple[date, str]:
    return year.starts_on, year.sourced_id


def _year(row: Row) -> YearRow:
    kind = row.word("type", spec.SESSION_TYPES)
    name = row.text("title", 60)
    starts_on, end = row.date("startDate"), row.date("endDate")
    if row.is_good and end <= starts_on:
        row.reject("endDate", "is not after startDate.")
    ends_on = end - A_DAY if row.is_good else end
    if row.is_good:
        _refuse_another_time(row, starts_on, ends_on)
    if row.is_good and kind == spec.SCHOOL_YEAR and _is_long(starts_on, ends_on):
        row.reject("endDate", f"ends a school year of more than {MOST_DAYS} days.")
    return YearRow(row.sourced_id, name, starts_on, ends_on)


def _refuse_another_time(row: Row, starts_on: date, ends_on: date) -> None:
    for column, day in (("startDate", starts_on), ("endDate", ends_on)):
        if not EARLIEST <= day <= LATEST:
            shown = row.quoted(row.get(column))
            years = f"{EARLIEST.year} to {LATEST.year}"
            row.reject(column, f"{shown} is not in the years {years}.")


def _is_long(starts_on: date, ends_on: date) -> bool:
    return ends_on - starts_on >= LONGEST_YEAR


def _add_year(years: list[YearRow], year: YearRow, row: Row) -> None:
    before = years[-1] if years else None
    if before is None or before.ends_on < year.starts_on:
        years.append(year)
        return
    last = max(before.ends_on, year.ends_on)
    if _is_long(before.starts_on, last):
        row.reject(
            "endDate",
            f"makes a year of more than {MOST_DAYS} days with those it overlaps.",
        )
        return
    years[-1] = YearRow(before.sourced_id, before.name, before.starts_on, last)


def check_orgs(source: Source) -> None:
    """The one district and its schools; other kinds of organisation may be named."""
    roster, names = source.roster, set[str]()
    for row in source.rows(spec.ORGS):
        kind = row.word("type", spec.ORG_TYPES)
        name = row.text("name", 200)
        if kind == spec.SCHOOL and not row.ends:
            _refuse_a_second(row, name.casefold(), names)
        if not row.is_good:
            continue
        if kind == spec.SCHOOL:
            school = SchoolRow(
                row.sourced_id, name, row.get("identifier")[:20], row.ends
            )
            roster.schools[row.sourced_id] = school
            continue
        roster.other_orgs.add(row.sourced_id)
        if kind == spec.DISTRICT and not row.ends:
            roster.districts_named += 1
            roster.district = DistrictRow(row.sourced_id, name)
    if roster.districts_named > 1:
        raise Unreadable(
            "orgs.csv names more than one district. Export one district at a time."
        )


def _refuse_a_second(row: Row, name: str, names: set[str]) -> None:
    if name in names:
        row.reject("name", "is the name of another school in this file.")
    names.add(name)
