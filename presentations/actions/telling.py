"""Who is told, and the words that every message about a presentation shares."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from officers.coverage import officers_serving
from presentations.models import Presentation
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders, roles_at
from sro_program.core.db import Actor
from sro_program.core.times import on_from_to
from sro_program.notifications.outbox import MailLink, notify_all, settle

DECIDE = "presentations:decide_by_link"
FEEDBACK = "presentations:feedback_by_link"


def tell(
    people: Iterable[User],
    template: str,
    presentation: Presentation,
    *,
    but: Actor | None = None,
    needs_you: bool = False,
    link: str = "",
    **context: object,
) -> None:
    """Owe each of these people, except whoever acted, one message about it."""
    skipped = but.pk if but else None
    route = MailLink(link, presentation.pk, presentation.revision) if link else None
    words: dict[str, Any] = {**_words(presentation), **context}
    told = {one.pk: one for one in people if one.is_active and one.pk != skipped}
    notify_all(
        told.values(),
        f"presentation_{template}",
        url=presentation.get_absolute_url(),
        needs_you=needs_you,
        link=route,
        **words,
    )


def answered(presentation: Presentation, *, by: Iterable[User] | None = None) -> None:
    """It waits no more for these people, or for anybody; their messages say so."""
    settle(presentation.get_absolute_url(), of=by)


def principals_of(presentation: Presentation) -> QuerySet[User]:
    """Who signs for the school."""
    return holders(Role.PRINCIPAL, school=presentation.school_id)


def counselors_of(presentation: Presentation) -> QuerySet[User]:
    """Who is there for pupils after a sensitive topic."""
    return holders(Role.COUNSELOR, school=presentation.school_id)


def commanders_of(presentation: Presentation) -> QuerySet[User]:
    """Who commands the officers of the school."""
    agency = presentation.school.district.police_agency_id
    return holders(Role.COMMANDER, police_agency=agency)


def officer_serves(presentation: Presentation) -> bool:
    """Is the officer who was booked still assigned to the school?"""
    held = roles_at(presentation.speaker.user, presentation.school_id)
    return Role.OFFICER in held


def officers_of(presentation: Presentation) -> Sequence[User]:
    """The officer who is asked; without one, all who serve the school then."""
    if presentation.officer:
        return [presentation.officer.user]
    on = presentation.starts_at.astimezone(presentation.school.district.zone).date()
    return [officer.user for officer in officers_serving(presentation.school, on)]


def everyone(presentation: Presentation) -> Sequence[User]:
    """The requester, the principal, and the officer if one is named."""
    officer = [presentation.officer.user] if presentation.officer else []
    return [presentation.requested_by, *principals_of(presentation), *officer]


def nobody_signs(presentation: Presentation, missing: str) -> None:
    """There is no such person yet: who asked learns it, and who can see to it."""
    people = [presentation.requested_by, *commanders_of(presentation)]
    tell(people, "nobody_signs", presentation, missing=missing)


def _words(presentation: Presentation) -> dict[str, Any]:
    return {
        "topic": str(presentation.topic),
        "school": presentation.school.name,
        "when": when(presentation),
        "officer": str(presentation.officer or ""),
        "requester": str(presentation.requested_by),
        "reason": presentation.reason,
        "is_offer": presentation.direction == Presentation.Direction.OFFER,
        "facts": facts(presentation),
    }


def when(presentation: Presentation) -> str:
    """Its time as people say it, in the district's time zone."""
    return in_words(presentation, presentation.starts_at, presentation.ends_at)


def in_words(presentation: Presentation, start: datetime, end: datetime) -> str:
    """A stretch of time as people at this school say it."""
    zone = presentation.school.district.zone
    start, end = start.astimezone(zone), end.astimezone(zone)
    return on_from_to(start, end, "%A, %B %-d")


def facts(presentation: Presentation) -> list[tuple[str, str]]:
    """What a person needs to decide; nothing about a child."""
    group = presentation.class_name
    count = f"{presentation.expected_count} people"
    told = presentation.parents_told_on
    found = [
        ("Topic", str(presentation.topic)),
        ("School", str(presentation.school)),
        (
            "When",
            ", ".join(filter(None, [when(presentation), presentation.period_name])),
        ),
        ("Where", presentation.where),
        ("For", f"{group}, {count}" if group else count),
        ("Asked by", str(presentation.requested_by)),
        ("Officer", str(presentation.officer or "Not chosen yet")),
        ("Staff member who stays", presentation.staff_present),
        (
            "Gear",
            "Weapons, props or a K-9 are shown" if presentation.shows_gear else "",
        ),
        ("Parents told on", f"{told:%B %-d}" if told else ""),
    ]
    return [(term, value) for term, value in found if value]
