"""What a drill showed that has to be mended: given, done, looked at again."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from schools import drill_policy as policy
from schools.drill_people import menders_at, owners_of
from schools.drill_states import CHECK_TASK, FINISH_TASK, REOPEN_TASK
from schools.models import Drill, DrillTask
from schools.models.drill_parts import DrillTaskQuerySet
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify_all, settle
from sro_program.workflow import lock, move, write

SOON = timedelta(days=3)
NOT_HELD = "Tasks come from a drill that was held."
NOT_OF_HERE = "{name} has no part at this school. Choose somebody else, or nobody."
IS_OVER = "That day is over. Give one that is still to come."
Warned = DrillTask.Warned


@transaction.atomic
def add_drill_task(
    drill: Drill,
    *,
    by: Actor,
    record_id: UUID,
    what: str,
    owner: str,
    due_on: date,
    person: User | None = None,
) -> DrillTask:
    """Say what is to be mended, by whom and until when; sent twice, it is one.

    Raises NotAllowed, WrongState for a drill that was not held, or RuleBroken for a day
    that is over and for somebody who has no part at the school.
    """
    require(policy.can_keep_drills(by, drill.school))
    if kept := drill.tasks.filter(pk=record_id).first():
        return kept
    drill = lock(drill)
    if not drill.was_held:
        raise WrongState(NOT_HELD)
    if due_on < localdate():
        raise RuleBroken(IS_OVER)
    if person and person not in menders_at(drill.school):
        raise RuleBroken(NOT_OF_HERE.format(name=person.name))
    task = DrillTask(
        id=record_id,
        drill=drill,
        school=drill.school,
        what=what,
        owner=owner,
        person=person,
        due_on=due_on,
        written_by_id=by.pk,
    )
    with constraints_as_rules(DrillTask):
        task.save(force_insert=True)
    record(by, "add_drill_task", task)
    _tell(task, "A task after a drill", but=by)
    return task


@transaction.atomic
def finish_drill_task(
    task: DrillTask, *, by: Actor, version: int | None = None
) -> DrillTask:
    """Say that it is done; somebody else looks.

    Raises NotAllowed, Stale or WrongState.
    """
    require(policy.can_mend(by, task.school))
    task = lock(task, version=version)
    move(task, FINISH_TASK, by=by, done_by_id=by.pk, done_at=now())
    settle(task.get_absolute_url())
    return task


@transaction.atomic
def check_drill_task(
    task: DrillTask, *, by: Actor, version: int | None = None
) -> DrillTask:
    """Say that one has looked and it is mended.

    Raises NotAllowed, Stale or WrongState.
    """
    task = _to_look_at(task, by, version)
    move(task, CHECK_TASK, by=by, checked_by_id=by.pk, checked_at=now())
    return task


@transaction.atomic
def reopen_drill_task(
    task: DrillTask, *, by: Actor, version: int | None = None
) -> DrillTask:
    """Say that one has looked and it is not mended; whoever owns it is told.

    Raises NotAllowed, Stale or WrongState.
    """
    task = _to_look_at(task, by, version)
    move(task, REOPEN_TASK, by=by, done_by_id=None, done_at=None, warned=Warned.NO)
    _tell(task, "Not mended yet", but=by)
    return task


def drill_tasks_due() -> DrillTaskQuerySet:
    """Those that want a reminder: soon due, or overdue, once each; the clock asks."""
    today = localdate()
    soon = Q(due_on__lte=today + SOON, warned=Warned.NO)
    late = Q(due_on__lt=today) & ~Q(warned=Warned.LATE)
    return DrillTask.objects.open().filter(soon | late)


@transaction.atomic
def warn_of_drill_task(task: DrillTask) -> bool:
    """Remind whoever it waits for. The clock acts."""
    task = lock(task)
    is_late = task.due_on < localdate()
    write(task, warned=Warned.LATE if is_late else Warned.SOON)
    _tell(task, "A task after a drill is overdue" if is_late else "A task is due soon")
    return True


def _to_look_at(task: DrillTask, by: Actor, version: int | None) -> DrillTask:
    require(policy.can_mend(by, task.school))  # only they may lock its row
    task = lock(task, version=version)
    require(policy.can_look_again(by, task))
    return task


def _tell(task: DrillTask, heading: str, but: Actor | None = None) -> None:
    """What is to be done stays on the page: no mail carries what a school lacks."""
    people = [one for one in owners_of(task) if not but or one.pk != but.pk]
    due = f"{task.due_on:%b} {task.due_on.day}"
    notify_all(
        people,
        "drill_task",
        url=task.get_absolute_url(),
        needs_you=True,
        heading=f"{heading}: {task.school.name}",
        text=f"After the {task.drill.get_kind_display().lower()} drill. Due {due}.",
        label="Open it",
    )
