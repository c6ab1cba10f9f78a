"""What a commander chooses from for an order to seal: the rows under the name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from incidents.juveniles import shown
from incidents.models import Attachment, Incident, Involvement, SealingOrder
from incidents.sealing import namesakes_of
from schools.models import Person, School
from sro_program.accounts.models import PoliceAgency, Reach, Role
from sro_program.core.db import Actor

type Choice = tuple[str, str]

NO_BIRTH_DATE = "birth date not written down"
SAME_BIRTH_DATE = "same birth date"


def commanded_by(user: Actor) -> QuerySet[PoliceAgency]:
    """The agencies whose records this commander seals."""
    reach = Reach.objects.of(user).filter(role=Role.COMMANDER)
    agencies = reach.values("school__district__police_agency")
    return PoliceAgency.objects.filter(pk__in=agencies).order_by("name")


def choices_for(order: SealingOrder) -> dict[str, list[Choice]]:
    """Rows with this name and birth date, the parents in their reports, their files."""
    found = namesakes_of(order, order.name)
    involved = {key: row for key, row in found.involved.items() if key in found.same}
    reports = {row["incident_id"] for row in involved.values()}
    incidents = Incident.objects.in_bulk(reports)
    schools = School.objects.in_bulk(
        [row["school_id"] for row in found.people.values()]
    )
    files = Attachment.objects.filter(incident__in=reports).order_by("pk")
    return {
        "involved": [
            (str(key), _of_incident(row, incidents)) for key, row in involved.items()
        ],
        "people": [
            (str(key), _of_directory(row, schools)) for key, row in found.people.items()
        ],
        "attachments": [
            (str(file.pk), f"{incidents[file.incident_id].number}: {file.title}")
            for file in files
        ],
    }


def _of_incident(row: Mapping[str, Any], incidents: Mapping[UUID, Incident]) -> str:
    role = Involvement.Role(row["role"])
    words = [incidents[row["incident_id"]].number, role.label]
    if role == Involvement.Role.PARENT:
        is_juvenile = row["is_juvenile"]
        names = {name: row[name] for name in ("given_name", "family_name", "grade")}
        someone = Involvement(**names, is_juvenile=is_juvenile)
        return ", ".join([*words, shown(someone, unmasked=False)])
    return ", ".join([*words, SAME_BIRTH_DATE if row["birth_date"] else NO_BIRTH_DATE])


def _of_directory(row: Mapping[str, Any], schools: Mapping[int, School]) -> str:
    kind = Person.Kind(row["kind"]).label
    grade = f"grade {row['grade']}" if row["grade"] is not None else ""
    kept = Person.Retention(row["retention_class"]).label.lower()
    return ", ".join(filter(None, [kind, grade, str(schools[row["school_id"]]), kept]))
