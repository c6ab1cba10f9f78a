"""Certificates and hours of training: recorded, corrected, confirmed, taken out.

After each change the officer's coming dates are written anew.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate, now

from officers import policy
from officers.actions.training_dates import renew_dates
from officers.models import Certificate, Officer, TrainingHours, TrainingRecord
from sro_program.audit.log import record, record_disclosure
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.core.policy import require
from sro_program.workflow import lock, write

HOURS_OF_A_DAY = 24
TO_COME = "That day is still to come. Record it when it is over."
TOO_MUCH = "With this, the day would have {hours} hours. Check what is recorded of it."
STRUCK = "This was taken out of the record."
ALREADY_LOST = "This certificate is marked as lost already."
ALREADY_CONFIRMED = "This is confirmed already."


class CertificateFacts(TypedDict, total=False):
    """What a certificate says."""

    kind: str
    title: str
    number: str
    earned_on: date
    expires_on: date | None


class HoursFacts(TypedDict, total=False):
    """What was learned on one day."""

    on: date
    hours: Decimal
    course: str
    topic: str
    provider: str
    counts: bool


@transaction.atomic
def record_certificate(
    officer: Officer,
    *,
    by: Actor,
    record_id: UUID,
    document: CheckedFile | None = None,
    **said: Unpack[CertificateFacts],
) -> Certificate:
    """Record what an officer has earned; what was lost is regained by a new one.

    Sent twice with one id it is one record. Raises NotAllowed, or RuleBroken for a day
    to come, an expiry before the day it was earned, or one that is recorded already.
    """
    officer = _hold(officer, by)
    if sent := officer.certificates.filter(pk=record_id).first():
        return sent
    certificate = Certificate(id=record_id, officer=officer, **said)
    return _add(certificate, by, document)


@transaction.atomic
def correct_certificate(
    certificate: Certificate,
    *,
    by: Actor,
    version: int | None = None,
    document: CheckedFile | None = None,
    **said: Unpack[CertificateFacts],
) -> Certificate:
    """Correct it; the history keeps what it said. Without a document the old one stays.

    Raises NotAllowed also to the officer when the command has confirmed it; Stale,
    WrongState or RuleBroken, as `record_certificate` does.
    """
    return _correct(certificate, by, version, document, **said)


@transaction.atomic
def mark_lost(
    certificate: Certificate,
    *,
    by: Actor,
    lost_on: date,
    lost_because: str,
    version: int | None = None,
) -> Certificate:
    """From this day on it does not hold any more, and never again.

    Raises NotAllowed, Stale, WrongState when it is lost already, or RuleBroken for a
    day to come or before it was earned.
    """
    certificate = _lock(certificate, by, version)
    if certificate.lost_on:
        raise WrongState(ALREADY_LOST)
    _refuse_to_come(lost_on)
    write(certificate, lost_on=lost_on, lost_because=lost_because)
    record(by, "mark_lost", certificate)
    renew_dates(certificate.officer)
    return certificate


@transaction.atomic
def record_hours(
    officer: Officer,
    *,
    by: Actor,
    record_id: UUID,
    document: CheckedFile | None = None,
    **said: Unpack[HoursFacts],
) -> TrainingHours:
    """Record hours of one day. Sent twice with one id it is one record.

    Raises NotAllowed, or RuleBroken for a day to come, anything but quarters of an
    hour, or a day of more than 24 hours.
    """
    officer = _hold(officer, by)
    if sent := officer.training_hours.filter(pk=record_id).first():
        return sent
    return _add(TrainingHours(id=record_id, officer=officer, **said), by, document)


@transaction.atomic
def correct_hours(
    one: TrainingHours,
    *,
    by: Actor,
    version: int | None = None,
    document: CheckedFile | None = None,
    **said: Unpack[HoursFacts],
) -> TrainingHours:
    """Correct them, as `correct_certificate` does; raises as `record_hours` does."""
    return _correct(one, by, version, document, **said)


@transaction.atomic
def confirm_training[R: TrainingRecord](
    one: R, *, by: Actor, version: int | None = None
) -> R:
    """The command has seen the proof of what an officer recorded.

    Raises NotAllowed, Stale, or WrongState when somebody has already.
    """
    one = _lock(one, by, version)
    require(policy.can_confirm_training(by, one))
    if one.is_confirmed:
        raise WrongState(ALREADY_CONFIRMED)
    write(one, confirmed_by_id=by.pk)
    record(by, "confirm", one)
    return one


@transaction.atomic
def remove_training[R: TrainingRecord](
    one: R, *, by: Actor, version: int | None = None
) -> R:
    """Take it out of the record; the history keeps that it was there.

    Raises as `correct_certificate` does, or WrongState when somebody has already.
    """
    one = _lock(one, by, version)
    require(policy.can_change_training(by, one))
    write(one, struck_at=now())
    record(by, "remove", one)
    renew_dates(_officer_of(one))
    return one


@transaction.atomic
def open_training_document(one: TrainingRecord, *, by: Actor) -> None:
    """Note that somebody took the paper out of the product. Raises NotAllowed."""
    require(policy.can_keep_training(by, _officer_of(one)))
    record_disclosure(by, "download", one)


def _add[R: TrainingRecord](one: R, by: Actor, document: CheckedFile | None) -> R:
    said = {**_confirmed(one, by), **_paper(document), "recorded_by_id": by.pk}
    for field, value in said.items():
        setattr(one, field, value)
    _refuse_misfit(one)
    with _kept_whole(one, document), constraints_as_rules(type(one)):
        one.save(force_insert=True)
    record(by, "record", one)
    renew_dates(_officer_of(one))
    return one


def _correct[R: TrainingRecord](
    one: R,
    by: Actor,
    version: int | None,
    document: CheckedFile | None,
    **said: object,
) -> R:
    one = _lock(one, by, version)
    require(policy.can_change_training(by, one))
    for field, value in said.items():
        setattr(one, field, value)
    _refuse_misfit(one)
    with _kept_whole(one, document):
        write(one, **said, **_paper(document), **_confirmed(one, by))
    record(by, "correct", one)
    renew_dates(_officer_of(one))
    return one


def _hold(officer: Officer, by: Actor) -> Officer:
    """The officer's row, so that their hours are counted one after another."""
    rows = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = rows.select_related("user").get(pk=officer.pk)
    require(policy.can_keep_training(by, officer))
    return officer


