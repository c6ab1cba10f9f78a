"""Carrying out a court's order to seal (KRS 610.330): two people, one transaction."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import now

from incidents import policy
from incidents.findings import Findings, look
from incidents.models import Attachment, Incident, SealingName, SealingOrder
from incidents.sealing import namesakes_of
from incidents.states import (
    CONFIRM_SEALING,
    REOPEN_SEALING,
    SEAL,
    WITHDRAW_SEALING,
    SealingStatus,
)
from incidents.wording import NEWS
from sro_program.accounts.models import PoliceAgency, Role, User
from sro_program.accounts.roles import holders
from sro_program.audit.log import record
from sro_program.audit.sealing import (
    as_statements,
    papers_of,
    steps_for,
    without_names,
)
from sro_program.core.db import Actor, briefly_as_clock, constraints_as_rules
from sro_program.core.errors import RuleBroken, Stale, WrongState
from sro_program.core.policy import require
from sro_program.notifications.news import fill
from sro_program.notifications.outbox import notify_all, settle
from sro_program.workflow import Transition, lock, move, write

NOT_LISTED = "Choose only from the list: these records are of somebody else."
IS_DECIDED = "This order can no longer be changed. Take the confirmation back first."
CHANGED_SINCE = (
    "What was found has changed since it was looked at. Look at it again, and confirm "
    "it anew."
)
REMAINS = "The name still stands somewhere. Nothing was sealed; try it again."


class Ordered(TypedDict):
    """What the paper says."""

    court: str
    case_number: str
    ordered_on: date
    document: str


class Named(TypedDict):
    """Whom it is about; kept until it is carried out."""

    given_name: str
    family_name: str
    birth_date: date | None
    other_names: str


@transaction.atomic
def begin_sealing(
    *,
    by: Actor,
    police_agency: PoliceAgency,
    record_id: UUID,
    name: Named,
    **ordered: Unpack[Ordered],
) -> SealingOrder:
    """Write down what the court ordered. Sent twice with one id it is one order."""
    require(policy.can_prepare_sealing_for(by, police_agency))
    if begun := SealingOrder.objects.filter(pk=record_id, written_by_id=by.pk).first():
        return begun
    order = SealingOrder(
        id=record_id,
        police_agency=police_agency,
        written_by_id=by.pk,
        has_other_names=bool(name["other_names"].strip()),
        **ordered,
    )
    with constraints_as_rules(SealingOrder):
        order.save(force_insert=True)
    SealingName.objects.create(order=order, **name)
    record(by, "begin_sealing", order)
    return order


@transaction.atomic
def choose_sealed(
    order: SealingOrder,
    *,
    by: Actor,
    involved: Collection[UUID],
    people: Collection[UUID],
    attachments: Collection[UUID],
    other_names: str = "",
    version: int | None = None,
) -> SealingOrder:
    """Say which records the order is about; only ones that bear the name.

    Raises NotAllowed, WrongState, Stale, or RuleBroken for anybody else's record.
    """
    order = _lock_for(order, by, version)
    if order.status != SealingStatus.OPEN:
        raise WrongState(IS_DECIDED, order.get_absolute_url())
    order.name.other_names = other_names
    order.name.save(update_fields=["other_names"])
    if not {*involved, *people} <= namesakes_of(order, order.name).same:
        raise RuleBroken(NOT_LISTED)
    write(
        order,
        has_other_names=bool(other_names.strip()),
        involved=sorted(involved),
        people=sorted(people),
        attachments=sorted(attachments),
    )
    record(by, "choose_sealed", order)
    return order


@transaction.atomic
def confirm_sealing(
    order: SealingOrder, *, by: Actor, mark: str, version: int | None = None
) -> SealingOrder:
    """The first of two: this is what the court ordered, and all that was found.

    `mark` is that of the dry run that this person saw. Raises Stale when there is
    something else by now, RuleBroken when something stands in the way.
    """
    order = _lock_for(order, by, version)
    found = _still_the_same(look(order), mark)
    move(
        order,
        CONFIRM_SEALING,
        by=by,
        confirmed_by_id=by.pk,
        confirmed_at=now(),
        counts=found.counts,
        found=mark,
    )
    _tell_the_second(order, by)
    return order


@transaction.atomic
def reopen_sealing(
    order: SealingOrder, *, by: Actor, version: int | None = None
) -> SealingOrder:
    """Take the confirmation back, so that the order can be changed."""
    order = _lock_for(order, by, version)
    move(order, REOPEN_SEALING, by=by, confirmed_by=None, confirmed_at=None, found="")
    settle(order.get_absolute_url())
    return order


@transaction.atomic
def withdraw_sealing(
    order: SealingOrder, *, by: Actor, version: int | None = None
) -> SealingOrder:
    """Nothing is sealed; the name goes from the order."""
    order = _lock_for(order, by, version)
    move(order, WITHDRAW_SEALING, by=by, involved=[], people=[], attachments=[])
    SealingName.objects.filter(order=order).delete()
    settle(order.get_absolute_url())
    return order


@transaction.atomic
def seal(order: SealingOrder, *, by: Actor, version: int | None = None) -> SealingOrder:
    """The second of two: from now on it is as if there had been no record.

    In this one transaction the identity goes from every place, history included, and
    is looked for again. Raises NotAllowed, WrongState, Stale when anything was found
    that was not confirmed, RuleBroken when something stands in the way.
    """
    order = lock(order, version=version)
    require(policy.can_seal(by, order))
    _require_possible(order, SEAL)
    with briefly_as_clock():
        held = Incident.objects.filter(people__in=order.involved)
        list(held.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    found = _still_the_same(look(order), order.found)
    erase_identity(order, found)
    move(
        order,
        SEAL,
        by=by,
        sealed_by_id=by.pk,
        sealed_at=now(),
        attachments=[file.pk for file in found.files],
        counts=found.counts,
        ledger=_ledger_of(found),
    )
    settle(order.get_absolute_url())
    return order


def erase_identity(order: SealingOrder, found: Findings) -> None:
    """Let the database do it, delete the files, and look whether anything is left."""
    keys = [file.pk for file in found.files]
    with briefly_as_clock():
        papers = papers_of(found.subject)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT incidents_seal(%s, %s, %s)",
            [order.pk, as_statements(found.steps), keys],
        )
    for paper in [*(kept.file for kept in found.files), *papers]:
        transaction.on_commit(partial(paper.delete, save=False), robust=True)
    with briefly_as_clock():
        SealingName.objects.filter(order=order).delete()
        left = [step for step in steps_for(found.subject, found.names) if step.pattern]
        files = Attachment.objects.filter(pk__in=keys)
        if left or files.exists():
            raise RuleBroken(REMAINS)


def _lock_for(order: SealingOrder, by: Actor, version: int | None) -> SealingOrder:
    order = lock(order, version=version)
    require(policy.can_prepare_sealing_for(by, order.police_agency))
    return order


def _require_possible(order: SealingOrder, transition: Transition) -> None:
    """Before anything is erased, not after."""
    if not transition.possible(order):
        state = order.get_status_display().lower()
        raise WrongState(f"This order is: {state}.", order.get_absolute_url())


def _still_the_same(found: Findings, mark: str) -> Findings:
    if found.hindrances:
        raise RuleBroken(found.hindrances[0])
    if found.mark != mark:
        raise Stale(CHANGED_SINCE)
    return found


def _ledger_of(found: Findings) -> dict[str, Any]:
    """Ids alone: what a restored older backup needs to forget it again."""
    return {
        "subject": {
            name: [str(key) for key in keys]
            for name, keys in asdict(found.subject).items()
        },
        "rows": without_names(found.steps),
    }


def _tell_the_second(order: SealingOrder, by: Actor) -> None:
    """The other commanders; where there is none, the administrators."""
    command = holders(Role.COMMANDER, police_agency=order.police_agency)
    others = command.exclude(pk=by.pk)
    if not others.exists():
        others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk)
    notify_all(
        others,
        "incident",
        url=order.get_absolute_url(),
        needs_you=True,
        **fill(NEWS["sealing"], {}),  # type: ignore[arg-type]  # words of the template
    )
