"""Keeping floor plans: a picture added, compared, archived; places pinned to it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, now

from schools import policy
from schools.models import FloorPlan, Pin, Place, School
from sro_program.audit.log import record
from sro_program.core.db import Actor, briefly_as_clock, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken, WrongState
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.core.ids import uuid7
from sro_program.core.policy import require

IS_ARCHIVED = "This plan was archived meanwhile. Go on with the one that is in use."
IS_OFF = "This place was taken off the plan meanwhile."
NOT_HERE = "This place is not one of this school’s that are in use."


@transaction.atomic
def add_plan(
    school: School,
    *,
    by: Actor,
    record_id: UUID,
    title: str,
    picture: CheckedFile,
    verified_on: date | None = None,
) -> FloorPlan:
    """Add a picture of a floor; sent twice, it is one plan.

    Raises NotAllowed, or RuleBroken when the school has a plan in use with this title,
    or for a form that was sent before and says something else now, or whose plan has
    been archived since.
    """
    require(policy.can_keep_plans(by, school))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # one at a time
    if kept := FloorPlan.objects.filter(pk=record_id, school=school).first():
        if not _says_the_same(kept, title, picture, verified_on):
            raise RuleBroken(USED_FORM)
        return kept
    plan = FloorPlan(
        id=_unused(record_id),
        school=school,
        title=title,
        picture=picture.content,
        media_type=picture.media_type,
        sha256=picture.sha256,
        verified_on=verified_on,
        added_by_id=by.pk,
    )
    with kept_with_its_record(plan, "picture"), constraints_as_rules(FloorPlan):
        plan.save(force_insert=True)
    record(by, "add", plan)
    return plan


@transaction.atomic
def verify_plan(plan: FloorPlan, *, by: Actor) -> FloorPlan:
    """Say that it was compared with the building today.

    Raises NotAllowed, or WrongState when it is archived.
    """
    plan = _locked(plan, by)
    plan.verified_on = localdate()
    plan.save(update_fields=["verified_on"])
    record(by, "verify", plan)
    return plan


@transaction.atomic
def archive_plan(plan: FloorPlan, *, by: Actor) -> FloorPlan:
    """Offer it no longer; the history keeps where everything was.

    Raises NotAllowed, or WrongState when somebody was faster.
    """
    plan = _locked(plan, by)
    plan.archived_at = now()
    plan.save(update_fields=["archived_at"])
    record(by, "archive", plan)
    return plan


@transaction.atomic
def pin_place(plan: FloorPlan, *, by: Actor, place: Place, x: int, y: int) -> Pin:
    """Say where on the plan the place is; a pin that is there already is moved.

    `x` and `y` are thousandths of the picture's width and height. Raises NotAllowed,
    WrongState when the plan is archived, or RuleBroken for a place of another school or
    an archived one, and for a spot beside the plan.
    """
    plan = _locked(plan, by)
    if place.school_id != plan.school_id or place.archived_at:
        raise RuleBroken(NOT_HERE)
    with constraints_as_rules(Pin):
        pin, _ = Pin.objects.update_or_create(
            plan=plan, place=place, defaults={"x": x, "y": y, "school": plan.school}
        )
    record(by, "pin", plan)
    return pin


@transaction.atomic
def unpin(pin: Pin, *, by: Actor) -> None:
    """Take a place off the plan; the place itself stays.

    Raises NotAllowed, or WrongState when somebody was faster or the plan is archived.
    """
    plan = _locked(pin.plan, by)
    removed, _ = pin.delete()
    if not removed:
        raise WrongState(IS_OFF)
    record(by, "unpin", plan)


def _says_the_same(
    kept: FloorPlan, title: str, picture: CheckedFile, verified_on: date | None
) -> bool:
    """Is what came again what was kept, and still in use?"""
    was = (kept.title, kept.sha256, kept.verified_on, kept.archived_at)
    return was == (title, picture.sha256, verified_on, None)


def _unused(record_id: UUID) -> UUID:
    """This id, or one of ours: that a school elsewhere has it, nobody learns here."""
    with briefly_as_clock():
        is_used = FloorPlan.objects.filter(pk=record_id).exists()
    return uuid7() if is_used else record_id


def _locked(plan: FloorPlan, by: Actor) -> FloorPlan:
    require(policy.can_keep_plans(by, plan.school))  # only they may lock its row
    rows = FloorPlan.objects.select_for_update(of=("self",)).select_related("school")
    plan = rows.get(pk=plan.pk)
    if plan.archived_at:
        raise WrongState(IS_ARCHIVED)
    return plan
