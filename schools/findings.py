"""The pages about what has to be mended: which of it, what it says, which verbs fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from schools import finding_policy as policy
from schools.finding_states import CHANGE, CHECK, FINISH, REOPEN, FindingStatus
from schools.models import Finding, School
from schools.models.findings import READERS, FindingQuerySet
from schools.models.territory import SchoolQuerySet
from sro_program.core.db import Actor
from sro_program.core.offers import Offer
from sro_program.core.paging import page_behind

SIZE, FIRST = 50, 5
ORDER = ("due_on", "id")
ALL = "all"
"""Asked for, where no state of theirs is."""
SENTENCES = {
    "add_finding": "Added it",
    "change_finding": "Changed it",
    "add_photo": "Added a photo",
    "finish_finding": "Said that it is done",
    "reopen_finding": "Looked: not mended yet",
    "check_finding": "Looked: it is mended",
}
HEADER = [
    *("School", "What", "Where", "How urgent", "Whose", "Due", "State", "Written"),
    *("Done", "Looked at again"),
]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """A page of findings, and behind which the next one begins."""

    findings: Sequence[Finding]
    after: str


def schools_with_findings(user: Actor) -> SchoolQuerySet:
    """Those at which one reads what is to be mended."""
    return School.objects.reached_as(user, *READERS).order_by("name", "pk")


def asked_for(user: Actor, asked: Mapping[str, Any]) -> FindingQuerySet:
    """What the filter says, of what this person reads; what is due first on top."""
    found = Finding.objects.visible_to(user)
    state = asked.get("state") or ""
    if not state:
        found = found.standing()
    elif state != ALL:
        found = found.filter(status=state)
    names = ("school", "severity", "owner")
    wanted = {name: asked[name] for name in names if asked.get(name)}
    return found.filter(**wanted).order_by(*ORDER)


def first_to_mend(user: Actor, school: School) -> Sequence[Finding]:
    """What is due first at a school."""
    return list(asked_for(user, {"school": school}).for_list()[:FIRST])


def page_of(user: Actor, asked: Mapping[str, Any]) -> FindingsPage:
    """A page of them. Two queries at most."""
    rows = asked_for(user, asked).for_list()
    after = asked.get("after")
    last = Finding.objects.visible_to(user).filter(pk=after).first() if after else None
    return FindingsPage(*page_behind(rows, last, ORDER, SIZE))


def lines_of(user: Actor, asked: Mapping[str, Any]) -> Iterator[list[str]]:
    """A line for each, for a sheet."""
    for one in asked_for(user, asked).for_list().iterator():
        yield [
            one.school.name,
            one.what,
            str(one.place or ""),
            one.get_severity_display(),
            one.who,
            one.due_on.isoformat(),
            one.get_status_display(),
            *map(_day, (one.written_at, one.done_at, one.checked_at)),
        ]


def _day(moment: datetime | None) -> str:
    return localtime(moment).date().isoformat() if moment else ""


def facts_of(finding: Finding) -> list[tuple[str, object]]:
    """What it says."""
    due, found = finding.due_on, localtime(finding.written_at)
    return [
        ("Where", finding.place),
        ("How urgent", finding.get_severity_display()),
        ("Whose it is", finding.who),
        ("Due", f"{due:%A, %B} {due.day}, {due.year}"),
        ("Found by", f"{finding.written_by}, {found:%B} {found.day}, {found.year}"),
        ("Done by", finding.done_by),
        ("Looked at again by", finding.checked_by),
    ]


def offers_for(user: Actor, finding: Finding) -> list[Offer]:
    """The verbs that fit the moment; another person looks again."""
    if not policy.can_mend(user, finding.school):
        return []
    possible = [
        (FINISH, "It is done", True, "primary"),
        (CHANGE, "Change", False, "secondary"),
    ]
    if policy.can_look_again(user, finding):
        possible += [
            (CHECK, "I looked: it is mended", True, "primary"),
            (REOPEN, "Not mended yet", True, "secondary"),
        ]
    offers = [
        Offer(one.verb, label, _url(one.verb, finding), is_post, kind)
        for one, label, is_post, kind in possible
        if one.possible(finding)
    ]
    if not finding.photo and finding.status != FindingStatus.CHECKED:
        url = _url("add_photo", finding)
        offers.append(Offer("add_photo", "Add a photo", url, False, "secondary"))
    return offers


def said_of(finding: Finding) -> dict[str, Any]:
    """What it says now, for the form that changes it."""
    names = ("what", "place", "severity", "owner", "person", "due_on", "version")
    return {name: getattr(finding, name) for name in names}


def _url(verb: str, finding: Finding) -> str:
    return reverse(f"schools:{verb}", args=[finding.school_id, finding.pk])
