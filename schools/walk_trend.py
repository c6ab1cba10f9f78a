"""A school over a school year: what was found and what was mended, by month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth

from schools.models import Finding, School, Walkthrough
from schools.models.checklists import Scale
from schools.models.findings import FindingQuerySet
from sro_program.core.db import Actor
from sro_program.core.times import moments_of

JULY, MONTHS, A_YEAR = 7, 12, 12
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Month:
    """What was walked, found and mended; the widths are hundredths of a bar."""

    first: date
    rounds: int
    found: int
    mended: int
    found_width: int
    mended_width: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A school year, month by month, and how much of it stays to be mended."""

    year: int
    months: list[Month]
    standing: int

    @property
    def found(self) -> int:
        return sum(month.found for month in self.months)

    @property
    def mended(self) -> int:
        return sum(month.mended for month in self.months)

    @property
    def rounds(self) -> int:
        return sum(month.rounds for month in self.months)

    @property
    def label(self) -> str:
        """Such as 2026–27."""
        return f"{self.year}–{(self.year + 1) % 100:02}"


def trend_of(user: Actor, school: School, year: int, today: date) -> Trend:
    """From July of this year until the June after it, or today. Four queries."""
    firsts = [first for first in _months(year) if first <= today]
    bounds = (date(year, JULY, 1), date(year + 1, JULY - 1, 30))
    findings = Finding.objects.visible_to(user).filter(school=school)
    found = _by_month(findings, "written_at", school, bounds)
    mended = _by_month(findings, "checked_at", school, bounds)
    rounds = Walkthrough.objects.visible_to(user).of_scale(Scale.ROUND)
    walked = Counter(
        on.replace(day=1)
        for on in rounds.filter(school=school, on__range=bounds).values_list(
            "on", flat=True
        )
    )
    most = max([*found.values(), *mended.values()], default=0) or 1
    months = [
        Month(
            first,
            walked[first],
            found[first],
            mended[first],
            found[first] * WHOLE // most,
            mended[first] * WHOLE // most,
        )
        for first in firsts
    ]
    return Trend(year, months, findings.standing().count())


def _months(year: int) -> Iterator[date]:
    for n in range(MONTHS):
        years, month = divmod(JULY - 1 + n, A_YEAR)
        yield date(year + years, month + 1, 1)


def _by_month(
    findings: FindingQuerySet, name: str, school: School, bounds: tuple[date, date]
) -> Counter[date]:
    zone = school.district.zone
    begins, ends = moments_of(*bounds, zone)
    rows = findings.filter(**{f"{name}__gte": begins, f"{name}__lt": ends})
    months = rows.annotate(month=TruncMonth(name, tzinfo=zone)).order_by()
    counted = months.values("month").annotate(count=Count("pk"))
    return Counter({one["month"].date(): one["count"] for one in counted})
