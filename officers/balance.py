"""The triad of an officer's work at a school, by month, beside what was agreed.

Shares of minutes in the log: law enforcement, presentation, advising, and all other
(domain.md R39). One officer and one school at a time; nobody is set beside another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from officers.models import (
    POLICE_ONLY,
    ActivityEntry,
    BalanceGoal,
    Officer,
    TiltReason,
)
from officers.models.balance import WHOLE, Side
from officers.year_board import MONTHS, months_of
from schools.models import School
from sro_program.core.db import Actor
from sro_program.core.times import school_year

Function = ActivityEntry.Function
OTHER = "other"
PARTS = {
    Function.LAW_ENFORCEMENT.value: "Law enforcement",
    Function.PRESENTATION.value: "Presentation",
    Function.ADVISING.value: "Advising",
    OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the triad in one month."""

    key: str
    minutes: int
    share: int
    goal: int | None
    margin: int

    @property
    def label(self) -> str:
        return PARTS[self.key]

    @property
    def mark(self) -> int:
        """Where the line of the goal stands, never outside of the picture."""
        return min(self.goal or 0, WHOLE - 1)

    @property
    def points(self) -> int:
        """So many points of a hundred above the goal, or below it."""
        return 0 if self.goal is None else self.share - self.goal

    @property
    def is_tilted(self) -> bool:
        return abs(self.points) > self.margin

    @property
    def in_words(self) -> str:
        way = "above" if self.points > 0 else "below"
        return f"{self.label}: {abs(self.points)} points {way} the goal"


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """One month of one officer at one school, as one side reads it."""

    month: date
    parts: Sequence[Part]
    goal: BalanceGoal | None
    reason: TiltReason | None

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def tilted(self) -> Sequence[Part]:
        """Nothing tilts in a month without a line."""
        return [part for part in self.parts if part.is_tilted] if self.minutes else []

    @property
    def wants_a_reason(self) -> bool:
        return bool(self.tilted) and self.reason is None


@dataclass(frozen=True, slots=True)
class Balance:
    """The months of a school year, the newest last, in the picture of one side."""

    officer: Officer
    school: School
    side: str
    months: Sequence[MonthOfWork]
    shown: MonthOfWork


def balance_of(
    user: Actor, officer: Officer, school: School, side: str, month: date
) -> Balance:
    """The school year of this month until it; three queries.

    The school's side leaves out what the law keeps from it before anything is counted.
    """
    months = [one.begins for one in months_of(school_year(month))]
    shown = [one for one in months if one <= month]
    minutes = _minutes(user, officer, school, side, shown)
    goals = list(
        BalanceGoal.objects.visible_to(user)
        .filter(officer=officer, school=school, starts_on__lte=month)
        .order_by("-starts_on", "-answered_at", "-id")
    )
    reasons = TiltReason.objects.visible_to(user).filter(
        officer=officer, school=school, side=side, month__in=shown
    )
    why = {one.month: one for one in reasons}
    found = [_month(one, minutes[one], goals, why.get(one)) for one in shown]
    return Balance(officer, school, side, found, found[-1])


def _minutes(
    user: Actor, officer: Officer, school: School, side: str, months: Sequence[date]
) -> Mapping[date, Mapping[str, int]]:
    lines = ActivityEntry.objects.visible_to(user).standing()
    lines = lines.filter(officer=officer, school=school, on__gte=months[0])
    lines = lines.filter(on__lt=_month_after(months[-1]))
    if side == Side.SCHOOL:
        lines = lines.exclude(type__in=POLICE_ONLY)
    sums = (
        lines.order_by()
        .values_list(TruncMonth("on"), "function")
        .annotate(total=Sum("minutes"))
    )
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for month, function, total in sums:
        found[month][function if function in PARTS else OTHER] += total
    return found


def _month_after(month: date) -> date:
    return date(month.year + month.month // MONTHS, month.month % MONTHS + 1, 1)


def _month(
    month: date,
    minutes: Mapping[str, int],
    goals: Iterable[BalanceGoal],
    reason: TiltReason | None,
) -> MonthOfWork:
    goal = next((one for one in goals if one.holds_in(month)), None)
    shares = in_percent([minutes.get(key, 0) for key in PARTS])
    parts = [
        Part(
            key,
            minutes.get(key, 0),
            share,
            getattr(goal, key) if goal else None,
            goal.margin if goal else WHOLE,
        )
        for key, share in zip(PARTS, shares, strict=True)
    ]
    return MonthOfWork(month, parts, goal, reason)


def in_percent(numbers: Sequence[int]) -> list[int]:
    """Whole shares that add up to 100: what rounding loses goes to the largest rest.

    All zero where there is nothing to share.
    """
    total = sum(numbers)
    if not total:
        return [0 for _ in numbers]
    shares = [number * WHOLE // total for number in numbers]
    rests = [number * WHOLE % total for number in numbers]
    short = WHOLE - sum(shares)
    for place in sorted(range(len(numbers)), key=lambda n: -rests[n])[:short]:
        shares[place] += 1
    return shares
