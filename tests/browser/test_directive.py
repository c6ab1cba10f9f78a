"""Two superiors direct one officer in the same hour, and it does not stay with him."""

import re
from datetime import datetime, timedelta

from tests.browser.conftest import Arrive
from tests.browser.test_relief import next_weekday
from tests.browser.visitor import Visitor

DOOR = "Stand at the bus door"
COURT = "Bring the radios to the office"
WHY = "Court papers come first that morning."


def test_directive(arrive: Arrive) -> None:
    """Given by both; acknowledged, done, and declined with a reason both read."""
    day = next_weekday(arrive("deputy.ortega").stack.now() + timedelta(days=6))
    principal = arrive("principal.north", "phone")
    give(principal, DOOR, day, 7)
    principal.sees("Given. Deputy Rosa Ortega is told.")
    door = principal.page.url

    commander = arrive("commander")
    give(commander, COURT, day, 8)
    commander.sees("School administration wants Deputy Rosa Ortega in the same time")
    commander.look("torn")
    papers = commander.page.url
    principal.goto(door)
    principal.sees("Agency command wants Deputy Rosa Ortega in the same time")
    principal.look("torn")

    officer = arrive("deputy.ortega", "phone")
    officer.goto("/officers/directives/")
    officer.sees(DOOR, COURT, "The other side wants the officer in the same time")
    officer.look("mine")
    officer.goto(papers)
    officer.tap(officer.button("I will do it"))
    officer.sees("Acknowledged.")
    officer.tap(officer.button("It is done"))
    officer.sees("Done.")
    officer.goto(door)
    officer.look("one")
    officer.tap(officer.link("Decline"))
    officer.page.get_by_label("Why").fill(WHY)
    officer.look("why-not")
    officer.tap(officer.button("Decline it"))
    officer.sees("The other side is told why.")

    for superior, where in ((principal, door), (commander, door)):
        superior.goto(where)
        superior.sees(WHY)
    principal.sees_not("in the same time")
    commander.tap(commander.link("Directives"))
    commander.tap(commander.link("Minutes by director"))
    commander.look("ledger")


def give(person: Visitor, what: str, day: datetime, hour: int) -> None:
    person.goto("/officers/")
    person.tap(person.page.get_by_role("link", name=re.compile("Ortega")).first)
    person.tap(person.link("Give a directive"))
    page = person.page
    page.locator("[name=kind]").select_option("other")
    page.get_by_label("What", exact=True).fill(what)
    page.locator("[name=starts_at]").fill(f"{day:%Y-%m-%d}T{hour:02}:00")
    page.locator("[name=due_at]").fill(f"{day:%Y-%m-%d}T09:00")
    person.look("give")
    person.tap(person.button("Give the directive"))
