"""The ledger: each event with the three answers that KRS 158.449 asks for.

For the sheriff's unit alone: it names charges, which no school may act on
(KRS 158.153). It has no name of anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.db.models.expressions import RawSQL
from django.utils.timezone import localtime

from incidents.counts import Asked
from incidents.models import CaseFile, Incident, Offence
from incidents.models.incidents import POLICE, IncidentQuerySet
from incidents.states import Status
from schools.models import School
from sro_program.core.db import Actor

SIZE = 50
HEADER = [
    *("Number", "Day", "School", "Asked by", "Public offense or misconduct"),
    *("Reported to", "Charge", "Initiated by the SRO", "Dealt with"),
]
BEHIND = """
    SELECT f.incident_id FROM incidents_facts(%s::bigint[], %s) f
    WHERE f.report = %s AND f.dimension = %s AND f.key = %s AND %s IN (0, f.month)
"""
RETURNED = "Nobody: returned to the school"
WORKER = "Court-designated worker"
POLICE_ALONE = "Law enforcement"


@dataclass(frozen=True, slots=True)
class Event:
    """One incident as the school's system asks for it."""

    incident: Incident
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first, and from where the next ones follow."""

    events: Sequence[Event]
    after: str


def schools_of(user: Actor) -> dict[int, School]:
    """The schools whose ledger this person reads, by name."""
    rows = School.objects.visible_to(user).reached_as(user, *POLICE).for_list()
    return {school.pk: school for school in rows}


def behind(
    user: Actor, asked: Asked, dimension: str, key: str, schools: Iterable[int]
) -> IncidentQuerySet:
    """The incidents that make a number, read as this person (both walls hold)."""
    reached = [pk for pk in schools if asked.school in (0, pk)]
    told = [reached, asked.year, asked.report, dimension, key, asked.month]
    rows = Incident.objects.police_side(user)
    return rows.filter(pk__in=RawSQL(BEHIND, told))  # noqa: S611  # its values are parameters


def page_of(rows: IncidentQuerySet, after: str) -> Page:
    """A page of them, from behind the incident with this key."""
    if last := rows.filter(pk=after).first() if after else None:
        same = Q(occurred_from=last.occurred_from, pk__lt=last.pk)
        rows = rows.filter(Q(occurred_from__lt=last.occurred_from) | same)
    found = events_of(rows, SIZE + 1)
    has_more = len(found) > SIZE
    return Page(found[:SIZE], str(found[SIZE - 1].incident.pk) if has_more else "")


def events_of(rows: IncidentQuerySet, most: int) -> list[Event]:
    """The newest of them with their answers. Two queries."""
    offences = Offence.objects.select_related("code", "charge")
    told = rows.select_related("school__district", "case_file").prefetch_related(
        Prefetch("offences", offences)
    )
    return [Event(one, _answers(one)) for one in told[:most]]


def _answers(incident: Incident) -> list[str]:
    zone = incident.school.district.zone
    case_file = incident.case_file
    charges = sorted({str(offence) for offence in incident.offences.all()})
    is_by_sro = incident.initiated_by == Incident.Initiator.SRO
    return [
        incident.number,
        f"{localtime(incident.occurred_from, zone):%Y-%m-%d}",
        incident.school.name,
        incident.get_initiated_by_display(),
        case_file.get_conduct_display(),
        _reported_to(incident),
        "; ".join(charges),
        "Yes" if is_by_sro else "No",
        _dealt_with(incident),
    ]


def _reported_to(incident: Incident) -> str:
    if incident.status == Status.HANDED_BACK:
        return RETURNED
    is_complaint = incident.case_file.disposition == CaseFile.Disposition.CDW
    return WORKER if is_complaint else POLICE_ALONE


def _dealt_with(incident: Incident) -> str:
    if incident.status == Status.HANDED_BACK:
        return str(Status.HANDED_BACK.label)
    return incident.case_file.get_disposition_display() or "Not said yet"
