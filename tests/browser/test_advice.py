"""An officer advises on a phone; danger shows who to call; a follow-up comes back."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive

RECORD = "/referrals/advice/record/"
FEW_TAPS = 4
"""Topic, length, outcome or save: a session is not more than this."""


def test_advice(arrive: Arrive) -> None:
    officer = arrive("officer", "phone")
    officer.goto("/")
    officer.tap(officer.link("Record advice"))
    officer.sees("With whom", "About", "Confidential note")
    officer.sees_not("First: who to call")
    before = officer.taps
    officer.look("form")

    officer.tap(officer.page.get_by_label("Self-harm or suicide"))
    officer.sees("First: who to call", "988")
    officer.look("crisis")
    officer.page.get_by_label("Self-harm or suicide").uncheck()
    officer.sees_not("First: who to call")
    officer.tap(officer.page.get_by_label("Child abuse, neglect or trafficking"))
    officer.sees("This is reported at once, by you")
    officer.look("duty")
    officer.page.get_by_label("Child abuse, neglect or trafficking").uncheck()

    officer.taps = before
    officer.tap(officer.page.get_by_label("Vaping"))
    officer.tap(officer.page.get_by_text("Follow up on a date"))
    day = officer.page.locator("[name=follow_up_on]")
    expect(day).to_be_visible()
    day.fill(officer.page.locator("[name=given_at]").input_value()[:10])
    officer.page.get_by_label("Confidential note").fill("Asked how to stop.")
    officer.tap(officer.button("Save"))
    officer.sees("Recorded; the line is in your activity log.", "To be followed up")
    assert officer.taps - before <= FEW_TAPS
    officer.look("recorded")

    officer.goto("/")
    officer.sees("Follow up with a student")
    officer.tap(officer.link("Follow up"))
    officer.tap(officer.button("Followed up"))
    officer.sees("Followed up.")

    principal = arrive("principal", "phone")
    assert principal.goto("/referrals/advice/").status == 403
    principal.look("not-the-principals")


def test_directory(arrive: Arrive) -> None:
    counselor = arrive("counselor", "phone")
    counselor.goto("/referrals/directory/")
    counselor.look("directory")
    counselor.page.locator("summary", has_text="Filter").click()
    counselor.page.get_by_label("Search").fill("vaping")
    counselor.tap(counselor.button("Search"))
    counselor.tap(counselor.link("Purchase Youth Clinic"))
    counselor.sees("Tue and Thu 1–6", "To be checked again")
    counselor.look("entry")
    counselor.tap(counselor.button("All of this is still right"))
    counselor.sees("is marked as checked today")

    teacher = arrive("teacher", "desk")
    teacher.goto("/referrals/directory/")
    teacher.sees("Lakeside Family Counseling")
    teacher.sees_not("Add an entry")
    teacher.look("directory")
