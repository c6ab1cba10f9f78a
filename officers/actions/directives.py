"""Directives: given by a superior, answered by the officer (product.md §3)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, localtime, now

from officers import policy
from officers.coverage import serves
from officers.directing import clashing, when
from officers.models import Directive, Officer
from officers.states import ACKNOWLEDGE, DECLINE, FINISH, WITHDRAW
from schools.models import School
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify, settle
from sro_program.workflow import lock, move

NOT_IN_SERVICE = "This officer is not in service."
NOT_POSTED = "{officer} does not serve {school} on {day}. Choose another day or school."
A_YEAR = timedelta(days=366)
TOO_LONG = "A directive repeats for a year at most. Give a new one then."
OVER = "That time is over. Give one that is still to come."


@transaction.atomic
def give_directive(
    officer: Officer,
    *,
    by: Actor,
    school: School,
    kind: str,
    what: str,
    due_at: datetime,
    starts_at: datetime | None = None,
    where: str = "",
    repeats: str = "",
    repeats_until: date | None = None,
    record_id: UUID | None = None,
) -> Directive:
    """Give an officer a task at a school where they serve then; sent twice it is one.

    From whose side it comes, the role decides by which it is given. Raises NotAllowed,
    or RuleBroken for an officer who is not in service or not assigned there, and for a
    time that is over.
    """
    rows = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = rows.select_related("user").get(pk=officer.pk)
    require(policy.can_direct(by, officer, school))
    if record_id and (sent := officer.directives.filter(pk=record_id).first()):
        return sent
    directive = Directive(
        id=record_id or uuid7(),
        officer=officer,
        school=school,
        directed_by=User.objects.get(pk=by.pk),
        side=policy.side_of(by, officer, school),
        kind=kind,
        what=what,
        where=where,
        starts_at=starts_at,
        due_at=due_at,
        repeats=repeats,
        repeats_until=repeats_until,
    )
    _refuse_misfit(directive)
    with constraints_as_rules(Directive):
        directive.save(force_insert=True)
    record(by, "give", directive, officer=officer.pk, side=directive.side)
    _tell_officer(directive, clashes=_tell_the_other_side(directive))
    return directive


@transaction.atomic
def acknowledge(
    directive: Directive, *, by: Actor, version: int | None = None
) -> Directive:
    """Say that one has read it and will do it. Raises NotAllowed or WrongState."""
    directive = _locked_to_answer(directive, by, version)
    move(directive, ACKNOWLEDGE, by=by)
    _tell_giver(directive, "has seen your directive", in_app=True)
    return directive


@transaction.atomic
def finish(directive: Directive, *, by: Actor, version: int | None = None) -> Directive:
    """Say that it is done. Raises NotAllowed or WrongState."""
    directive = _locked_to_answer(directive, by, version)
    move(directive, FINISH, by=by, answered_at=now())
    _tell_giver(directive, "has done what you directed", in_app=True)
    return directive


@transaction.atomic
def decline(
    directive: Directive, *, by: Actor, reason: str, version: int | None = None
) -> Directive:
    """Say why it cannot be done; both superiors read the reason.

    Raises NotAllowed, WrongState, or RuleBroken without a reason.
    """
    directive = _locked_to_answer(directive, by, version)
    move(directive, DECLINE, by=by, answered_at=now(), reason=reason)
    _tell_giver(directive, "has declined your directive", in_app=False)
    return directive


@transaction.atomic
def withdraw(
    directive: Directive, *, by: Actor, reason: str, version: int | None = None
) -> Directive:
    """Take back what one gave, with the reason.

    Raises NotAllowed, WrongState, or RuleBroken without a reason.
    """
    require(policy.can_withdraw(by, directive))
    directive = lock(directive, version=version)
    move(directive, WITHDRAW, by=by, answered_at=now(), reason=reason)
    settle(directive.get_absolute_url())
    notify(
        directive.officer.user,
        "directive",
        url=directive.get_absolute_url(),
        heading=f"Withdrawn: {directive.get_kind_display()}",
        text=f"{directive.directed_by} has taken it back, {_where(directive)}.",
        label="Read why",
    )
    return directive


def _locked_to_answer(
    directive: Directive, by: Actor, version: int | None
) -> Directive:
    """Held, for the officer alone; from now on it waits for them no more."""
    require(policy.can_answer(by, directive))
    directive = lock(directive, version=version)
    settle(directive.get_absolute_url())
    return directive


def _refuse_misfit(directive: Directive) -> None:
    officer, school = directive.officer, directive.school
    if not officer.in_service:
        raise RuleBroken(NOT_IN_SERVICE)
    if directive.due_at <= now():
        raise RuleBroken(OVER)
    first = localtime(directive.begins, school.district.zone).date()
    last = directive.repeats_until or first
    if last - first > A_YEAR:
        raise RuleBroken(TOO_LONG)
    for on in (max(first, localdate()), max(last, localdate())):
        if not serves(officer, school, on):
            day = f"{on:%B} {on.day}"
            raise RuleBroken(
                NOT_POSTED.format(officer=officer, school=school.name, day=day)
            )


def _tell_officer(directive: Directive, *, clashes: bool) -> None:
    """No mail carries what is to be done; a clash is said at once."""
    clash = " It lies in the time of one from the other side." if clashes else ""
    notify(
        directive.officer.user,
        "directive",
        url=directive.get_absolute_url(),
        needs_you=True,
        heading=f"A new directive: {directive.get_kind_display()}",
        text=f"From {directive.directed_by}, {_where(directive)}.{clash}",
        label="Open it",
    )


def _tell_the_other_side(directive: Directive) -> bool:
    """Who gave what lies in the same time learns of it, each for their own."""
    others = clashing(directive)
    for other in others:
        notify(
            other.directed_by,
            "directive",
            url=other.get_absolute_url(),
            in_app=True,
            heading=f"Two directives for {directive.officer} at one time",
            text=f"{directive.get_side_display()} wants them too, {when(directive)}.",
            label="See both",
        )
    return bool(others)


def _tell_giver(directive: Directive, news: str, *, in_app: bool) -> None:
    notify(
        directive.directed_by,
        "directive",
        url=directive.get_absolute_url(),
        in_app=in_app,
        heading=f"{directive.officer} {news}",
        text=f"{directive.get_kind_display()}, {_where(directive)}.",
        label="Open it",
    )


def _where(directive: Directive) -> str:
    return f"{directive.school.name}, {when(directive)}"
