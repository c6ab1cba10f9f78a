"""The principal wants it otherwise, or not at all."""

from tests.browser.conftest import Arrive
from tests.browser.talks import ask


def test_changes(arrive: Arrive) -> None:
    teacher, principal = arrive("teacher", "phone"), arrive("principal", "phone")
    talk = ask(teacher, "Thursday, November 5, 1st period")

    principal.goto(talk)
    principal.look("to-decide")
    principal.tap(principal.link("Ask for changes"))
    principal.page.get_by_label("Why").fill("The class takes a test then.")
    principal.page.get_by_label("A time that would suit").fill("2026-11-12")
    principal.page.get_by_label("Starts").first.fill("10:45")
    principal.page.get_by_label("Ends").first.fill("11:35")
    principal.look("ask-changes")
    principal.tap(principal.button("Ask for changes"))
    principal.sees("Changes requested")

    teacher.goto("/")
    teacher.look("needs-you")
    teacher.goto(talk)
    teacher.sees("The class takes a test then.", "November 12")
    teacher.look("changes-requested")
    teacher.tap(teacher.link("Send"))
    teacher.look("edit")
    teacher.sees("Nov 9 – 13")
    teacher.tap(teacher.button("Earlier week"))
    teacher.sees("Nov 2 – 6")
    slot = teacher.page.get_by_role("checkbox", checked=True).first
    teacher.tap(slot)
    teacher.tap(
        teacher.page.locator("label.slot", has_text="Friday, November 6, 4th period")
    )
    teacher.page.get_by_label("Class or group").fill("Government, 4th")
    teacher.tap(teacher.button("Send"))
    teacher.sees("It is sent.", "Requested", "November 6")
    teacher.look("sent-again")


def test_decline(arrive: Arrive) -> None:
    teacher, principal = arrive("teacher", "phone"), arrive("principal", "phone")
    talk = ask(teacher, "Thursday, November 5, 2nd period", topic="Turning 18")

    principal.goto(talk)
    principal.tap(principal.link("Decline"))
    principal.tap(principal.button("Decline"))
    principal.sees("Say why, so that the others can act on it.")
    principal.look("no-reason")
    principal.page.get_by_label("Why").fill("We cover this in civics in spring.")
    principal.tap(principal.button("Decline"))
    principal.sees("Declined")

    teacher.goto("/notifications/")
    teacher.sees("Turning 18")
    teacher.look("notifications")
    teacher.goto(talk)
    teacher.sees("Declined", "We cover this in civics in spring.")
    teacher.look("declined")
