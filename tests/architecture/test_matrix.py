"""Who gets which answer from every address: two files, reviewed by people.

`access_matrix.txt` is about the records of one's own county, and
`access_matrix_next_door.txt` about those of another. A route that is not in the file
fails, and so does an answer that differs. After a change on purpose, write the files
anew and read the difference:

    SRO_WRITE_MATRIX=1 script/test tests/architecture/test_matrix.py -n 0
"""

import os
from pathlib import Path

import pytest
from django.db import transaction

from tests.architecture.routes import our_routes
from tests.architecture.world import (
    EVERYONE,
    address,
    arguments,
    client_of,
    make_county,
    nobodies,
)

FILES = {
    "own": Path(__file__).with_name("access_matrix.txt"),
    "foreign": Path(__file__).with_name("access_matrix_next_door.txt"),
}
COLUMNS = ["anonymous", *EVERYONE]
AN_EMPTY_FORM = {"csrfmiddlewaretoken": "x"}
WIDEST = 44


def asked_about(whose):
    """Every address; of the records next door, those that no mailed link opens."""
    if whose == "own":
        return our_routes()
    return [one for one in our_routes() if one.is_about_a_record and not one.is_public]


def answers(who, whose):
    """What this person gets from each address, by line of the file."""
    counties = {"own": make_county(), "foreign": make_county()}
    people = {"anonymous": None, **counties["own"].people, **nobodies()}
    client = client_of(people[who])
    found = {}
    for route in asked_about(whose):
        path = address(route, arguments(route, counties[whose]))
        found[f"{route.name:<40}GET"] = status(client.get, path)
        found[f"{route.name:<40}POST"] = status(client.post, path, AN_EMPTY_FORM)
    return found


def status(call, *arguments):
    """What one request changes is undone after it."""
    with transaction.atomic():
        response = call(*arguments)
        response.getvalue()  # a file is closed when it has been read
        transaction.set_rollback(True)
    return str(response.status_code)


def read(file):
    """A file as columns: person → line → status."""
    columns = {who: {} for who in COLUMNS}
    for line in file.read_text().splitlines()[1:] if file.exists() else []:
        statuses = line[WIDEST:].split()
        for who, code in zip(COLUMNS, statuses, strict=True):
            columns[who][line[:WIDEST].strip()] = code
    return columns


def write(file, columns):
    lines = sorted({line for column in columns.values() for line in column})
    head = " " * WIDEST + " ".join(f"{who[:5]:>5}" for who in COLUMNS)
    rows = [
        f"{line:<{WIDEST}}"
        + " ".join(f"{columns[who].get(line, '?'):>5}" for who in COLUMNS)
        for line in lines
    ]
    file.write_text("\n".join([head, *rows]) + "\n")


@pytest.mark.parametrize("whose", FILES)
@pytest.mark.parametrize("who", COLUMNS)
def test_every_address_answers_each_role_as_the_matrix_says(who, whose, db):
    file = FILES[whose]
    now = answers(who, whose)
    if os.environ.get("SRO_WRITE_MATRIX"):
        write(file, {**read(file), who: now})

    assert now == read(file)[who]
