"""How the people of the demo sign in."""

import re

from playwright.sync_api import expect

from sro_program.accounts.demo import PASSWORD
from tests.browser.visitor import Visitor

APART = {"teacher.north", "deputy.pruitt"}
"""Whose account a story changes for good: they come in that story alone."""


def address_of(who: str) -> str:
    return who if "@" in who else f"{who}@demo.example"


def sign_in(visitor: Visitor, who: str, password: str = PASSWORD) -> None:
    """By hand, as everyone does who has no second step."""
    visitor.goto("/accounts/login/")
    fill_in(visitor, who, password)
    expect(visitor.page).not_to_have_url(re.compile("/accounts/(login|2fa)/"))


def fill_in(visitor: Visitor, who: str, password: str) -> None:
    page = visitor.page
    page.get_by_label("E-mail", exact=False).first.fill(address_of(who))
    page.get_by_label("Password", exact=False).first.fill(password)
    visitor.tap(page.get_by_role("button", name="sign in", exact=False).first)
