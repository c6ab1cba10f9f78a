"""The review of an officer: goals, two halves, and the officer's answer."""

import re

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

GOAL = "Every class of third grade has met the deputy"
KEPT = "Radio discipline on the north side wants a plan"


def test_review(arrive: Arrive) -> None:
    """The principal sets a goal, both sign, the officer answers; each reads theirs."""
    principal = arrive("principal.north", "phone")
    open_review(principal)
    propose(principal)
    address = principal.page.url.partition("#")[0]

    commander = arrive("commander")
    commander.goto(address)
    commander.look("asked")
    commander.tap(commander.button("Agree"))
    commander.sees("Agreed by")
    write(commander, KEPT)
    commander.look("drafted")
    commander.tap(commander.button("Sign this half"))
    commander.sees("Signed. The officer is asked for an answer.")
    commander.look("signed")

    principal.goto(address)
    principal.sees("Goals are fixed since the first half")
    principal.sees_not(KEPT)
    write(principal, "")
    principal.tap(principal.button("Sign this half"))
    principal.sees("Take the signature back")
    principal.look("signed")

    officer = arrive("deputy.ortega", "phone")
    officer.goto("/")
    officer.sees("a half waits for your answer")
    officer.goto(address)
    officer.sees(KEPT)
    officer.look("read")
    answer(officer)

    principal.goto(address)
    principal.sees("Read, nothing to add.")
    principal.sees_not("Take the signature back", KEPT)
    principal.look("answered")


def open_review(person: Visitor) -> None:
    person.goto("/officers/")
    person.tap(person.page.get_by_role("link", name=re.compile("Ortega")).first)
    person.tap(person.link("Reviews"))
    person.look("reviews")
    person.tap(person.link("Open a review"))
    person.look("open")
    person.tap(person.button("Open the review"))
    person.sees("The officer and the other side know.")


def propose(person: Visitor) -> None:
    page = person.page
    person.tap(person.link("Propose a goal"))
    page.locator("[name=words]").fill(GOAL)
    page.locator("[name=baseline]").fill("None has.")
    page.locator("[name=seen_by]").fill("Each teacher says so.")
    person.look("goal")
    person.tap(person.button("Propose it"))
    person.sees("Proposed. The other side is asked.")
    person.look("proposed")


def write(person: Visitor, words: str) -> None:
    """Every standard seen mostly; of the last one something in words."""
    page = person.page
    person.tap(person.link("Write this half"))
    person.sees("From the log and the duty reports")
    for one in page.get_by_label("Seen mostly", exact=True).all():
        one.check(force=True)
    page.locator("textarea[name^=words_]").last.fill(words)
    person.look("half")
    person.tap(person.button("Save the draft"))
    person.sees("The draft is kept.")


def answer(officer: Visitor) -> None:
    officer.tap(officer.link("Answer this half"))
    officer.sees("The principal does not.")
    officer.page.locator("[name=text]").fill("Agreed; I will write one.")
    officer.look("answer")
    officer.tap(officer.button("Send the answer"))
    officer.tap(officer.link("Answer this half"))
    officer.page.locator("[name=is_read]").check()
    officer.tap(officer.button("Send the answer"))
    officer.sees("Your answer stands beside the half.")
