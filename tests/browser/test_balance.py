"""Goals for the balance of work: proposed by one side, agreed by the other."""

import re

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor


def test_balance(arrive: Arrive) -> None:
    """The principal proposes, the commander agrees, the officer says why it tilts."""
    principal = arrive("principal.north", "phone")
    open_balance(principal, "Ortega")
    principal.sees("The school year", "is not told")
    principal.look("school")
    principal.tap(principal.link("Propose goals"))
    propose(principal)
    principal.sees("Proposed. The other side is asked.")
    principal.look("proposed")
    address = principal.page.url

    commander = arrive("commander")
    commander.goto(address)
    commander.look("asked")
    commander.tap(commander.button("Agree"))
    commander.sees("The goals hold from")

    officer = arrive("deputy.ortega", "phone")
    open_balance(officer, "Ortega")
    officer.sees("points below the goal", "Give the reason")
    officer.look("tilted")
    officer.page.locator("[name=why]").select_option("threats")
    officer.tap(officer.button("That is why"))
    officer.sees("Why: Bomb threats or other threats")
    officer.look("explained")


def open_balance(person: Visitor, name: str) -> None:
    person.goto("/officers/")
    person.tap(person.page.get_by_role("link", name=re.compile(name)).first)
    person.tap(person.link("Balance of work"))


def propose(person: Visitor) -> None:
    """From this month on, nothing but law enforcement: that tilts for certain."""
    page = person.page
    first = person.stack.now().replace(day=1)
    page.locator("[name=starts_on]").fill(f"{first:%Y-%m-%d}")
    for name, share in [
        ("law_enforcement", "100"),
        ("presentation", "0"),
        ("advising", "0"),
        ("other", "0"),
    ]:
        page.locator(f"[name={name}]").fill(share)
    person.look("goals")
    person.tap(person.button("Propose them"))
