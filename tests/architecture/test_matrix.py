"""Who gets which answer from every address: two files, reviewed by people.

`access_matrix.txt` is about the records of one's own county, and
`access_matrix_next_door.txt` about those of another. A route that is not in the file
fails, and so does an answer that differs. After a change on purpose, write the files
anew and read the difference:

    SRO_WRITE_MATRIX=1 script/test tests/architecture/test_matrix.py -n 0
"""

import os

import pytest

from tests.architecture.matrix import (
    AN_EMPTY_FORM,
    COLUMNS,
    FILES,
    WIDEST,
    line_of,
    read,
    status,
)
from tests.architecture.routes import our_routes
from tests.architecture.world import (
    address,
    arguments,
    client_of,
    make_county,
    nobodies,
)


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
        found[line_of(route, "GET")] = status(client.get, path)
        found[line_of(route, "POST")] = status(client.post, path, AN_EMPTY_FORM)
    return found


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
