"""Who may do what with school events, and with the calendars they come from.

Everybody who reaches a school reads its events; its title names no child. Whoever keeps
the school's calendar, and its officers, add events by hand (product.md §3); calendars
are let in by whoever keeps the school's own (`policy.can_keep`).
"""

from schools import policy
from schools.models import School, SchoolEvent, SchoolFeed
from schools.models.events import WRITERS
from sro_program.accounts.roles import roles_at, roles_of
from sro_program.core.db import Actor
from sro_program.core.policy import Verdict, allow_if, deny

ONLY_WRITERS = (
    "Only the principal, the officers of this school, their command and office, and "
    "the school district write its events."
)
FOLLOWS = "This event follows a calendar of the school. Change it there."


def can_write_some(user: Actor) -> Verdict:
    """May they add events at any school?"""
    return allow_if(bool(roles_of(user) & {*WRITERS}), ONLY_WRITERS)


def can_write(user: Actor, school: School) -> Verdict:
    """May they add events at this school?"""
    return allow_if(bool(roles_at(user, school.pk) & {*WRITERS}), ONLY_WRITERS)


def can_change_event(user: Actor, event: SchoolEvent) -> Verdict:
    """May they say this event otherwise, or call it off? Not what follows a feed."""
    if event.feed_id:
        return deny(FOLLOWS)
    return can_write(user, event.school)


def can_name_kind(user: Actor, event: SchoolEvent) -> Verdict:
    """May they say of what kind it is? Of a feed's event too, which only guesses it."""
    if event.feed_id:
        return policy.can_keep(user, event.school)
    return can_write(user, event.school)


def can_keep_some_feeds(user: Actor) -> Verdict:
    """May they let calendars in at any school?"""
    return allow_if(bool(roles_of(user) & policy.KEEPERS), policy.ONLY_KEEPERS)


def can_keep_feed(user: Actor, feed: SchoolFeed) -> Verdict:
    """May they change this calendar, read it and apply it?"""
    return policy.can_keep(user, feed.school)
