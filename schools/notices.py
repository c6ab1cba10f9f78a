"""The pages about access notices: which there are, what one says, which verbs fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from schools import notice_policy as policy
from schools.models import AccessNotice, School
from schools.models.notices import KEEPERS, AccessNoticeQuerySet
from schools.models.territory import SchoolQuerySet
from sro_program.core.db import Actor
from sro_program.core.offers import Offer
from sro_program.core.paging import page_behind

SIZE, FIRST = 50, 5
ORDER = ("ends_on", "id")
LATEST_FIRST = ("-ends_on", "-id")
PAST = "past"
SENTENCES = {
    "add_notice": "Wrote it",
    "change_notice": "Changed it",
    "renew_notice": "Gave it a later end",
    "withdraw_notice": "Withdrew it",
}
CHANGEABLE = ("basis", "what_to_do", "pick_up", "is_everywhere", "reviewer", "version")


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """A page of notices, and behind which the next one begins."""

    notices: Sequence[AccessNotice]
    after: str


def schools_with_notices(user: Actor) -> SchoolQuerySet:
    """Those whose notices one keeps."""
    return School.objects.reached_as(user, *KEEPERS).order_by("name", "pk")


def asked_for(user: Actor, asked: Mapping[str, Any]) -> AccessNoticeQuerySet:
    """What the filter says, of what this person reads; what ends first is on top.

    Past ones are read where they were kept, the latest on top.
    """
    rows = AccessNotice.objects.visible_to(user)
    is_past = asked.get("state") == PAST
    kept = rows.filter(school__in=schools_with_notices(user).values("pk"))
    rows = kept.over() if is_past else rows.not_over()
    names = ("school", "kind")
    wanted = {name: asked[name] for name in names if asked.get(name)}
    return rows.filter(**wanted).order_by(*(LATEST_FIRST if is_past else ORDER))


def notices_at(user: Actor, school: School) -> Sequence[AccessNotice]:
    """What holds at a school today, for who reads it: whom a stranger has to stop."""
    rows = AccessNotice.objects.visible_to(user).at(school).in_force()
    return list(rows.for_list().order_by(*ORDER)[:SIZE])


def page_of(user: Actor, asked: Mapping[str, Any]) -> NoticesPage:
    """A page of them. Two queries at most."""
    rows = asked_for(user, asked).for_list()
    after = asked.get("after")
    own = AccessNotice.objects.visible_to(user)
    last = own.filter(pk=after).first() if after else None
    order = LATEST_FIRST if asked.get("state") == PAST else ORDER
    return NoticesPage(*page_behind(rows, last, order, SIZE))


def facts_of(notice: AccessNotice) -> list[tuple[str, object]]:
    """What it says."""
    written = localtime(notice.written_at).date()
    where = notice.school.district if notice.is_everywhere else notice.school
    return [
        ("Name on the paper", notice.name),
        ("Date of birth", day_of(notice.born_on)),
        ("Where", f"All schools of {where}" if notice.is_everywhere else where),
        ("Kind", notice.get_kind_display()),
        ("First day", day_of(notice.starts_on)),
        ("Last day", day_of(notice.ends_on)),
        ("What to do", notice.what_to_do),
        ("Who may pick up, and who must not", notice.pick_up),
        ("What it rests on", notice.basis),
        ("Looked at again by", notice.reviewer),
        ("Written by", f"{notice.written_by}, {day_of(written)}"),
        ("Withdrawn because", notice.because),
    ]


def day_of(day: date | None) -> str:
    """A day as pages write it; nothing for none."""
    return f"{day:%B} {day.day}, {day.year}" if day else ""


def offers_for(user: Actor, notice: AccessNotice) -> list[Offer]:
    """The verbs that fit the moment."""
    if notice.is_over or not policy.can_keep_notice(user, notice):
        return []
    verbs = [
        ("renew_notice", "Renew", "primary"),
        ("change_notice", "Change", "secondary"),
        ("withdraw_notice", "Withdraw", "danger"),
    ]
    return [
        Offer(verb, label, _url(verb, notice), is_post=False, kind=kind)
        for verb, label, kind in verbs
    ]


def said_of(notice: AccessNotice) -> dict[str, Any]:
    """What it says now, for the form that changes it."""
    return {name: getattr(notice, name) for name in CHANGEABLE}


def _url(verb: str, notice: AccessNotice) -> str:
    return reverse(f"schools:{verb}", args=[notice.school_id, notice.pk])
