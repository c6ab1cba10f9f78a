"""The record next door: never opened, never changed, not even known to exist."""

import pytest

from tests.architecture.matrix import AN_EMPTY_FORM, FILES, line_of, read, status
from tests.architecture.routes import our_routes
from tests.architecture.world import (
    EVERYONE,
    SHARED,
    address,
    client_of,
    kind_of,
    make_county,
    missing_arguments,
    nobodies,
)

ROUTES = [
    route
    for route in our_routes()
    if route.is_about_a_record and not route.is_public and kind_of(route) not in SHARED
]
REFUSED = {"403", "404", "405"}
HARMLESS = {
    "presentations:remove_view",
    "incidents:remove_view",
    "accounts:take_up",
}
"""Removing what is not yours, or not there, removes nothing and says so; and a link
that is none is refused (410) whoever opens it."""


@pytest.mark.parametrize("who", EVERYONE)
def test_a_record_next_door_answers_like_one_that_does_not_exist(who, db):
    """What those next door answer stands in the matrix, and is tested there."""
    ours, next_door = make_county(), make_county()
    client = client_of({**ours.people, **nobodies()}[who])
    there = read(FILES["foreign"])[who]

    missing = {}
    for route in ROUTES:
        path = address(route, missing_arguments(route, next_door))
        missing[line_of(route, "GET")] = status(client.get, path)
        missing[line_of(route, "POST")] = status(client.post, path, AN_EMPTY_FORM)

    opened = {line.split()[0] for line in missing if there.get(line) not in REFUSED}
    assert missing == {line: there.get(line) for line in missing}
    assert opened <= HARMLESS
