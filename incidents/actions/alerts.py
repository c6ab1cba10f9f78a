"""What the command must know the same minute (product.md §3: force and injury)."""

from django.utils.timezone import localtime

from incidents.actions.telling import commanders_of, tell
from incidents.models import CaseFile, Incident, Interview, Involvement, Measure
from sro_program.audit.log import record
from sro_program.core.db import Actor

Alert = CaseFile.Alert
A_CHILD = 12
"""Under this age custody is always looked at by the command (domain.md R26)."""


def of_measure(measure: Measure) -> set[Alert]:
    """Force, an injury by it, custody of a child under 12."""
    found = set()
    if measure.kind == Measure.Kind.FORCE:
        found.add(Alert.FORCE)
    if measure.has_injury:
        found.add(Alert.INJURY)
    if measure.kind == Measure.Kind.CUSTODY and _is_a_child(measure):
        found.add(Alert.CHILD)
    return found


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


def _is_a_child(measure: Measure) -> bool:
    if measure.about is None:
        return False
    day = localtime(measure.at, measure.school.district.zone).date()
    age = measure.about.age_on(day)
    return age is not None and age < A_CHILD