def _lock[R: TrainingRecord](one: R, by: Actor, version: int | None) -> R:
    officer = _hold(_officer_of(one), by)
    one = lock(one, version=version)
    if one.struck_at:
        raise WrongState(STRUCK)
    one.officer = officer  # type: ignore[attr-defined]  # each kind of record has one
    return one


def _officer_of(one: TrainingRecord) -> Officer:
    officer: Officer = one.officer  # type: ignore[attr-defined]  # each kind of record has one
    return officer


def _confirmed(one: TrainingRecord, by: Actor) -> dict[str, Any]:
    """What the command itself records is confirmed; what an officer does is not."""
    is_own = _officer_of(one).user_id == by.pk
    return {"confirmed_by_id": None if is_own else by.pk}


def _paper(document: CheckedFile | None) -> dict[str, Any]:
    if document is None:
        return {}
    return {
        "document": document.content,
        "document_type": document.media_type,
        "document_size": document.size,
        "document_sha256": document.sha256,
    }


def _kept_whole(
    one: TrainingRecord, document: CheckedFile | None
) -> AbstractContextManager[None]:
    """A paper that was sent goes with what is refused; an older one stays."""
    return kept_with_its_record(one, "document") if document else nullcontext()


def _refuse_misfit(one: TrainingRecord) -> None:
    if isinstance(one, Certificate):
        _refuse_to_come(one.earned_on)
    if isinstance(one, TrainingHours):
        _refuse_to_come(one.on)
        _refuse_too_much(one)


def _refuse_to_come(day: date) -> None:
    if day > localdate():
        raise RuleBroken(TO_COME)


def _refuse_too_much(one: TrainingHours) -> None:
    of_the_day = TrainingHours.objects.standing().filter(officer=one.officer, on=one.on)
    others = of_the_day.exclude(pk=one.pk).aggregate(
        total=Sum("hours", default=Decimal(0))
    )["total"]
    total = others + one.hours
    if others and total > HOURS_OF_A_DAY:
        raise RuleBroken(TOO_MUCH.format(hours=f"{total.normalize():f}"))
