"""Beginning a report, and filling its case file while it can be changed."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localtime, now

from incidents import policy
from incidents.actions.alerts import of_arrest, raise_alerts
from incidents.juveniles import is_juvenile, known_of
from incidents.line import conduct_of
from incidents.models import (
    Attachment,
    CaseFile,
    Incident,
    Numbering,
    ReceivedReport,
)
from incidents.narrative import refuse_overwriting
from incidents.states import DISCARD, Status
from officers.models import Officer
from schools.models import Place, School
from sro_program.audit.log import record
from sro_program.core.db import Actor, briefly_as_clock, constraints_as_rules
from sro_program.core.errors import RuleBroken, WrongState
from sro_program.core.policy import require
from sro_program.core.times import school_year
from sro_program.workflow import lock, move, write

TO_COME = "That is still to come. Check the time."
ELSEWHERE = "This place is of another school. Choose one from the list."
TOLD = (
    "The command was told of force, or of a child in custody, in this draft. Submit it "
    "instead of discarding it."
)
IS_LOCKED = (
    "This report can no longer be changed. What is learned later is a supplement."
)
IN_REVIEW = "This report is being reviewed. It can be changed if it is returned."


class Header(TypedDict, total=False):
    """Where and when, and what the school reported; a principal reads it."""

    occurred_from: datetime
    occurred_to: datetime | None
    reported_at: datetime
    initiated_by: str
    discovered: str
    place: Place | None
    sub_place: str
    at_function: bool
    on_bus: bool
    in_school_hours: bool
    school_report: str


class Account(TypedDict, total=False):
    """What happened, what it was, how it was dealt with."""

    narrative: str
    possible_crime: str
    conduct: str
    disposition: str
    form_number: str
    rms_case_number: str
    school_told_at: datetime | None
    minutes: int


class Answers(TypedDict):
    """The four questions of the Line."""

    possible_crime: str
    school_alone: str
    asked_to_discipline: bool
    decided_by: str


@transaction.atomic
def begin(
    *,
    by: Actor,
    school: School,
    record_id: UUID,
    answers: Answers,
    **header: Unpack[Header],
) -> Incident:
    """Begin a report with the answers to the Line. Sent twice with one id it is one.

    Raises NotAllowed, or RuleBroken for a time to come or a place of another school.
    """
    require(policy.can_write_at(by, school))
    officers = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = officers.select_related("user", "police_agency").get(user_id=by.pk)
    if begun := Incident.objects.filter(pk=record_id, written_by_id=by.pk).first():
        return begun
    refuse_misfit(school, header)
    year = school_year(localtime(header["occurred_from"], school.district.zone))
    incident = Incident(
        id=record_id,
        school=school,
        police_agency=officer.police_agency,
        year=year,
        serial=_next_number(officer, year),
        written_by=officer.user,
        **header,
    )
    with constraints_as_rules(Incident):
        incident.save(force_insert=True)
    conduct = conduct_of(
        possible_crime=answers["possible_crime"],
        school_alone=answers["school_alone"],
        asked_to_discipline=answers["asked_to_discipline"],
    )
    CaseFile.objects.create(
        incident=incident, school=school, conduct=conduct, **answers
    )
    record(by, "begin_report", incident, conduct=conduct)
    return incident


@transaction.atomic
def change_header(
    incident: Incident,
    *,
    by: Actor,
    version: int | None = None,
    **header: Unpack[Header],
) -> Incident:
    """Mend where and when. Raises NotAllowed, WrongState, Stale or RuleBroken."""
    incident = lock_writable(incident, by, version)
    refuse_misfit(incident.school, header)
    write(incident, **header)
    for person in incident.people.all():
        decided = is_juvenile(incident, known_of(person))
        if decided != person.is_juvenile:
            write(person, is_juvenile=decided)
    record(by, "change_report", incident)
    raise_alerts(incident, of_arrest(incident), by=by)
    return incident


@transaction.atomic
def change_case_file(
    incident: Incident,
    *,
    by: Actor,
    version: int | None = None,
    began_from: str | None = None,
    **content: Unpack[Account],
) -> Incident:
    """Write the account and how it was classed and dealt with.

    `began_from` is the mark of the narrative that was shown. Raises NotAllowed,
    WrongState, Stale, or RuleBroken: what was classed as misconduct without a crime
    reaches no complaint, citation or arrest.
    """
    incident = lock_writable(incident, by, version)
    told = content.get("school_told_at")
    if told and told > now():
        raise RuleBroken(TO_COME)
    if began_from is not None and "narrative" in content:
        _refuse_overwriting(incident, content["narrative"], began_from)
    with constraints_as_rules(CaseFile):
        CaseFile.objects.filter(pk=incident.pk).update(**content)
    write(incident)
    record(by, "change_case_file", incident, conduct=content.get("conduct"))
    raise_alerts(incident, of_arrest(incident), by=by)
    return incident


@transaction.atomic
def save_narrative(
    incident: Incident,
    *,
    by: Actor,
    narrative: str,
    began_from: str | None = None,
    unheard: Iterable[str] = (),
) -> None:
    """What saves itself while it is typed; it makes no new version.

    `unheard` are marks of what was sent before and had no answer. Raises NotAllowed,
    WrongState, or Stale where another text than these, or than the one that was begun
    from, has been saved meanwhile.
    """
    incident = lock_writable(incident, by)
    if began_from is not None:
        _refuse_overwriting(incident, narrative, began_from, unheard)
    CaseFile.objects.filter(pk=incident.pk).update(narrative=narrative)


def _refuse_overwriting(
    incident: Incident, narrative: str, began_from: str, unheard: Iterable[str] = ()
) -> None:
    saved = CaseFile.objects.values_list("narrative", flat=True).get(pk=incident.pk)
    refuse_overwriting(saved, narrative, began_from, unheard)


@transaction.atomic
def discard(incident: Incident, *, by: Actor, version: int | None = None) -> Incident:
    """Throw a draft away: its number stays, and everything in it is erased.

    The school's report that it came from may become another one.
    """
    incident = lock_writable(incident, by, version)
    refuse_alerts(CaseFile.objects.select_for_update().get(pk=incident.pk), TOLD)
    erase_content(incident)
    with briefly_as_clock():  # its author may serve another school by now
        ReceivedReport.objects.filter(incident=incident).update(incident=None)
    move(incident, DISCARD, by=by, school_report="")
    return incident


def refuse_alerts(case_file: CaseFile, sentence: str) -> None:
    """What the command must review is not erased by its author (domain.md R26)."""
    if {CaseFile.Alert.FORCE, CaseFile.Alert.CHILD} & set(case_file.alerts):
        raise RuleBroken(sentence)


def lock_writable(
    incident: Incident, by: Actor, version: int | None = None
) -> Incident:
    """The locked row, if this person may write in it now.

    Raises Stale, NotAllowed or WrongState.
    """
    incident = lock(incident, version=version)
    require(policy.can_change(by, incident))
    refuse_unwritable(incident)
    return incident


def refuse_unwritable(incident: Incident) -> None:
    """Raises WrongState for what is reviewed, or was ended."""
    if not incident.is_writable:
        in_review = incident.status == Status.SUBMITTED
        raise WrongState(
            IN_REVIEW if in_review else IS_LOCKED, incident.get_absolute_url()
        )


def erase_content(incident: Incident) -> None:
    """Take every name, statement and file out of the police side, history included.

    The database does it (migration `forgetting`), and only for a report that its
    author may still write. The files go when this transaction has committed.
    """
    for kept in Attachment.objects.filter(incident=incident):
        transaction.on_commit(partial(kept.file.delete, save=False), robust=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_erase_content(%s)", [incident.pk])


def refuse_misfit(school: School, header: Header) -> None:
    """Nothing of a report lies in the future, and its place is of its school."""
    moments = [
        header.get(name) for name in ("occurred_from", "occurred_to", "reported_at")
    ]
    if any(moment > now() for moment in moments if isinstance(moment, datetime)):
        raise RuleBroken(TO_COME)
    place = header.get("place")
    if place and place.school_id != school.pk:
        raise RuleBroken(ELSEWHERE)


def _next_number(officer: Officer, year: int) -> int:
    """The next of the agency's school year; held until the report is there."""
    agency = officer.police_agency
    Numbering.objects.get_or_create(police_agency=agency, year=year)
    numbering = Numbering.objects.select_for_update().get(
        police_agency=agency, year=year
    )
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return numbering.last
