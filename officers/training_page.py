"""What the page of an officer's training shows, for whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from officers import policy
from officers.models import Certificate, Officer, TrainingHours
from officers.models.training import kept_by
from officers.training import Standing, in_hours, standing_of, standings
from sro_program.core.db import Actor

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Ledger:
    """The hours of one calendar year, line by line."""

    year: int
    lines: Sequence[TrainingHours]

    @property
    def counted(self) -> Decimal:
        return sum((one.hours for one in self.lines if one.counts), Decimal(0))

    @property
    def in_words(self) -> str:
        return in_hours(self.counted)


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """One officer's training."""

    officer: Officer
    standing: Standing
    certificates: Sequence[Certificate]
    ledgers: Sequence[Ledger]
    is_self: bool
    may_confirm: bool

    @property
    def missing(self) -> str:
        """The hours of this year that are still to come; empty when there are none."""
        missing = self.standing.this_year.missing
        return in_hours(missing) if missing else ""

    @property
    def so_far(self) -> str:
        return self.standing.this_year.in_words


def page_of(user: Actor, officer: Officer) -> TrainingPage:
    """All that the page shows; as many queries for many records as for none."""
    lines = TrainingHours.objects.visible_to(user).standing().filter(officer=officer)
    standing = standing_of(officer, localdate())
    is_self = officer.user_id == user.pk
    return TrainingPage(
        officer,
        standing,
        standing.certificates,
        _by_year(list(lines[:MOST_LINES])),
        is_self,
        not is_self and bool(policy.can_oversee_training(user)),
    )


def unit_of(user: Actor) -> list[Standing]:
    """The officers whose training this person keeps; what is due soonest first."""
    kept = Officer.objects.filter(pk__in=kept_by(user).values("pk"))
    return sorted(standings(kept.in_service().for_list(), localdate()), key=_soonest)


def _soonest(standing: Standing) -> date:
    return standing.dues[0].due_on if standing.dues else date.max


def _by_year(lines: Sequence[TrainingHours]) -> list[Ledger]:
    years = sorted({one.on.year for one in lines}, reverse=True)
    return [
        Ledger(year, [one for one in lines if one.on.year == year]) for year in years
    ]
