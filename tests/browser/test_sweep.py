"""Every role looks at every page that it can reach from its navigation."""

import pytest

from tests.browser.conftest import Arrive

ROLES = [
    "commander",
    "office",
    "officer",
    "principal",
    "counselor",
    "teacher",
    "district",
]


@pytest.mark.parametrize("who", ROLES)
def test_sweep(arrive: Arrive, who: str) -> None:
    visitor = arrive(who, "phone")

    for address in places_of(visitor):
        answer = visitor.goto(address)
        assert answer.status == 200
        visitor.look(f"{who}-{slug(address)}")


def places_of(visitor) -> list[str]:
    """Where the navigation leads, and what every person has."""
    visitor.goto("/")
    links = visitor.page.locator("nav a[href^='/'], .menu a[href^='/']").all()
    found = [link.get_attribute("href") for link in links]
    return list(dict.fromkeys(path for path in found if path != "/admin/"))


def slug(address: str) -> str:
    return address.strip("/").replace("/", "-") or "home"
