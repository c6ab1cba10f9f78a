"""What waits for the command's review: alerts on top, then what has waited longest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.timezone import now

from incidents.models import CaseFile, Incident
from incidents.models.incidents import IncidentQuerySet, number_of
from sro_program.accounts.choices import Choice
from sro_program.accounts.models import Reach, Role
from sro_program.core.db import Actor

MOST = 200
ORDER = ("is_calm", "submitted_at", "id")
SHOWN = (
    *("id", "year", "serial", "school_id", "school__name", "written_by_id"),
    *("written_by__name", "submitted_at", "case_file__alerts", "case_file__conduct"),
)
ALERTS = dict(CaseFile.Alert.choices)
CLASSES = dict(CaseFile.Conduct.choices)


class Waiting(NamedTuple):
    """One report that waits for review."""

    pk: UUID
    number: str
    school_id: int
    school: str
    officer_id: int
    officer: str
    submitted_at: datetime
    alerts: Sequence[str]
    conduct: str

    @property
    def age(self) -> str:
        """How long it has waited, in whole days."""
        days = (now() - self.submitted_at).days
        return {0: "today", 1: "1 day"}.get(days, f"{days} days")


@dataclass(frozen=True, slots=True)
class Queue:
    """The reports that were asked for, in the order in which they are reviewed."""

    reports: Sequence[Waiting]
    schools: Sequence[Choice]
    officers: Sequence[Choice]
    query: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """Where a reviewer goes from a report; empty where there is nothing."""

    previous: str
    next: str
    queue: str


def waiting_for(user: Actor) -> IncidentQuerySet:
    """Submitted reports of the schools this person commands, but for the own ones."""
    commands = Reach.objects.of(user).filter(role=Role.COMMANDER).values("school")
    rows = Incident.objects.police_side(user).submitted().filter(school__in=commands)
    is_calm = Case(
        When(case_file__alerts=[], then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    others = rows.exclude(written_by_id=user.pk)
    return others.annotate(is_calm=is_calm).order_by(*ORDER)


def told_early(user: Actor) -> IncidentQuerySet:
    """What must be known at once and cannot be reviewed yet, the newest first."""
    commands = Reach.objects.of(user).filter(role=Role.COMMANDER).values("school")
    rows = Incident.objects.police_side(user).writable().filter(school__in=commands)
    alerted = rows.exclude(case_file__alerts=[]).exclude(written_by_id=user.pk)
    return alerted.for_list().order_by("-begun_at", "-id")[:MOST]


def queue_of(user: Actor, asked: Mapping[str, int]) -> Queue:
    """One query; its filters offer the schools and officers that are in it."""
    found = [_waiting(values) for values in waiting_for(user).values(*SHOWN)[:MOST]]
    school, officer = asked.get("school"), asked.get("officer")
    return Queue(
        [
            one
            for one in found
            if school in (None, one.school_id) and officer in (None, one.officer_id)
        ],
        _choices({one.school_id: one.school for one in found}),
        _choices({one.officer_id: one.officer for one in found}),
        urlencode(asked),
        is_cut=len(found) == MOST,
    )


def steps_from(user: Actor, incident: Incident, asked: Mapping[str, int]) -> Steps:
    """The reports before and behind this one; from one that is done, the first."""
    queue = queue_of(user, asked)
    keys = [one.pk for one in queue.reports]
    at = keys.index(incident.pk) if incident.pk in keys else -1
    return Steps(
        _to(keys[at - 1], queue.query) if at > 0 else "",
        _to(keys[at + 1], queue.query) if at + 1 < len(keys) else "",
        _with(reverse("incidents:reviews"), queue.query),
    )


def _waiting(values: Mapping[str, Any]) -> Waiting:
    return Waiting(
        values["id"],
        number_of(values["year"], values["serial"]),
        values["school_id"],
        values["school__name"],
        values["written_by_id"],
        values["written_by__name"],
        values["submitted_at"],
        [ALERTS[one] for one in values["case_file__alerts"]],
        CLASSES[values["case_file__conduct"]],
    )


def _choices(found: Mapping[int, str]) -> list[Choice]:
    return sorted((Choice(*one) for one in found.items()), key=lambda one: one.label)


def _to(pk: UUID, query: str) -> str:
    return _with(reverse("incidents:incident", args=[pk]), query)


def _with(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url
