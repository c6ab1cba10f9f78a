"""`script/bench`: how fast the pages are, and how that changes with a million rows."""

import argparse
import itertools
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import django
import psutil
import psycopg

from sro_program.embedded import Urls, services
from tests.bench import report, signing_in
from tests.bench.belongs import LOOKED_UP
from tests.bench.measuring import CSRF, Ask, Figures, Page, figures_of, in_rounds
from tests.bench.servers import Server, environment, serving
from tests.bench.world import PEOPLE, grow
from tests.template import migrate

SIZES = [1_000, 100_000, 1_000_000]
QUICK = [1_000, 20_000]
VIEWERS = {
    "1 school": PEOPLE.principal,
    "8 schools": PEOPLE.commander,
    "1,325 schools": PEOPLE.statewide,
}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=SIZES[-1], help="the largest size")
    parser.add_argument("--quick", action="store_true", help="1,000 and 20,000 only")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--requests", type=int, default=25, help="in each round")
    parser.add_argument("--explain", action="store_true", help="print the lists' plans")
    parser.add_argument("--reports", action="store_true", help="a month of reports")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    parser.add_argument("--no-write", action="store_true", help="print only")
    return parser.parse_args()


def say(sentence: str) -> None:
    print(sentence, flush=True)


def main() -> None:
    chosen = options()
    sizes = QUICK if chosen.quick else [n for n in SIZES if n < chosen.rows]
    sizes = sizes if chosen.quick else [*sizes, chosen.rows]
    with tempfile.TemporaryDirectory(prefix="sro-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with services(folder, durable=False) as urls:
            results = measure_all(folder, urls, sizes, chosen)
    machine = (
        f"{date.today():%Y-%m-%d}, {psutil.cpu_count()} cores, "
        f"Python {platform.python_version()}, Django {django.get_version()}, "
        "Postgres 18."
    )
    say("\n" + report.text_of(results, machine))
    if not chosen.no_write:
        report.write(results, machine)


def measure_all(
    folder: Path, urls: Urls, sizes: list[int], chosen: argparse.Namespace
) -> report.Results:
    migrate(urls)
    results, have = {}, 0
    os.environ.update(environment(urls, "tests.bench.settings", urls.app))
    superuser = urls.superuser.rpartition("/")[0] + "/" + urls.app.rpartition("/")[2]
    for rows in sizes:
        say(f"{rows:,} presentations: filling the database")
        grow(superuser, have, rows)
        have = rows
        if not django.apps.apps.ready:
            django.setup()
        with serving(folder, urls) as (product, bare):
            results[rows] = measure(superuser, product, bare, chosen)
        if chosen.explain:
            # It names our models, which cannot be loaded before Django is set up.
            import_module("tests.bench.explaining").show(say)
        if chosen.reports:
            import_module("tests.bench.duty_reports").show(say)
    return results


def measure(
    superuser: str, product: Server, bare: Server, chosen: argparse.Namespace
) -> list[Figures]:
    pages = [
        page
        for page in pages_for(superuser, product, bare, chosen)
        if chosen.only in page.name or page.name.startswith("bare")
    ]
    for page in pages:
        page.queries = signing_in.queries_of(page) if page.server is product else 0
    in_rounds(pages, chosen.rounds, say)
    return [figures_of(page) for page in pages]


def pages_for(
    superuser: str, product: Server, bare: Server, chosen: argparse.Namespace
) -> Iterator[Page]:
    number = chosen.requests
    sessions = {who: signing_in.session_of(pk) for who, pk in VIEWERS.items()}
    one = sessions["1 school"]
    some = keys(superuser, "school_id = 1 AND class_name <> 'To approve'")
    waiting = keys(superuser, "class_name = 'To approve' AND status = 'requested'")
    details = [Ask(f"/presentations/{key}/") for key in some[:50]]
    bare_details = [Ask(f"/detail/{key}/") for key in some[:50]]
    wishes = {"wishes": "Projector"}
    bare_posts = [Ask(f"/post/{key}/", wishes) for key in some[50:90]]

    def page(name: str, who: str, asks: list[Ask], yardstick: str) -> Page:
        again = itertools.cycle(asks)
        return Page(name, who, product, sessions[who], again, number, yardstick)

    def bare_page(name: str, asks: list[Ask]) -> Page:
        return Page(name, "", bare, one, itertools.cycle(asks), number)

    yield bare_page("bare list", [Ask("/list/?school=1")])
    yield bare_page("bare detail", bare_details)
    yield bare_page("bare post", bare_posts)
    for who in VIEWERS:
        yield page("list", who, [Ask("/presentations/")], "bare list")
        search = Ask("/presentations/?q=vaping+seniors")
        yield page("search", who, [search], "bare list")
        yield page("detail", who, details, "bare detail")
        month = Ask("/calendar/?view=month")
        yield page("calendar month", who, [month], "bare list")
    inbox = signing_in.session_of(PEOPLE.counselor)
    yield Page(
        *("inbox", "a counselor", product, inbox),
        itertools.cycle([Ask("/referrals/")]),
        number,
        "bare list",
    )
    yield from incident_pages(superuser, product, number)
    yield from log_pages(product, number)
    yield from belongs_pages(product, number)
    approvals = [
        Ask(f"/presentations/{key}/approve/", approval(key)) for key in waiting
    ]
    yield Page(
        *("approve", "1 school", product, one, iter(approvals)),
        min(number, (len(approvals) - 4) // chosen.rounds // 3),
        "bare post",
    )


def incident_pages(superuser: str, product: Server, number: int) -> Iterator[Page]:
    """The list, a search and a report, for one school, eight, and all of them."""
    some = keys(superuser, "school_id = 1", table="incidents_incident", by="serial")
    pages = {
        "incidents": ([Ask("/incidents/")], "bare list"),
        "incident search": ([Ask("/incidents/?q=knife+shouting")], "bare list"),
        "incident": ([Ask(f"/incidents/{key}/") for key in some[:50]], "bare detail"),
        "incident counts": ([Ask("/incidents/counts/")], "bare list"),
    }
    readers = (PEOPLE.principal, PEOPLE.commander, PEOPLE.command)
    for who, pk in zip(VIEWERS, readers, strict=True):
        session = signing_in.session_of(pk)
        for name, (asks, yardstick) in pages.items():
            again = itertools.cycle(asks)
            yield Page(name, who, product, session, again, number, yardstick)


def log_pages(product: Server, number: int) -> Iterator[Page]:
    """An officer's day; the work of a school year, as both superiors read it."""
    officer = 1
    pages = [
        ("log", "an officer", officer, "/officers/log/"),
        ("balance", "8 schools", PEOPLE.commander, f"/officers/{officer}/balance/"),
        ("duty ledger", "1 school", PEOPLE.principal, "/officers/directives/minutes/"),
        ("uncovered", "8 schools", PEOPLE.commander, "/officers/uncovered/"),
    ]
    for name, who, pk, address in pages:
        session, again = signing_in.session_of(pk), itertools.cycle([Ask(address)])
        yield Page(name, who, product, session, again, number, "bare list")


def belongs_pages(product: Server, number: int) -> Iterator[Page]:
    """Who belongs: among the people of one school, of eight, and of all of them."""
    asks = [
        Ask("/schools/belongs/", {"csrfmiddlewaretoken": CSRF, "name": name}, True)
        for name in LOOKED_UP
    ]
    readers = (PEOPLE.principal, PEOPLE.commander, PEOPLE.command)
    for who, pk in zip(VIEWERS, readers, strict=True):
        session, again = signing_in.session_of(pk), itertools.cycle(asks)
        yield Page("who belongs", who, product, session, again, number, "bare list")


def approval(key: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": CSRF, "version": "2"}


def keys(
    superuser: str,
    condition: str,
    table: str = "presentations_presentation",
    by: str = "starts_at DESC",
) -> list[str]:
    query = f"SELECT id FROM {table} WHERE {condition}"
    with psycopg.connect(superuser) as database:
        rows = database.execute(query + f" ORDER BY {by}, id LIMIT 400")  # type: ignore[arg-type]  # our own words
        return [str(key) for (key,) in rows]


if __name__ == "__main__":
    sys.exit(main())
