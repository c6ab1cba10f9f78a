"""A court orders a record to be sealed: two people do it, and there never was one."""

from playwright.sync_api import expect

from sro_program.accounts.demo import PASSWORD
from tests.browser.conftest import Arrive
from tests.browser.reports import add_person, begin
from tests.browser.visitor import Visitor

FIRST, LAST = "Robin", "Sealstory"


def test_sealing(arrive: Arrive) -> None:
    officer = arrive("officer", "phone")
    begin(
        officer,
        "A window was broken.",
        {"possible_crime": "yes", "school_alone": "no", "asked_to_discipline": "no"},
    )
    officer.tap(officer.button("Go on"))
    report = officer.page.url
    add_person(officer, LAST)
    officer.goto(report + "account/")
    officer.page.get_by_label("What happened").fill(f"{FIRST} {LAST} threw a stone.")
    expect(officer.page.locator("#autosave")).to_contain_text("Saved at")

    commander = arrive("commander", "desk")
    order = write_down(commander)
    commander.tap(commander.button("Save the choice"))
    commander.sees("Incidents: people", "Incidents: narratives", "All places")
    commander.sees_not("threw a stone")
    commander.look("dry-run")
    commander.tap(commander.link("Read the texts as they will be"))
    commander.sees("[sealed] threw a stone.")
    commander.look("texts")
    commander.goto(order)
    commander.tap(commander.link("Confirm it"))
    sign(commander, "Confirm it")
    commander.sees("Confirmed. A second person carries it out.", "you were the first")
    commander.look("confirmed")

    second = arrive("admin", "phone")
    second.goto(order)
    second.sees("Waits for the second person")
    second.sees_not(LAST)
    second.tap(second.link("Carry it out"))
    sign(second, "Seal it now")
    second.sees("Sealed. This page is the proof", "Incidents: people", "All places")
    second.sees_not(LAST)
    second.look("proof")

    officer.goto(report)
    officer.sees("[sealed] threw a stone.")
    officer.sees_not(LAST)
    officer.look("afterwards")
    commander.goto("/incidents/sealing/begin/")
    fill_in_order(commander)
    commander.tap(commander.button("Look for the records"))
    commander.sees("Choose the records")
    commander.tap(commander.link("Choose the records"))
    commander.sees("No record bears this name")
    commander.look("as-if-never")


def write_down(commander: Visitor) -> str:
    """The order as the paper has it, and which record it means; gives its address."""
    commander.goto("/incidents/sealing/")
    commander.tap(commander.link("Carry out an order"))
    fill_in_order(commander)
    commander.look("order")
    commander.tap(commander.button("Look for the records"))
    order = commander.page.url
    commander.tap(commander.link("Choose the records"))
    commander.page.locator("[name=involved]").first.check()
    commander.look("choice")
    return order


def fill_in_order(commander: Visitor) -> None:
    page = commander.page
    page.get_by_label("Court", exact=False).first.fill("Calloway District Court")
    page.get_by_label("Number of the case").fill("26-J-0001")
    page.locator("[name=ordered_on]").fill(f"{commander.stack.now():%Y-%m-%d}")
    page.get_by_label("Where the order itself is kept").fill("Safe, folder 3")
    page.get_by_label("First name").fill(FIRST)
    page.get_by_label("Last name").fill(LAST)


def sign(person: Visitor, button: str) -> None:
    """With the paper at hand; who signed in a while ago says who they are first."""
    if "reauthenticate" in person.page.url:
        person.page.get_by_label("Password", exact=False).first.fill(PASSWORD)
        person.tap(person.button("Confirm"))
    person.look("signature")
    person.page.get_by_label("I have the court’s order before me").check()
    person.tap(person.button(button))
