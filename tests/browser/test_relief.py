"""A subpoena on the phone, and a relief with one tap."""

from datetime import datetime, timedelta

from sro_program.accounts.demo import PASSWORD
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

SATURDAY = 5


def test_relief(arrive: Arrive) -> None:
    """The officer says when; the command sends somebody; the principal knows."""
    officer = arrive("deputy.hale", "phone")
    officer.goto("/officers/subpoena/")
    page = officer.page
    day = next_weekday(officer.stack.now())
    page.locator("[name=on]").fill(f"{day:%Y-%m-%d}")
    officer.look("subpoena")
    taps = officer.taps
    officer.tap(officer.button("Record it"))
    officer.sees("Your principals know, and your command is asked for a relief.")
    print(f"subpoena: {officer.taps - taps} tap after the day")
    officer.look("recorded")

    commander = arrive("commander", "phone")
    commander.goto("/notifications/")
    commander.tap(commander.button("East campus needs an officer"))
    commander.sees("Free, and may work alone", "Deputy Marcus Ellis")
    commander.look("who")
    commander.tap(commander.button("Send Deputy Marcus Ellis"))
    confirm(commander)
    commander.sees("stands in at East campus", "No gap")
    commander.look("sent")

    desk = arrive("district")
    desk.goto("/officers/board/year/")
    desk.look("year")
    desk.goto(f"/officers/board/year/?month={day:%Y-%m-01}")
    desk.sees("Marcus Ellis")
    desk.look("month")
    desk.goto("/officers/placements/")
    desk.look("placements")


def confirm(person: Visitor) -> None:
    """Sending somebody opens a school’s records to them: who are you, once more."""
    if "reauthenticate" in person.page.url:
        person.page.get_by_label("Password").fill(PASSWORD)
        person.tap(person.button("Confirm"))


def next_weekday(today: datetime) -> datetime:
    day = today + timedelta(days=1)
    return day if day.weekday() < SATURDAY else next_weekday(day)
