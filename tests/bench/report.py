"""The figures as a table for people and as JSON for machines."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.bench.measuring import Figures

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "performance.md"
DATA = ROOT / "docs" / "performance.json"
HEAD = [
    *("Page", "Who", "1/s", "p50", "p95", "p99", "CPU", "× bare", "Queries"),
    *("KB", "KB packed", "MB", "Failed"),
]
INTRO = """# Performance

Written by `script/bench`, which fills an embedded Postgres with 1,325 schools and
15,900 people, starts the production server with one worker, and asks in turn
(A B A B …) for bare Django views (session, user, 25 rows: three queries) and for ours.
Times are milliseconds; CPU is what the web worker used for one request, which is
steadier than the clock on a shared machine. One school is a principal's, eight are a
commander's, 1,325 a statewide reader's. The counselor's inbox holds a fiftieth as many
referrals, 20,000 at the largest size; of incidents there are as many as of
presentations, and whoever reads those of 1,325 schools is a commander. The goals are
ratios inside one run. Queries
are all statements, also those that open and close the transaction and say who acts.
"""
GOALS = {
    "list": (2, 8),
    "search": (2, 8),
    "detail": (3, 10),
    "inbox": (2, 8),
    "incidents": (2, 8),
    "incident search": (2, 8),
    "incident": (3, 10),
    "who belongs": (3, 10),
    "approve": (3, 14),
}
"""How many times the bare view, and how many queries, a page may take."""
AROUND = 3
"""Statements of each request that open its transaction, say who acts, and close it."""
MEMORY, GROWTH = 110, 1.3
"""Megabytes of one worker; the largest size against the smallest."""
WHY = """
Of the queries, the three around each transaction are not counted here. Approving is no
plain verb: it judges the time anew (eight queries), with the officer's signature there
it makes two transitions, each with its history and its line in the audit trail, and it
owes every person a message. Of the worker's memory the broker's client library takes 24
MB, and the bare views run with the same libraries.

What stands above its goal gives way. A presentation takes 13 ms of CPU, within three
times the bare view for which that goal was written (5.9 ms), but not within that of
this machine, which is quicker. The page of an incident asks each of its seven sections
for its rows, so that the number of queries never tells what is in a report. Memory is
that of a worker which has also counted the incidents of a whole state (350 KB).

Approving takes 25 ms of CPU, between a form of Healthchecks (11 to 17) and one of
NetBox (36 to 44) on the same kind of machine. A search of incidents in eight schools
grows: the index holds the school before the words, but of the beginning of a word it
first collects every match in the state, and here a quarter of all accounts has the
words. Reading each school's own rows was tried, cost half here, and more where a
district is large.

Who belongs is asked among 100,000 people on rosters and 5,000 access notices, by a last
name, both names in either order, with wrong letters, and a name that nobody has. Two
doors of the database find them by a trigram index; row-level security would compare
every name. The goal is 200 ms.
"""

type Results = dict[int, list[Figures]]


def lines_for(figures: list[Figures]) -> list[str]:
    bare = {one.name: one.cpu for one in figures}
    rows = [HEAD, ["---"] * len(HEAD), *(cells_of(one, bare) for one in figures)]
    return ["| " + " | ".join(row) + " |" for row in rows]


def cells_of(one: Figures, bare: dict[str, float]) -> list[str]:
    ratio = one.cpu / bare[one.yardstick] if one.yardstick else 1
    return [
        *(one.name, one.who, f"{one.per_second:.0f}"),
        *(f"{one.p50:.1f}", f"{one.p95:.1f}", f"{one.p99:.1f}", f"{one.cpu:.1f}"),
        *(f"{ratio:.1f}", str(one.queries or ""), f"{one.raw_bytes / 1000:.1f}"),
        *(f"{one.sent_bytes / 1000:.1f}", f"{one.megabytes:.0f}", str(one.refused)),
    ]


def against_goals(figures: list[Figures]) -> Iterable[str]:
    """Where the pages are, beside where they shall be."""
    bare = {one.name: one.cpu for one in figures}
    yield "| Page | Who | × bare | goal | Queries | goal |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in figures:
        if one.name in GOALS:
            times, queries = GOALS[one.name]
            yield (
                f"| {one.name} | {one.who} | {one.cpu / bare[one.yardstick]:.1f} | "
                f"{times} | {one.queries - AROUND} | {queries} |"
            )
    most = max(one.megabytes for one in figures)
    yield f"\nMemory of one worker: {most:.0f} MB, goal {MEMORY}."


def growth(results: Results) -> Iterable[str]:
    """The 95th percentile at the largest size against the smallest."""
    yield f"The goal is {GROWTH} ×.\n"
    small, large = min(results), max(results)
    first = {(one.name, one.who): one for one in results[small]}
    yield f"| Page | Who | p95 at {small:,} | p95 at {large:,} | growth |"
    yield "| --- | --- | --- | --- | --- |"
    for one in results[large]:
        before = first[one.name, one.who].p95
        yield (
            f"| {one.name} | {one.who} | {before:.1f} | {one.p95:.1f} | "
            f"{one.p95 / before:.2f} × |"
        )


def text_of(results: Results, machine: str) -> str:
    parts = [INTRO, machine]
    for rows, figures in results.items():
        parts += [f"\n## {rows:,} presentations\n", *lines_for(figures)]
    parts += ["\n## Against the goals\n", *against_goals(results[max(results)]), WHY]
    if len(results) > 1:
        parts += ["## Growth\n", *growth(results)]
    return "\n".join(parts) + "\n"


def write(results: Results, machine: str) -> None:
    TABLE.write_text(text_of(results, machine), encoding="utf-8")
    data = {rows: [asdict(one) for one in all_of] for rows, all_of in results.items()}
    DATA.write_text(json.dumps({"machine": machine, "rows": data}, indent=1) + "\n")
