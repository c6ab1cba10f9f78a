"""The school years of the demo programme, by rules instead of dates.

So a demo has school days behind and ahead of it, whatever day it is loaded on.
"""

from calendar import Calendar
from datetime import date, datetime, time, timedelta

from schools.models import District, SchoolDay, SchoolYear

EARLY = time(13, 0)
CLOSED, TESTING = SchoolDay.Kind.CLOSED, SchoolDay.Kind.TESTING
MON, WED, THU = 0, 2, 3
LAST = -1
A_DAY = timedelta(days=1)


def make_years(district: District) -> None:
    """The school year of today and its neighbours; again: nothing new."""
    today = datetime.now(district.zone).date()
    first = today.year if today >= _first_day(today.year) else today.year - 1
    for year in (first - 1, first, first + 1):
        _make_year(district, year)


def _make_year(district: District, year: int) -> None:
    starts_on, ends_on = _first_day(year), _nth(WED, LAST, year + 1, 5)
    if district.school_years.filter(starts_on__lte=ends_on, ends_on__gte=starts_on):
        return
    SchoolYear.objects.create(
        district=district,
        name=f"{year}-{year + 1}",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    days = [
        SchoolDay(district=district, on=on, kind=kind, label=label)
        for first, length, kind, label in _spans(year)
        for on in _weekdays(first, first + (length - 1) * A_DAY)
    ]
    releases = {
        _winter_break(year) - 3 * A_DAY: "Last day before winter break",
        ends_on: "Last day of school",
    }
    days += [
        SchoolDay(
            district=district,
            on=on,
            kind=SchoolDay.Kind.EARLY_RELEASE,
            label=label,
            early_release=EARLY,
        )
        for on, label in releases.items()
    ]
    SchoolDay.objects.bulk_create(days, ignore_conflicts=True)


def _first_day(year: int) -> date:
    return _nth(WED, 2, year, 8)


def _winter_break(year: int) -> date:
    """The Monday of the week before the new year's, or of Christmas itself."""
    return _nth(THU, 4, year, 12) - 3 * A_DAY


def _spans(year: int) -> list[tuple[date, int, SchoolDay.Kind, str]]:
    """First day, length in days, kind and name of what is not an ordinary day."""
    after = year + 1
    return [
        (_nth(MON, 1, year, 9), 1, CLOSED, "Labor Day"),
        (_nth(MON, 1, year, 10), 5, CLOSED, "Fall break"),
        (_nth(MON, 1, year, 11) + A_DAY, 1, CLOSED, "Election Day"),
        (_nth(THU, 4, year, 11) - A_DAY, 3, CLOSED, "Thanksgiving break"),
        (_nth(MON, 1, year, 12), 5, TESTING, "End-of-course tests"),
        (_winter_break(year), 12, CLOSED, "Winter break"),
        (_nth(MON, 3, after, 1), 1, CLOSED, "Martin Luther King Jr. Day"),
        (_nth(MON, 3, after, 2), 1, CLOSED, "Presidents' Day"),
        (_nth(MON, 1, after, 4), 5, CLOSED, "Spring break"),
        (_nth(MON, 2, after, 5), 12, TESTING, "State tests"),
    ]


def _nth(weekday: int, n: int, year: int, month: int) -> date:
    """The n-th Monday (0) to Sunday (6) of a month; of LAST, the last."""
    weeks = Calendar().monthdatescalendar(year, month)
    days = [week[weekday] for week in weeks if week[weekday].month == month]
    return days[n if n == LAST else n - 1]


def _weekdays(first: date, last: date) -> list[date]:
    dates = (first + n * A_DAY for n in range((last - first).days + 1))
    return [on for on in dates if on.isoweekday() <= 5]
