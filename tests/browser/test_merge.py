"""Two entries of a roster: one person on a phone, two at a desk, and one after all."""

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

ONE, TWO = "Mia Alvarez", "Owen Castillo"


@pytest.fixture
def list_of(arrive: Arrive):
    """The list of a school's entries that may be one person, come to from its page."""

    def come(who: str, size: str, scheme: str = "light") -> Visitor:
        person = arrive(who, size, scheme)
        person.goto("/schools/")
        person.tap(person.link("Calloway County High School"))
        person.tap(person.link("Entries that may be one person"))
        person.sees("One person or two?")
        person.look("list")
        return person

    return come


def pair(person: Visitor, name: str) -> Locator:
    heading = person.page.get_by_role("heading", name=name)
    return person.page.locator("section", has=heading)


def test_merge(list_of) -> None:
    principal, commander = list_of("principal", "phone"), list_of("commander", "desk")
    principal.sees(ONE, "grade 9", "grade 10")
    principal.tap(principal.link("One person", within=pair(principal, ONE)))
    principal.sees(f"Is this one {ONE}, or two?")
    principal.look("asked")
    commander.tap(commander.link("One person", within=pair(commander, ONE)))
    commander.look("asked")
    principal.taps = 0
    principal.tap(principal.page.get_by_text("grade 9", exact=False).first)
    principal.tap(principal.button("They are one person: merge"))
    principal.sees(f"{ONE} has one entry now.")
    assert principal.taps == 2
    assert not pair(principal, ONE).count()
    principal.look("merged")

    commander.tap(commander.button("They are one person: merge"))
    commander.sees("merged already")
    commander.look("too-late")

    principal.goto("/schools/belongs/")
    principal.page.get_by_label("First and last name").fill(ONE)
    principal.tap(principal.button("Look up"))
    principal.sees("Belongs", "grade 9")
    principal.sees_not("may be meant")


def test_told_apart(list_of) -> None:
    principal = list_of("principal", "desk", "dark")
    principal.tap(principal.button("Two people", within=pair(principal, TWO)))
    principal.sees("Two people. They are not offered again.", "Told apart")
    assert not pair(principal, TWO).count()
    principal.look("apart")

    commander = list_of("commander", "phone", "dark")
    commander.sees("Paul Averitt")
    row = commander.page.get_by_role("listitem").filter(has_text=TWO)
    commander.tap(commander.link("One person after all", within=row))
    commander.look("after-all")
    commander.tap(commander.button("They are one person: merge"))
    commander.sees(f"{TWO} has one entry now.")
    commander.sees_not("Told apart")
    commander.look("empty")
