"""What has to be mended at a school: said, changed, done, looked at again."""

from datetime import date, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from schools import finding_policy as policy
from schools.finding_people import menders_at, owners_of
from schools.finding_states import CHANGE, CHECK, FINISH, REOPEN, FindingStatus
from schools.models import (
    ChecklistItem,
    Drill,
    Finding,
    FloorPlan,
    Place,
    School,
    Walkthrough,
)
from schools.models.findings import FindingQuerySet
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify_all, settle
from sro_program.workflow import lock, move, write

SOON = timedelta(days=3)
HAS_PHOTO = "There is a photo already; it stays."
IS_MENDED = "This is mended. A photo would show something else."
NOT_HELD = "Only a drill that was held shows what is to be mended."
NOT_OF_HERE = "{name} has no part at this school. Choose somebody else, or nobody."
NOT_A_PLACE = "This room is of another school. Choose one of this school, or none."
IS_OVER = "That day is over. Give one that is still to come."
Warned = Finding.Warned


class Said(TypedDict):
    """What a finding says: what, where, how urgent, whose, until when."""

    what: str
    severity: str
    owner: str
    due_on: date
    person: User | None
    place: Place | None


@transaction.atomic
def add_finding(
    school: School,
    *,
    by: Actor,
    record_id: UUID,
    drill: Drill | None = None,
    walkthrough: Walkthrough | None = None,
    item: ChecklistItem | None = None,
    plan: FloorPlan | None = None,
    photo: CheckedFile | None = None,
    **said: Unpack[Said],
) -> Finding:
    """Say what is to be mended, by whom and until when; sent twice, it is one.

    Raises NotAllowed, WrongState for a drill that was not held, or RuleBroken for a day
    that is over, a place of another school, and somebody who has no part at the school.
    """
    require(policy.can_mend(by, school))
    if kept := Finding.objects.filter(pk=record_id, school=school).first():
        return kept
    if drill and not drill.was_held:
        raise WrongState(NOT_HELD)
    _refuse_nonsense(school, said, localdate())
    finding = Finding(
        id=record_id, school=school, drill=drill, written_by_id=by.pk, **said
    )
    finding.walkthrough, finding.item, finding.plan = walkthrough, item, plan
    if photo:
        finding.photo, finding.photo_type = photo.content, photo.media_type
    with kept_with_its_record(finding, "photo"), constraints_as_rules(Finding):
        finding.save(force_insert=True)
    record(by, "add_finding", finding)
    _tell(finding, "To be mended", but=by)
    return finding


@transaction.atomic
def change_finding(
    finding: Finding,
    *,
    by: Actor,
    version: int | None = None,
    **said: Unpack[Said],
) -> Finding:
    """Say it otherwise while nobody has done it; whoever it waits for now is told.

    Raises NotAllowed, Stale, WrongState, or RuleBroken as when it is added.
    """
    require(policy.can_mend(by, finding.school))
    finding = lock(finding, version=version)
    _refuse_nonsense(finding.school, said, min(localdate(), finding.due_on))
    whose = (finding.owner, finding.person_id)
    if said["due_on"] != finding.due_on:
        finding.warned = Warned.NO
    with constraints_as_rules(Finding):
        move(finding, CHANGE, by=by, warned=finding.warned, **said)
    if whose != (finding.owner, finding.person_id):
        _tell(finding, "To be mended", but=by)
    return finding


@transaction.atomic
def add_photo(
    finding: Finding, *, by: Actor, photo: CheckedFile, version: int | None = None
) -> Finding:
    """Show what was found, once; a photo stays as it came.

    Raises NotAllowed, Stale, or WrongState where one is there already, or where it is
    mended and looked at.
    """
    require(policy.can_mend(by, finding.school))
    finding = lock(finding, version=version)
    if finding.photo:
        raise WrongState(HAS_PHOTO)
    if finding.status == FindingStatus.CHECKED:
        raise WrongState(IS_MENDED)
    with kept_with_its_record(finding, "photo"):
        write(finding, photo=photo.content, photo_type=photo.media_type)
    record(by, "add_photo", finding)
    return finding


@transaction.atomic
def finish_finding(
    finding: Finding, *, by: Actor, version: int | None = None
) -> Finding:
    """Say that it is done; somebody else looks.

    Raises NotAllowed, Stale or WrongState.
    """
    require(policy.can_mend(by, finding.school))
    finding = lock(finding, version=version)
    move(finding, FINISH, by=by, done_by_id=by.pk, done_at=now())
    settle(finding.get_absolute_url())
    return finding


@transaction.atomic
def check_finding(
    finding: Finding, *, by: Actor, version: int | None = None
) -> Finding:
    """Say that one has looked and it is mended.

    Raises NotAllowed, Stale or WrongState.
    """
    finding = _to_look_at(finding, by, version)
    move(finding, CHECK, by=by, checked_by_id=by.pk, checked_at=now())
    return finding


@transaction.atomic
def reopen_finding(
    finding: Finding, *, by: Actor, version: int | None = None
) -> Finding:
    """Say that one has looked and it is not mended; whoever owns it is told.

    Raises NotAllowed, Stale or WrongState.
    """
    finding = _to_look_at(finding, by, version)
    move(finding, REOPEN, by=by, done_by_id=None, done_at=None, warned=Warned.NO)
    _tell(finding, "Not mended yet", but=by)
    return finding


def findings_due() -> FindingQuerySet:
    """Those that want a reminder: soon due, or overdue, once each; the clock asks."""
    today = localdate()
    soon = Q(due_on__lte=today + SOON, warned=Warned.NO)
    late = Q(due_on__lt=today) & ~Q(warned=Warned.LATE)
    return Finding.objects.open().filter(soon | late)


@transaction.atomic
def warn_of_finding(finding: Finding) -> bool:
    """Remind whoever it waits for. The clock acts."""
    finding = lock(finding)
    is_late = finding.due_on < localdate()
    write(finding, warned=Warned.LATE if is_late else Warned.SOON)
    _tell(finding, "Overdue" if is_late else "Due soon")
    return True


def _refuse_nonsense(school: School, said: Said, earliest: date) -> None:
    person, place = said["person"], said["place"]
    if said["due_on"] < earliest:
        raise RuleBroken(IS_OVER)
    if person and person not in menders_at(school):
        raise RuleBroken(NOT_OF_HERE.format(name=person.name))
    if place and place.school_id != school.pk:
        raise RuleBroken(NOT_A_PLACE)


def _to_look_at(finding: Finding, by: Actor, version: int | None) -> Finding:
    require(policy.can_mend(by, finding.school))  # only they may lock its row
    finding = lock(finding, version=version)
    require(policy.can_look_again(by, finding))
    return finding


def _tell(finding: Finding, heading: str, but: Actor | None = None) -> None:
    """What is to be done stays on the page: no mail carries what a school lacks."""
    people = [one for one in owners_of(finding) if not but or one.pk != but.pk]
    due = f"{finding.due_on:%b} {finding.due_on.day}"
    notify_all(
        people,
        "finding",
        url=finding.get_absolute_url(),
        needs_you=True,
        heading=f"{heading}: {finding.school.name}",
        text=f"{finding.get_severity_display()}. Due {due}.",
        label="Open it",
    )
