"""Who is told of an incident; no message has a name in it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from incidents.models import Incident
from incidents.wording import NEWS
from schools.models import School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.core.db import Actor
from sro_program.notifications.news import fill
from sro_program.notifications.outbox import notify_all, settle


def tell(
    people: Iterable[User],
    news: str,
    incident: Incident,
    *,
    but: Actor | None = None,
    needs_you: bool = False,
    **words: str,
) -> None:
    """Owe each of these people, except whoever acted, one message."""
    skipped = but.pk if but else None
    told = {one.pk: one for one in people if one.is_active and one.pk != skipped}
    author = str(incident.written_by)
    about = {
        "number": incident.number,
        "author": author,
        "school": incident.school.name,
    }
    notify_all(
        told.values(),
        "incident",
        url=incident.get_absolute_url(),
        needs_you=needs_you,
        **fill(NEWS[news], {**about, **words}),  # type: ignore[arg-type]  # words of the template
    )


def commanders_of(school: School) -> QuerySet[User]:
    """Who commands the officers of the school."""
    return holders(Role.COMMANDER, police_agency=school.district.police_agency_id)


def principals_of(school: School) -> QuerySet[User]:
    """Who runs the school."""
    return holders(Role.PRINCIPAL, school=school)


def answered(incident: Incident) -> None:
    """It waits no more for anybody; the messages that it did say so."""
    settle(incident.get_absolute_url())
