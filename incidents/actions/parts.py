"""What stands in a case file: people, measures, interviews, offenses, attachments.

Each is the author's while the report can be changed; the database refuses it after.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.timezone import now

from incidents.actions.alerts import (
    of_arrest,
    of_interview,
    of_measure,
    of_person,
    raise_alerts,
)
from incidents.actions.writing import TO_COME, lock_writable
from incidents.juveniles import is_juvenile, known_of
from incidents.models import (
    Attachment,
    Incident,
    Interview,
    Involvement,
    Measure,
    Offence,
)
from sro_program.audit.log import record, record_disclosure
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.workflow import lock, write

STRANGER = "This person is not in this report. Choose one who is."
STILL_NAMED = (
    "A measure, an interview or an offense names this person. Remove it first."
)


@transaction.atomic
def add_person(
    incident: Incident, *, by: Actor, record_id: UUID, **content: object
) -> Involvement:
    """Write down who was involved. Sent twice with one id it is one person."""
    incident = lock_writable(incident, by)
    content["is_juvenile"] = is_juvenile(incident, content)
    person = _add(Involvement, incident, by, record_id, content)
    raise_alerts(incident, of_person(person) | of_arrest(incident), by=by)
    return person


@transaction.atomic
def change_person(
    person: Involvement, *, by: Actor, version: int | None = None, **content: object
) -> Involvement:
    """Mend what is known of someone. Raises NotAllowed, WrongState or Stale."""
    incident = lock_writable(person.incident, by)
    person = lock(person, version=version)
    content["is_juvenile"] = is_juvenile(incident, {**known_of(person), **content})
    write(person, **content)
    record(by, "change_person", incident)
    about_them = Measure.objects.filter(about=person).select_related("about__school")
    found = of_person(person).union(*(of_measure(one) for one in about_them))
    raise_alerts(incident, found | of_arrest(incident), by=by)
    return person


@transaction.atomic
def remove_person(person: Involvement, *, by: Actor) -> Incident:
    """Take someone out of the report. Raises RuleBroken while something names them."""
    incident = lock_writable(person.incident, by)
    named = (Measure, Interview, Offence)
    if any(rows.objects.filter(about=person).exists() for rows in named):
        raise RuleBroken(STILL_NAMED)
    return _remove(person, incident, by)


@transaction.atomic
def add_measure(
    incident: Incident, *, by: Actor, record_id: UUID, **content: object
) -> Measure:
    """Write down what was done; each kind has its own required facts."""
    incident = lock_writable(incident, by)
    _refuse_misfit(incident, content)
    measure = _add(Measure, incident, by, record_id, content)
    raise_alerts(incident, of_measure(measure), by=by)
    return measure


@transaction.atomic
def change_measure(
    measure: Measure, *, by: Actor, version: int | None = None, **content: object
) -> Measure:
    """Mend what was done; the command is told what it now must know.

    Raises NotAllowed, WrongState, Stale or RuleBroken.
    """
    incident = lock_writable(measure.incident, by)
    measure = lock(measure, version=version)
    _refuse_misfit(incident, content)
    write(measure, **content)
    record(by, "change_measure", incident)
    raise_alerts(incident, of_measure(measure), by=by)
    return measure


@transaction.atomic
def add_interview(
    incident: Incident, *, by: Actor, record_id: UUID, **content: object
) -> Interview:
    """Write down an interview. A joint one without rights needs a reason (N.C.)."""
    incident = lock_writable(incident, by)
    _refuse_misfit(incident, content)
    interview = _add(Interview, incident, by, record_id, content)
    raise_alerts(incident, of_interview(interview), by=by)
    return interview


@transaction.atomic
def change_interview(
    interview: Interview, *, by: Actor, version: int | None = None, **content: object
) -> Interview:
    """Mend the record of an interview; its guard asks again (N.C.).

    Raises NotAllowed, WrongState, Stale or RuleBroken.
    """
    incident = lock_writable(interview.incident, by)
    interview = lock(interview, version=version)
    _refuse_misfit(incident, content)
    write(interview, **content)
    record(by, "change_interview", incident)
    raise_alerts(incident, of_interview(interview), by=by)
    return interview


@transaction.atomic
def add_offence(
    incident: Incident, *, by: Actor, record_id: UUID, **content: object
) -> Offence:
    """Write down an offense; misconduct without a crime has none."""
    incident = lock_writable(incident, by)
    _refuse_misfit(incident, content)
    return _add(Offence, incident, by, record_id, content)


@transaction.atomic
def change_offence(offence: Offence, *, by: Actor, **content: object) -> Offence:
    """Mend an offense. Raises NotAllowed, WrongState or RuleBroken."""
    incident = lock_writable(offence.incident, by)
    _refuse_misfit(incident, content)
    return _change(offence, incident, by, content)


@transaction.atomic
def add_attachment(
    incident: Incident, *, by: Actor, record_id: UUID, title: str, file: CheckedFile
) -> Attachment:
    """Add a checked file; its hash is kept with it."""
    incident = lock_writable(incident, by)
    content = {
        "title": title,
        "file": file.content,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "added_by_id": by.pk,
    }
    return _add(Attachment, incident, by, record_id, content)


@transaction.atomic
def change_attachment(attachment: Attachment, *, by: Actor, title: str) -> Attachment:
    """Say anew what a file shows; the file itself stays. Raises as `change_offence`."""
    incident = lock_writable(attachment.incident, by)
    return _change(attachment, incident, by, {"title": title})


@transaction.atomic
def open_attachment(attachment: Attachment, *, by: Actor) -> None:
    """Note that someone took the file out of the product."""
    record_disclosure(by, "download", attachment.incident)


@transaction.atomic
def remove_part(
    part: Measure | Interview | Offence | Attachment, *, by: Actor
) -> Incident:
    """Take it out of the report; the history keeps what stood there.

    Of a file it keeps that there was one; the file goes when this has committed.
    """
    incident = lock_writable(part.incident, by)
    if isinstance(part, Attachment):
        transaction.on_commit(partial(part.file.delete, save=False), robust=True)
    return _remove(part, incident, by)


def _add[M: models.Model](
    model: type[M],
    incident: Incident,
    by: Actor,
    record_id: UUID,
    content: Mapping[str, Any],
) -> M:
    rows = model._default_manager
    if kept := rows.filter(pk=record_id, incident=incident).first():
        return kept
    part = model(id=record_id, incident=incident, school=incident.school, **content)
    with _kept_whole(part), constraints_as_rules(model):
        part.save(force_insert=True)
    record(by, f"add_{model._meta.model_name}", incident)
    return part


def _kept_whole(part: models.Model) -> AbstractContextManager[None]:
    is_file = isinstance(part, Attachment)
    return kept_with_its_record(part, "file") if is_file else nullcontext()


def _change[M: models.Model](
    part: M, incident: Incident, by: Actor, content: Mapping[str, Any]
) -> M:
    """Of what has no version: the last of two changes holds."""
    part = lock(part)
    for field, value in content.items():
        setattr(part, field, value)
    with constraints_as_rules(type(part)):
        part.save(update_fields=[*content])
    record(by, f"change_{part._meta.model_name}", incident)
    return part


def _remove(part: models.Model, incident: Incident, by: Actor) -> Incident:
    verb = f"remove_{part._meta.model_name}"
    part.delete()
    record(by, verb, incident)
    return incident


def _refuse_misfit(incident: Incident, content: Mapping[str, Any]) -> None:
    """Who is named is in this report, and what was done is done."""
    about = content.get("about")
    if about and about.incident_id != incident.pk:
        raise RuleBroken(STRANGER)
    moments = [value for value in content.values() if isinstance(value, datetime)]
    if any(moment > now() for moment in moments):
        raise RuleBroken(TO_COME)
