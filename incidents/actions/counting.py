"""Counting anew what has changed, so that numbers of a whole state come at once."""

from django.db import connection, transaction

AT_ONCE = 100
"""So many school years in one transaction; the rest has its turn a minute later."""


@transaction.atomic
def count_anew() -> int:
    """Count the school years in which something changed; how many there were.

    Called as the clock. Called again it counts the same; until it has been, numbers
    are counted when somebody asks for them (migration `counts`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT incidents_count_anew(%s)", [AT_ONCE])
        done: int = cursor.fetchone()[0]
    return done
