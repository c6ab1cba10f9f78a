"""Every view says who may enter."""

import pytest

from sro_program.core.middleware import is_declared
from tests.architecture.routes import our_routes, routes

PUBLIC = {
    "accounts:accept",
    "calendar_feed",
    "health",
    # The same for everyone: what a phone keeps to work without a signal.
    "manifest",
    "officers:offline",
    "schools:walk_offline",
    "presentations:decide_by_link",
    "presentations:feedback_by_link",
    "referrals:answer_by_link",
    "worker",
}


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_every_view_says_who_may_enter(route):
    assert is_declared(route.view) or route.name.startswith("admin:")


def test_what_is_public_is_listed_here():
    """Adding a page without sign-in is a decision; it is made in this list."""
    assert {route.name for route in our_routes() if route.is_public} <= PUBLIC
