"""A school event on a phone: one tap logs it; then what has not been visited."""

from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

TITLE = "Wrestling vs. Mayfield"
GOOGLE = Path(__file__).parents[1] / "schools/ics/google.ics"


def test_event(arrive: Arrive) -> None:
    """Added at the school, tapped on the home page, found in the log."""
    officer = arrive("officer", "phone")
    officer.goto("/schools/")
    officer.tap(officer.link("Calloway County High School"))
    officer.tap(officer.link("Add an event"))
    form = officer.page
    form.get_by_label("What is it?").fill(TITLE)
    form.get_by_label("Day", exact=True).fill(f"{officer.stack.now():%Y-%m-%d}")
    form.get_by_label("Begins").fill("00:01")
    form.get_by_label("Ends").fill("00:31")
    officer.look("form")
    officer.tap(officer.button("Add it"))
    officer.sees(TITLE)

    officer.goto("/")
    officer.look("home")
    officer.taps = 0
    officer.tap(row_of(officer, TITLE).get_by_role("button"))
    officer.sees(f"Logged: {TITLE}, 30 min.", "You were there, 30 min")
    assert officer.taps == 1
    officer.look("event")
    officer.goto("/officers/log/")
    officer.sees(TITLE, "From the event")
    officer.tap(officer.link(f"From the event {TITLE}"))
    form.get_by_label("Minutes").fill("45")
    officer.look("attendance")
    officer.tap(officer.button("Correct it"))
    officer.sees("You were there, 45 min")

    officer.goto("/schools/events/")
    officer.look("list")
    officer.goto("/schools/")
    officer.tap(officer.link("Events not visited yet"))
    officer.sees("Chess club")
    officer.look("unvisited")
    officer.tap(row_of(officer, "Chess club").get_by_role("button"))
    officer.sees("You mean to come")


def row_of(officer: Visitor, title: str) -> Locator:
    return officer.page.locator(".event-rows > li", has_text=title).first


def test_calendar_of_a_school(arrive: Arrive) -> None:
    """A file of Google Calendar is looked at, then applied."""
    principal = arrive("principal")
    principal.goto("/schools/")
    principal.tap(principal.link("Calloway County High School"))
    principal.tap(principal.link("All events"))
    principal.tap(principal.link("Calendars to read"))
    principal.look("feeds")
    principal.tap(principal.link("Let a calendar in"))
    principal.page.get_by_label("Name").fill("Athletics")
    principal.look("feed form")
    principal.tap(principal.button("Let it in"))
    principal.tap(principal.link("Upload a file"))
    principal.page.get_by_label("Calendar").set_input_files(GOOGLE)
    principal.tap(principal.button("Look at it"))
    principal.sees("What would change", "New events", "moved to Wednesday")
    principal.look("preview")
    principal.tap(principal.button("Apply"))
    principal.sees("Applied")
