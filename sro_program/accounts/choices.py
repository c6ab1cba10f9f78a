"""What the filter of a list offers: schools one reaches, people, one's own views.

Each kind is a SELECT of four columns (which kind, key, what people read, something
more), and a list reads all that it offers at once. They are written as SQL, because
every visit of a list asks for them, and Django takes twenty times as long to write
such a query as Postgres to answer it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils.timezone import localdate

from sro_program.accounts.reached import MOST_REACH
from sro_program.core.db import Actor

type Found = tuple[str, int, str, str]
"""A row of any kind."""

SCHOOLS = """
SELECT 'school', reach.school_id, coalesce(nullif(school.short_name, ''), school.name),
       reach.role
FROM accounts_reach reach JOIN schools_school school ON school.id = reach.school_id
WHERE reach.user_id = %(user)s
LIMIT %(most_reach)s
"""
"""Each school under its name, with a role that is held there."""
VIEWS = """
SELECT 'view', id, name, query FROM accounts_savedview
WHERE user_id = %(user)s AND page = %(page)s
"""
"""One's own saved views of this page, with their filters."""


class Choice(NamedTuple):
    """Something to choose in the filter."""

    key: int
    label: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter that this person saved under a name."""

    pk: int
    name: str
    query: str


def by_label(choice: Choice) -> str:
    return choice.label.lower()


def rows_of_choices(user: Actor, page: str, *kinds: str, **more: object) -> list[Found]:
    """What all these kinds offer this person, by one query.

    Their SQL may name `user`, `today`, `page`, `most_reach`, and what `more` gives.
    """
    values = {"user": user.pk, "today": localdate(), "page": page, **more}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"({kind.strip()})" for kind in kinds),
            {**values, "most_reach": MOST_REACH},
        )
        found: list[Found] = cursor.fetchall()
    return found
