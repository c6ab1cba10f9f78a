"""A person's own saved filters of a list."""

from sro_program.accounts.models import SavedView
from sro_program.core.db import Actor
from sro_program.core.errors import RuleBroken

MOST_VIEWS = 20
LONGEST = SavedView._meta.get_field("query").max_length or 0
TOO_LONG = "This filter is too long to be saved. Search for fewer words."
ENOUGH = "You have 20 saved views. Remove one before you save another."


def keep(user: Actor, page: str, name: str, query: str) -> SavedView:
    """Keep a filter of this page; the same name again means its new content.

    Raises RuleBroken at the twenty-first view, or for a filter that is too long.
    """
    if len(query) > LONGEST:
        raise RuleBroken(TOO_LONG)
    mine = SavedView.objects.filter(user_id=user.pk, page=page)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise RuleBroken(ENOUGH)
    view, _ = mine.update_or_create(
        user_id=user.pk, page=page, name=name, defaults={"query": query}
    )
    return view


def remove(user: Actor, page: str, pk: int) -> None:
    """Forget one of this person's views; another's is left alone."""
    SavedView.objects.filter(user_id=user.pk, page=page, pk=pk).delete()
