"""A calendar program reads the officer's private address."""

import re
import urllib.request

import icalendar
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.talks import accept, approve, ask

TIME = "Wednesday, November 4, 2nd period"


def event_of(address: str, talk: str) -> icalendar.Event:
    """The talk as the calendar program understands it."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310  # our own server
        assert answer.headers.get_content_type() == "text/calendar"
        calendar = icalendar.Calendar.from_ical(answer.read())
    key = talk.rstrip("/").rpartition("/")[2]
    [event] = [one for one in calendar.events if key in str(one.get("UID"))]
    return event


def test_feed(arrive: Arrive) -> None:
    talk = ask(arrive("teacher"), TIME, topic="Search and seizure at school")
    approve(arrive("principal"), talk)
    officer = arrive("officer", "phone")
    accept(officer, talk)
    officer.goto("/calendar/subscribe/")
    officer.look("subscribe")
    officer.tap(officer.page.get_by_role("button", name=re.compile("Make .* address")))
    address = officer.page.get_by_label("Address of your calendar").input_value()
    officer.look("address")

    event = event_of(address, talk)
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert event.start.isoformat() == "2026-11-04T08:55:00-06:00"
    assert "Search and seizure" in event["SUMMARY"]
    was = int(event["SEQUENCE"])

    officer.goto(talk)
    officer.tap(officer.link("Cancel"))
    officer.page.get_by_label("Weather").check()
    officer.page.get_by_label("Why").fill("Ice on the roads.")
    officer.look("cancel")
    officer.tap(officer.button("Cancel the presentation"))
    expect(officer.page.locator("main")).to_contain_text("Cancelled")
    later = event_of(address, talk)
    assert later["STATUS"] == "CANCELLED"
    assert int(later["SEQUENCE"]) > was
    assert later["UID"] == event["UID"]
