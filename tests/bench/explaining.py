"""How Postgres finds the rows of each list; a sequential scan there is a defect."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.db import connection

from presentations import listing
from presentations.listing.paging import PAGE_SIZE, SHOWN, SORTS
from sro_program.core.db import acting_as
from tests.bench.world import PEOPLE

WANTED = {
    "newest": listing.Wanted(),
    "by state": listing.Wanted(sort="state"),
    "needs me": listing.Wanted(who="needs"),
    "search": listing.Wanted(words=("vaping", "seniors")),
}
GROWING = "Seq Scan on presentations_presentation"


def show(say: Callable[[str], None]) -> None:
    """Print the plan of every list for each of the three readers."""
    for pk in (PEOPLE.principal, PEOPLE.commander, PEOPLE.statewide):
        user = get_user_model().objects.get(pk=pk)
        for name, wanted in WANTED.items():
            with acting_as(user):
                plan = plan_of(user, wanted)
            mark = "DEFECT: sequential scan" if GROWING in plan else "fine"
            say(f"\n--- {name}, reader {pk}: {mark}\n{plan}")


def plan_of(user, wanted: listing.Wanted) -> str:
    choices = listing.choices_for(user)
    rows = listing.find(user, wanted, choices).order_by(*SORTS[wanted.sort])
    statement, values = rows.values(*SHOWN)[: PAGE_SIZE + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())
