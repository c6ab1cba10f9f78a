"""What of an officer's training is earned, due, overdue or lapsed; on one day.

The days of law: SRO I within a year of the first assignment, II and III in the two
years after it (domain.md R5), and 40 hours in each calendar year (KRS 15.404(2)).
Everything here follows from the records; nothing of it is typed by anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, Q, Sum, TextChoices
from django.db.models.functions import ExtractYear

from officers.models import Assignment, Certificate, Officer, TrainingHours
from sro_program.core.policy import ALLOWED, Verdict, deny

Kind = Certificate.Kind
LADDER = {Kind.SRO_1: 1, Kind.SRO_2: 2, Kind.SRO_3: 3}
"""The steps, and within how many years of the first assignment each is earned."""
MANDATORY = [*LADDER, Kind.PEACE_OFFICER, Kind.FIREARMS]
"""Without which nobody works alone once they have run out."""
HOURS_OF_A_YEAR = Decimal(40)
WARNINGS = (90, 60, 30)
OVERDUE = 0
FEBRUARY = 2


class State(TextChoices):
    """How far a step is. The value is the look of its badge."""

    EARNED = "done", "Earned"
    DUE = "pending", "Due"
    OVERDUE = "missed", "Overdue"
    LAPSED = "expired", "Lapsed"
    NO_DATE = "waiting", "No date yet"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder; `certificate` is what it is held by, or was."""

    kind: str
    state: State
    due_on: date | None
    certificate: Certificate | None

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Year:
    """The hours of one calendar year that count."""

    year: int
    hours: Decimal = Decimal(0)
    unconfirmed: int = 0

    @property
    def due_on(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @property
    def missing(self) -> Decimal:
        return max(HOURS_OF_A_YEAR - self.hours, Decimal(0))

    @property
    def in_words(self) -> str:
        return in_hours(self.hours)


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a last day: `about` is its name in the table of warnings."""

    about: str
    label: str
    due_on: date
    on: date

    @property
    def is_overdue(self) -> bool:
        return self.due_on < self.on

    @property
    def state(self) -> State:
        return State.OVERDUE if self.is_overdue else State.DUE


@dataclass(frozen=True, slots=True)
class Standing:
    """An officer's training as it stands on one day.

    `begins` is the first assignment; without one no step has a date.
    """

    officer: Officer
    on: date
    begins: date | None
    certificates: Sequence[Certificate]
    years: Sequence[Year]

    @property
    def this_year(self) -> Year:
        return self.years[0]

    @property
    def steps(self) -> list[Step]:
        return [self._step(kind) for kind in LADDER]

    @property
    def dues(self) -> list[Due]:
        """All that has a last day, the soonest first."""
        dues = [*self._steps_due(), *self._expiring(), *self._hours_due()]
        return sorted(dues, key=lambda due: (due.due_on, due.about))

    @property
    def unconfirmed(self) -> int:
        """How many records wait for the command's word."""
        waiting = [one for one in self.certificates if not one.is_confirmed]
        return len(waiting) + sum(year.unconfirmed for year in self.years)

    @property
    def may_work_alone(self) -> Verdict:
        """May this officer be alone on a campus? With the reason when not.

        Of law is when a step is due and that it can be lost (domain.md R4, R5); what
        missing hours do to an officer's powers (R6) is not asked here. The rest is a
        rule of the product: nobody is alone before SRO I is earned, though the law
        gives a year for it; one mandatory certificate that has lapsed is enough for a
        no; and what the command has not confirmed is no proof.
        """
        reasons = (self._why_not(kind) for kind in MANDATORY)
        reason = next(filter(None, reasons), "")
        return deny(reason) if reason else ALLOWED

    def _of(self, kind: str) -> list[Certificate]:
        return [one for one in self.certificates if one.kind == kind]

    def _held(self, kind: str) -> list[Certificate]:
        return [one for one in self._of(kind) if one.holds_on(self.on)]

    def _step(self, kind: str) -> Step:
        ever = self._of(kind)
        due_on = years_after(self.begins, LADDER[Kind(kind)]) if self.begins else None
        if ever:
            held = lasting(self._held(kind))
            state = State.EARNED if held else State.LAPSED
            return Step(kind, state, due_on, held or ever[0])
        if due_on is None:
            return Step(kind, State.NO_DATE, None, None)
        state = State.OVERDUE if due_on < self.on else State.DUE
        return Step(kind, state, due_on, None)

    def _steps_due(self) -> list[Due]:
        return [
            Due(step.kind, step.label, step.due_on, self.on)
            for step in self.steps
            if step.due_on and step.certificate is None
        ]

    def _expiring(self) -> list[Due]:
        """Of each kind the certificate that lasts longest; what was lost is over."""
        kinds: dict[tuple[str, str], list[Certificate]] = defaultdict(list)
        for one in self.certificates:
            if one.lost_on is None:
                kinds[one.kind, one.title.casefold()].append(one)
        found = [last for kind in kinds.values() if (last := lasting(kind))]
        return [
            Due(
                f"expiry {one.kind} {one.title}".strip(),
                f"{one} (renewal)",
                end,
                self.on,
            )
            for one in found
            if (end := one.expires_on)
        ]

    def _hours_due(self) -> list[Due]:
        return [
            Due(
                f"hours {year.year}",
                f"{in_hours(year.missing)} of training in {year.year}",
                year.due_on,
                self.on,
            )
            for year in self.years
            if year.missing
        ]

    def _why_not(self, kind: str) -> str:
        ever, held = self._of(kind), self._held(kind)
        is_first = kind == Kind.SRO_1
        if not (is_first or any(one.is_confirmed for one in ever)):
            return ""
        if any(one.is_confirmed for one in held):
            return ""
        label = Kind(kind).label
        if held:
            return f"{label}: the command has not confirmed the certificate yet."
        return f"{label} has lapsed." if ever else f"{label} is not earned yet."


def standing_of(officer: Officer, on: date) -> Standing:
    """One officer's training on this day."""
    return standings([officer], on)[0]


def standings(officers: Iterable[Officer], on: date) -> list[Standing]:
    """The training of these officers on this day, by three queries however many."""
    unit = list(officers)
    keys = [officer.pk for officer in unit]
    begins = _begins(keys)
    certificates = defaultdict(list)
    for one in Certificate.objects.standing().filter(officer__in=keys):
        certificates[one.officer_id].append(one)
    years = _years(keys, on.year)
    return [
        Standing(
            officer,
            on,
            begins.get(officer.pk),
            certificates[officer.pk],
            _asked(officer.pk, begins.get(officer.pk), on, years),
        )
        for officer in unit
    ]


def lasting(certificates: Iterable[Certificate]) -> Certificate | None:
    """The one that expires last, or never."""
    return max(
        certificates,
        key=lambda one: (one.expires_on or date.max, one.earned_on),
        default=None,
    )


def years_after(day: date, years: int) -> date:
    """The same day so many years later; after February 29 it is the 28th."""
    if (day.month, day.day) == (FEBRUARY, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


def warning_for(due_on: date, on: date) -> int | None:
    """Which warning belongs to this day: 90, 60 or 30 days before, or overdue.

    Of those that a downtime has passed over only the last is left to be said.
    """
    days = (due_on - on).days
    if days < 0:
        return OVERDUE
    return min((before for before in WARNINGS if days <= before), default=None)


def in_hours(hours: Decimal) -> str:
    """A number of hours, without zeros that say nothing."""
    return f"{hours.normalize():f} hour{'' if hours == 1 else 's'}"


def _begins(keys: Sequence[int]) -> dict[int, date]:
    held = Assignment.objects.filter(officer__in=keys).order_by()
    return dict(held.values_list("officer_id").annotate(Min("starts_on")))


def _years(keys: Sequence[int], year: int) -> dict[tuple[int, int], Year]:
    """The hours of this year and of the last one."""
    rows = TrainingHours.objects.standing().filter(
        officer__in=keys, on__year__range=(year - 1, year)
    )
    sums = (
        rows.order_by()
        .annotate(year=ExtractYear("on"))
        .values_list("officer_id", "year")
        .annotate(
            total=Sum("hours", filter=Q(counts=True), default=Decimal(0)),
            waiting=Count("pk", filter=Q(confirmed_by=None)),
        )
    )
    return {(key, of): Year(of, hours, open) for key, of, hours, open in sums}


def _asked(
    key: int, begins: date | None, on: date, years: dict[tuple[int, int], Year]
) -> list[Year]:
    """This year; and the last, of who served in all of it, while hours are missing."""
    this, last = on.year, on.year - 1
    asked = [years.get((key, this), Year(this))]
    before = years.get((key, last), Year(last))
    if begins and begins <= date(last, 1, 1) and before.missing:
        asked.append(before)
    return asked
