"""Access notices: written with their paper and their end, renewed, withdrawn."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from schools import notice_policy as policy
from schools.actions.people import name_person, one_at_a_time, who_stays
from schools.models import AccessNotice, Person, School
from schools.models.notices import (
    A_MONTH,
    A_WEEK,
    AccessNoticeQuerySet,
    today_at,
)
from schools.notice_people import keepers_at, reviewers_of
from schools.notice_states import CHANGE, RENEW, WITHDRAW, NoticeStatus
from sro_program.accounts.models import User
from sro_program.audit.log import record
from sro_program.core.db import Actor, constraints_as_rules
from sro_program.core.errors import USED_FORM, RuleBroken, WrongState
from sro_program.core.files import CheckedFile, kept_with_its_record
from sro_program.core.policy import require
from sro_program.notifications.outbox import notify_all, settle
from sro_program.workflow import lock, move, write

IS_OVER = "That day is over. Give a last day that is still to come."
HAS_LAPSED = "This notice has lapsed. Add a new one, with its paper."
NOT_LATER = "Give a later last day than the one it has."
NOT_OF_HERE = "{name} does not keep notices at this school. Choose somebody else."
NOT_A_PERSON = "This person is of another school. Write the notice there."
Warned = AccessNotice.Warned


class Named(TypedDict):
    """Whom the paper names, where nobody was chosen from the roster."""

    person_kind: str
    given_name: str
    family_name: str
    grade: int | None


class Said(TypedDict):
    """What can be said otherwise while a notice stands."""

    basis: str
    what_to_do: str
    pick_up: str
    is_everywhere: bool
    reviewer: User


class Written(Said):
    """What stays as the paper has it."""

    kind: str
    starts_on: date
    ends_on: date
    born_on: date | None


@transaction.atomic
def add_notice(
    school: School,
    *,
    by: Actor,
    record_id: UUID,
    document: CheckedFile,
    whom: Person | Named,
    **said: Unpack[Written],
) -> AccessNotice:
    """Write down who does not belong, or under which conditions; sent twice, it is one.

    Raises NotAllowed, or RuleBroken: without an end to come, for a person of another
    school, for a second notice of the kind in that time, where several people have
    the name, and for a form that was sent before and says something else now.
    """
    require(policy.can_keep_notices(by, school))
    one_at_a_time(school)
    named: Mapping[str, object] = whom if isinstance(whom, dict) else vars(whom)
    names = {name: named[name] for name in ("given_name", "family_name")}
    if kept := AccessNotice.objects.filter(pk=record_id, school=school).first():
        if not _says_the_same(kept, {**said, **names}):
            raise RuleBroken(USED_FORM)
        return kept
    _refuse_nonsense(school, said["reviewer"])
    if said["ends_on"] < AccessNotice(school=school).today:
        raise RuleBroken(IS_OVER)
    notice = AccessNotice(
        id=record_id, school=school, written_by_id=by.pk, **said, **names
    )
    notice.person = _person_at(school, whom)
    notice.document, notice.document_type = document.content, document.media_type
    kept_file = kept_with_its_record(notice, "document")
    with kept_file, constraints_as_rules(AccessNotice):
        notice.save(force_insert=True)
    record(by, "add_notice", notice)
    return notice


@transaction.atomic
def change_notice(
    notice: AccessNotice,
    *,
    by: Actor,
    version: int | None = None,
    **said: Unpack[Said],
) -> AccessNotice:
    """Say otherwise why, what to do, where, and who looks again.

    About whom it is, its kind, its paper and its days stay; a new reviewer is reminded
    as the one before. Raises NotAllowed, Stale,
    or WrongState when it is over.
    """
    notice = _standing(notice, by, version)
    _refuse_nonsense(notice.school, said["reviewer"])
    warned = notice.warned
    if said["reviewer"] != notice.reviewer:
        warned = Warned.NO
        settle(notice.get_absolute_url())
    move(notice, CHANGE, by=by, warned=warned, **said)
    return notice


@transaction.atomic
def renew_notice(
    notice: AccessNotice,
    *,
    by: Actor,
    ends_on: date,
    why: str,
    version: int | None = None,
) -> AccessNotice:
    """Give it a later last day, for a reason.

    Raises NotAllowed, Stale, WrongState when it is over, or RuleBroken.
    """
    notice = _standing(notice, by, version)
    if ends_on <= notice.ends_on:
        raise RuleBroken(NOT_LATER)
    move(notice, RENEW, by=by, why=why, ends_on=ends_on, warned=Warned.NO)
    settle(notice.get_absolute_url())
    return notice


@transaction.atomic
def withdraw_notice(
    notice: AccessNotice, *, by: Actor, why: str, version: int | None = None
) -> AccessNotice:
    """End it today, for a reason; it stays among the past ones.

    Raises NotAllowed, Stale, or WrongState when it is over.
    """
    notice = _standing(notice, by, version)
    move(notice, WITHDRAW, by=by, because=why)
    settle(notice.get_absolute_url())
    return notice


def notices_ending() -> AccessNoticeQuerySet:
    """Those whose reviewer is to be reminded: a month and a week before the end."""
    today = today_at("school__district")
    standing = AccessNotice.objects.in_force().filter(sealed_at=None)
    month = standing.filter(ends_on__lte=today + A_MONTH, warned=Warned.NO)
    week = standing.filter(ends_on__lte=today + A_WEEK).exclude(warned=Warned.WEEK)
    return month | week


@transaction.atomic
def warn_of_notice(notice: AccessNotice) -> bool:
    """Remind whoever looks at it again. The clock acts."""
    notice = lock(notice)
    is_near = notice.ends_on <= notice.today + A_WEEK
    write(notice, warned=Warned.WEEK if is_near else Warned.MONTH)
    last = f"{notice.ends_on:%B} {notice.ends_on.day}"
    notify_all(
        list(reviewers_of(notice)),
        "access_notice",
        url=notice.get_absolute_url(),
        needs_you=True,
        heading=f"An access notice ends: {notice.school.name}",
        text=f"Its last day is {last}. Renew it with a reason, or let it end.",
        label="Look at it",
    )
    return True


def notices_lapsed() -> AccessNoticeQuerySet:
    """Those whose reminders still wait for somebody, though they are over or sealed."""
    reminded = AccessNotice.objects.filter(
        warned__in=[Warned.MONTH, Warned.WEEK], status=NoticeStatus.STANDING
    )
    return reminded.over() | reminded.exclude(sealed_at=None)


@transaction.atomic
def end_reminders(notice: AccessNotice) -> bool:
    """Let nothing wait any more: it is over, or sealed. The clock acts."""
    notice = lock(notice)
    write(notice, warned=Warned.OVER)
    settle(notice.get_absolute_url())
    return True


def _person_at(school: School, whom: Person | Named) -> Person:
    if not isinstance(whom, Person):
        return name_person(
            school,
            kind=whom["person_kind"],
            given_name=whom["given_name"],
            family_name=whom["family_name"],
            grade=whom["grade"],
        )
    if whom.school_id != school.pk:
        raise RuleBroken(NOT_A_PERSON)
    return who_stays(whom)


def _says_the_same(kept: AccessNotice, said: Mapping[str, object]) -> bool:
    """Is what came again what was kept, and still in force?"""
    was = {name: getattr(kept, name) for name in said}
    return was == said and kept.status == NoticeStatus.STANDING


def _refuse_nonsense(school: School, reviewer: User) -> None:
    if reviewer not in keepers_at(school):
        raise RuleBroken(NOT_OF_HERE.format(name=reviewer.name))


def _standing(notice: AccessNotice, by: Actor, version: int | None) -> AccessNotice:
    require(policy.can_keep_notice(by, notice))  # only they may lock its row
    notice = lock(notice, version=version)
    if notice.is_over and CHANGE.possible(notice):
        raise WrongState(HAS_LAPSED, notice.get_absolute_url())
    return notice
