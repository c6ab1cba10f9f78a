"""What the command must know the same minute (product.md §3: force and injury)."""

from datetime import datetime

from django.utils.timezone import localtime

from incidents.actions.telling import commanders_of, tell
from incidents.models import CaseFile, Incident, Interview, Involvement, Measure
from sro_program.audit.log import record
from sro_program.core.db import Actor

Alert = CaseFile.Alert
A_CHILD = 12
GRADE_OF_A_CHILD = 6
"""Under this age custody is always looked at by the command (domain.md R26)."""


def of_measure(measure: Measure) -> set[Alert]:
    """Force, an injury by it, custody of a child under 12."""
    found = set()
    if measure.kind == Measure.Kind.FORCE:
        found.add(Alert.FORCE)
    if measure.has_injury:
        found.add(Alert.INJURY)
    held = measure.about if measure.kind == Measure.Kind.CUSTODY else None
    if held and _is_a_child(held, measure.at):
        found.add(Alert.CHILD)
    return found


def of_arrest(incident: Incident) -> set[Alert]:
    """It ended in an arrest, and a subject is a child, also with no measure of it."""
    if CaseFile.objects.get(pk=incident.pk).disposition != CaseFile.Disposition.ARREST:
        return set()
    subjects = incident.people.filter(role=Involvement.Role.SUBJECT)
    arrested = subjects.select_related("school__district")
    children = [one for one in arrested if _is_a_child(one, incident.occurred_from)]
    return {Alert.CHILD} if children else set()


def of_person(person: Involvement) -> set[Alert]:
    """Somebody was hurt."""
    is_hurt = person.injury in {Involvement.Injury.MINOR, Involvement.Injury.SERIOUS}
    return {Alert.INJURY} if is_hurt else set()


def of_interview(interview: Interview) -> set[Alert]:
    """The guard of a joint interview was overridden with a reason."""
    return {Alert.GUARD} if interview.is_guarded else set()


def raise_alerts(incident: Incident, found: set[Alert], *, by: Actor) -> None:
    """Tell the command at once, each kind once for a report.

    The caller holds the incident's row.
    """
    case_file = CaseFile.objects.select_for_update().get(pk=incident.pk)
    new = sorted(found - set(case_file.alerts))
    if not new:
        return
    case_file.alerts = [*case_file.alerts, *new]
    case_file.save(update_fields=["alerts"])
    for kind in new:
        record(by, "alert", incident, alert=kind)
        label = Alert(kind).label.lower()
        command = commanders_of(incident.school)
        tell(command, "alert", incident, but=by, needs_you=True, alert=label)


def _is_a_child(person: Involvement, at: datetime) -> bool:
    """Under 12 on that day; by the grade where the age is not known."""
    age = person.age_on(localtime(at, person.school.district.zone).date())
    if age is None:
        return person.grade is not None and person.grade <= GRADE_OF_A_CHILD
    return age < A_CHILD
