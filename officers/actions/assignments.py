"""Who serves which campus, from when until when."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from officers import policy
from officers.models import Absence, Assignment, Officer
from schools.models import Campus
from sro_program.accounts.models import Role
from sro_program.accounts.roles import holders
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.core.times import A_DAY
from sro_program.notifications.outbox import notify, notify_all
from sro_program.workflow import lock, refuse_unseen


@transaction.atomic
def assign(
    officer: Officer,
    *,
    by: Actor,
    campus: Campus,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    funding: str = "",
    stands_in_for: Absence | None = None,
) -> Assignment:
    """Send an officer to a campus; the day of `ends_on` is the first without them.

    A relief for an absence ends when that is called off. Raises NotAllowed, or
    RuleBroken when the officer is assigned elsewhere then.
    """
    officer = _locked_officer(officer)
    require(policy.can_assign(by, officer))
    if not officer.in_service:
        raise RuleBroken("This officer is not in service.")
    if campus.district.police_agency_id != officer.police_agency_id:
        raise RuleBroken("This campus is served by another agency.")
    with constraints_as_rules(Assignment):
        assignment = Assignment.objects.create(
            officer=officer,
            campus=campus,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            funding=funding,
            stands_in_for=stands_in_for,
        )
    record(by, "assign", assignment, kind=kind, campus=campus.pk)
    _tell(assignment, "officer_assigned")
    return assignment


@transaction.atomic
def change_assignment(
    assignment: Assignment,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date | None,
    funding: str | None = None,
    seen: str | None = None,
) -> Assignment:
    """Change the days of an assignment, and who pays where that is said.

    Where only who pays has changed, nobody is told: the same officer serves the same
    days. Raises NotAllowed, Stale or RuleBroken.
    """
    require(policy.can_change_assignment(by, assignment))
    assignment = lock(assignment)
    wanted = {"starts_on": starts_on, "ends_on": ends_on, "funding": funding}
    refuse_unseen(assignment, wanted, seen)
    before = assignment.starts_on, assignment.ends_on
    assignment.starts_on, assignment.ends_on = starts_on, ends_on
    if funding is not None:
        assignment.funding = funding
    with constraints_as_rules(Assignment):
        assignment.save(update_fields=["starts_on", "ends_on", "funding"])
    record(by, "change_assignment", assignment, was=f"{before[0]} – {before[1]}")
    if before != (starts_on, ends_on):
        _tell(assignment, "officer_assignment_changed")
    return assignment


def end_assignment(assignment: Assignment, *, by: Actor, ends_on: date) -> Assignment:
    """End an assignment; this is the first day without the officer."""
    return change_assignment(
        assignment, by=by, starts_on=assignment.starts_on, ends_on=ends_on
    )


def call_off_reliefs(absence: Absence, *, by: Actor) -> None:
    """Whoever stands in for an absence that is called off is free again.

    A relief of today stays until its end; one that has not begun is taken out, with
    its history kept. The relief and the commander learn it. Part of calling off, and
    so of the same transaction and right (`actions.cancel_absence`).
    """
    tomorrow = localdate() + A_DAY
    rows = absence.reliefs.select_for_update(of=("self",))
    for relief in rows.filter(ends_on__gt=tomorrow).select_related(
        "officer__user", "campus"
    ):
        record(by, "call_off_relief", relief, absence=str(absence.pk))
        if relief.starts_on < tomorrow:
            relief.ends_on = tomorrow
            relief.save(update_fields=["ends_on"])
        else:
            relief.delete()
        _tell_called_off(relief, absence, by)


def _tell_called_off(relief: Assignment, absence: Absence, by: Actor) -> None:
    agency = relief.officer.police_agency_id
    commands = holders(Role.COMMANDER, police_agency=agency).exclude(pk=by.pk)
    for person in [relief.officer.user, *commands]:
        notify(
            person,
            "officer_relief_called_off",
            url=relief.officer.get_absolute_url(),
            relief=str(relief.officer),
            officer=str(absence.officer),
            campus=str(relief.campus),
            is_today=relief.ends_on == localdate() + A_DAY,
        )


def _locked_officer(officer: Officer) -> Officer:
    rows = Officer.objects.select_for_update(of=("self",))
    return rows.select_related("user").get(pk=officer.pk)


def _tell(assignment: Assignment, template: str) -> None:
    """The officer, and the principals of the campus: a gap is closed, or opens."""
    words: dict[str, Any] = {
        "url": assignment.officer.get_absolute_url(),
        "officer": str(assignment.officer),
        "campus": str(assignment.campus),
        "kind": assignment.get_kind_display().lower(),
        "starts_on": f"{assignment.starts_on:%B %-d, %Y}",
        "ends_on": f"{assignment.ends_on:%B %-d, %Y}" if assignment.ends_on else "",
    }
    notify(assignment.officer.user, template, **words)
    principals = holders(Role.PRINCIPAL, school__campus=assignment.campus_id)
    notify_all(principals, "officer_at_your_campus", **words)
