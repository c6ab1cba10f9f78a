"""Recording advice, and what is left to do after it."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from officers.actions import correct_activity, log_activity, promote
from officers.models import ActivityEntry, Officer
from referrals import policy
from referrals.models import Advice
from schools.models import Place, School
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import RuleBroken
from sro_program.core.policy import require
from sro_program.workflow import lock, write

SOURCE = "advice"
TYPES = {
    Advice.With.STUDENT: ActivityEntry.Type.ADVICE_STUDENT,
    Advice.With.PARENT: ActivityEntry.Type.ADVICE_PARENT,
    Advice.With.TEACHER: ActivityEntry.Type.ADVICE_STAFF,
    Advice.With.STAFF: ActivityEntry.Type.ADVICE_STAFF,
}
NOT_YET = "Advice is recorded after it was given."


class Content(TypedDict, total=False):
    """What the officer says about a session."""

    with_whom: str
    grade: int | None
    topics: list[str]
    minutes: int
    place: Place | None
    place_text: str
    note: str
    outcome: str
    follow_up_on: date | None


@transaction.atomic
def record_advice(
    *,
    by: Actor,
    school: School,
    given_at: datetime,
    record_id: UUID,
    line: ActivityEntry | None = None,
    **content: Unpack[Content],
) -> Advice:
    """Record a session; it writes its own line in the officer's log, without a name.

    A line by hand that it began with becomes its own. Sent twice with one id it is one
    record. Raises NotAllowed, or RuleBroken for a time to come, no topic, or a
    follow-up without a date.
    """
    require(policy.can_advise_at(by, school))
    officers = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = officers.get(user_id=by.pk)
    if sent := officer.advice.filter(pk=record_id).first():
        return sent
    if given_at > now():
        raise RuleBroken(NOT_YET)
    advice = Advice(
        id=record_id,
        officer=officer,
        school=school,
        given_at=given_at,
        recorded_by_id=by.pk,
        **content,
    )
    with constraints_as_rules(Advice):
        advice.save(force_insert=True)
    record(by, "record", advice)
    said = {
        "on": given_at.astimezone(school.district.zone).date(),
        "started_at": given_at,
        "function": ActivityEntry.Function.ADVISING,
        **_line(advice),
    }
    if line:
        promote(line, source_kind=SOURCE, source_id=advice.pk, by=by)
        correct_activity(source_kind=SOURCE, source_id=advice.pk, by=by, **said)
        return advice
    log_activity(
        officer, school=school, source_kind=SOURCE, source_id=advice.pk, by=by, **said
    )
    return advice


@transaction.atomic
def change_advice(
    advice: Advice, *, by: Actor, version: int | None = None, **content: Unpack[Content]
) -> Advice:
    """Correct what was recorded, and the line in the log with it.

    Raises NotAllowed, Stale or RuleBroken. A new date opens the follow-up again.
    """
    advice = lock(advice, version=version)
    require(policy.can_change(by, advice))
    is_moved = content.get("follow_up_on", advice.follow_up_on) != advice.follow_up_on
    done = None if is_moved else advice.followed_up_at
    write(advice, **content, followed_up_at=done)
    record(by, "change", advice)
    correct_activity(source_kind=SOURCE, source_id=advice.pk, by=by, **_line(advice))
    return advice


@transaction.atomic
def follow_up(advice: Advice, *, by: Actor, version: int | None = None) -> Advice:
    """Tick the follow-up off. Raises NotAllowed or Stale."""
    advice = lock(advice, version=version)
    require(policy.can_follow_up(by, advice))
    write(advice, followed_up_at=now())
    record(by, "follow_up", advice)
    return advice


def _line(advice: Advice) -> dict[str, Any]:
    """What the log tells of it: never who, never what about a person."""
    return {
        "type": TYPES[Advice.With(advice.with_whom)],
        "minutes": advice.minutes,
        "audience_count": 1,
        "place": advice.where,
    }
