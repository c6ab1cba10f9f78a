"""The record next door: never opened, never changed, not even known to exist."""

import pytest

from tests.architecture.routes import our_routes
from tests.architecture.world import (
    EVERYONE,
    SHARED,
    address,
    arguments,
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
REFUSED = {403, 404, 405}
HARMLESS = {
    "presentations:remove_view",
    "incidents:remove_view",
    "accounts:take_up",
}
"""Removing what is not yours, or not there, removes nothing and says so; and a link
that is none is refused (410) whoever opens it."""
STRANGERS = EVERYONE


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_a_record_next_door_answers_like_one_that_does_not_exist(who, method, db):
    ours, next_door = make_county(), make_county()
    people = {**ours.people, **nobodies()}
    client = client_of(people[who])

    answers = {}
    for route in ROUTES:
        foreign = getattr(client, method)(address(route, arguments(route, next_door)))
        missing = getattr(client, method)(
            address(route, missing_arguments(route, next_door))
        )
        answers[route.name] = (foreign.status_code, missing.status_code)

    different = {name: pair for name, pair in answers.items() if pair[0] != pair[1]}
    opened = {
        name: pair
        for name, pair in answers.items()
        if pair[0] not in REFUSED and name not in HARMLESS
    }
    assert (different, opened) == ({}, {})
