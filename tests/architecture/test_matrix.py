"""Who gets which answer from every address: `access_matrix.txt`, reviewed by people.

A route that is not in the file fails, and so does an answer that differs. After a
change on purpose, write the file anew and read the difference:

    SRO_WRITE_MATRIX=1 script/test tests/architecture/test_matrix.py -n 0
"""

import os
from pathlib import Path

import pytest
from django.db import transaction

from tests.architecture.routes import our_routes
from tests.architecture.world import (
    address,
    arguments,
    client_of,
    make_county,
    nobodies,
)

FILE = Path(__file__).with_name("access_matrix.txt")
COLUMNS = [
    "anonymous",
    "commander",
    "office",
    "officer",
    "principal",
    "counselor",
    "teacher",
    "district",
    "administrator",
    "no role",
]
AN_EMPTY_FORM = {"csrfmiddlewaretoken": "x"}
WIDEST = 44


def answers(who):
    """What this person gets from each address, by line of the file."""
    county = make_county()
    people = {"anonymous": None, **county.people, **nobodies()}
    client = client_of(people[who])
    found = {}
    for route in our_routes():
        path = address(route, arguments(route, county))
        found[f"{route.name:<40}GET"] = status(client.get, path)
        found[f"{route.name:<40}POST"] = status(client.post, path, AN_EMPTY_FORM)
    return found


def status(call, *arguments):
    """What one request changes is undone after it."""
    with transaction.atomic():
        code = call(*arguments).status_code
        transaction.set_rollback(True)
    return str(code)


def read():
    """The file as columns: person → line → status."""
    columns = {who: {} for who in COLUMNS}
    for line in FILE.read_text().splitlines()[1:] if FILE.exists() else []:
        statuses = line[WIDEST:].split()
        for who, code in zip(COLUMNS, statuses, strict=True):
            columns[who][line[:WIDEST].strip()] = code
    return columns


def write(columns):
    lines = sorted({line for column in columns.values() for line in column})
    head = " " * WIDEST + " ".join(f"{who[:5]:>5}" for who in COLUMNS)
    rows = [
        f"{line:<{WIDEST}}"
        + " ".join(f"{columns[who].get(line, '?'):>5}" for who in COLUMNS)
        for line in lines
    ]
    FILE.write_text("\n".join([head, *rows]) + "\n")


@pytest.mark.parametrize("who", COLUMNS)
def test_every_address_answers_each_role_as_the_matrix_says(who, db):
    now = answers(who)
    if os.environ.get("SRO_WRITE_MATRIX"):
        write({**read(), who: now})

    assert now == read()[who]
