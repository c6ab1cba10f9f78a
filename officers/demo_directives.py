"""Directives of the demo: two from each side, one declined, two at the same time."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import localdate

from officers import actions
from officers.models import Directive, Officer
from schools.calendar import add_school_days
from schools.models import District, School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders

Kind = Directive.Kind
WHY_NOT = "The doors are checked at 8:20; I am in court until noon that day."


@dataclass(frozen=True, slots=True)
class Task:
    """One invented directive: so many school days from today, from and until."""

    role: Role
    kind: Kind
    what: str
    where: str
    days: int
    begins: time | None
    ends: time
    answer: str = ""


TASKS = [
    Task(
        Role.PRINCIPAL,
        Kind.EVENT,
        "Parking and gate at the home game",
        "Stadium",
        2,
        time(17, 30),
        time(20),
    ),
    Task(
        Role.COMMANDER,
        Kind.PATROL,
        "Evening patrol along the county line",
        "US 641",
        2,
        time(18),
        time(19, 30),
    ),
    Task(
        Role.PRINCIPAL,
        Kind.DOOR,
        "Guard the front door during testing",
        "Front door",
        3,
        time(8),
        time(11),
        answer="decline",
    ),
    Task(
        Role.COMMANDER,
        Kind.PAPER,
        "Figures of the month for the sheriff",
        "",
        5,
        None,
        time(15),
        answer="acknowledge",
    ),
]


def make_directives(district: District) -> None:
    """For the first officer, at the first school with a principal; once."""
    if Directive.objects.filter(school__district=district).exists():
        return
    agency = district.police_agency_id
    officer = (
        Officer.objects.in_service().filter(police_agency=agency).order_by("pk")[0]
    )
    campuses = officer.assignments.values("campus")
    school = School.objects.filter(campus__in=campuses).order_by("pk")[0]
    givers = {
        Role.COMMANDER: holders(Role.COMMANDER, police_agency=agency).first(),
        Role.PRINCIPAL: holders(Role.PRINCIPAL, school=school).first(),
    }
    for task in TASKS:
        if giver := givers[task.role]:
            _give(task, officer, school, giver)


def _give(task: Task, officer: Officer, school: School, giver: User) -> None:
    on = add_school_days(school, localdate(), task.days)
    assert on is not None  # noqa: S101  # the demo has the school year after this
    directive = actions.give_directive(
        officer,
        by=giver,
        school=school,
        kind=task.kind,
        what=task.what,
        where=task.where,
        starts_at=_at(on, task.begins, school) if task.begins else None,
        due_at=_at(on, task.ends, school),
    )
    if task.answer == "acknowledge":
        actions.acknowledge(directive, by=officer.user)
    if task.answer == "decline":
        actions.decline(directive, by=officer.user, reason=WHY_NOT)


def _at(on: date, moment: time, school: School) -> datetime:
    return datetime.combine(on, moment, school.district.zone)
