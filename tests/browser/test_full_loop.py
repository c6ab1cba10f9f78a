"""From a teacher's wish to the commander's list, over five people."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.talks import TODAY, TOPIC, ask, open_mail, press_in_mail

MOST_TAPS = 6
TWO_CLICKS = 2


@pytest.mark.browser
def test_full_loop(arrive: Arrive) -> None:
    teacher = arrive("teacher", "phone")
    teacher.goto("/")
    teacher.look("home")
    talk = ask(teacher, f"{TODAY}, 3rd period", earlier=2)
    assert teacher.taps <= MOST_TAPS
    teacher.look("requested")
    teacher.sees(TOPIC, "not signed yet")

    principal = arrive(size="phone")
    open_mail(principal, f"Please approve: {TOPIC}, {TODAY}", "principal@demo.example")
    principal.look("mail")
    mail = principal.page.url
    press_in_mail(principal, "Look and decide")
    principal.look("decide")
    principal.sees(TOPIC, "Tess Holloway")
    link = principal.page.url
    principal.tap(principal.button("Approve"))
    assert principal.taps == TWO_CLICKS
    principal.sees("You signed for the school.")
    principal.look("approved")
    assert principal.goto(link).status == 410
    principal.sees("This link has been used")
    principal.look("used")
    principal.goto(mail)

    officer = arrive("officer", "phone")
    officer.goto("/")
    officer.look("needs-you")
    officer.tap(officer.page.locator("main").get_by_role("link", name=TOPIC).first)
    expect(officer.page).to_have_url(talk)
    officer.tap(officer.link("Accept"))
    officer.look("accept")
    officer.tap(officer.button("Accept"))
    officer.sees("Scheduled")
    officer.look("scheduled")

    officer.stack.wait_until(officer.stack.now().replace(hour=10, minute=45))
    officer.goto(talk)
    officer.tap(officer.link("Record"))
    officer.page.get_by_label("People present").fill("27")
    officer.look("deliver")
    officer.tap(officer.button("Save the record"))
    officer.sees("Delivered", "27")
    officer.look("delivered")

    guest = arrive(size="phone")
    open_mail(guest, f"How was the talk? {TOPIC}", "teacher@demo.example")
    press_in_mail(guest, "Answer the questions")
    guest.look("feedback")
    for question in ("Was the talk clear?", "Did it fit", "Would you ask"):
        group = guest.page.get_by_role("group", name=question)
        guest.tap(group.get_by_text("Yes, ").first)
    guest.page.get_by_label("Comment").fill("They asked for more.")
    guest.tap(guest.button("Send the answers"))
    guest.sees("Thank you")
    guest.look("thanks")

    commander = arrive("commander")
    commander.goto("/presentations/")
    row = commander.page.get_by_role("row", name=TOPIC).filter(has_text="Delivered")
    expect(row.first).to_be_visible()
    commander.look("list", axe=True)
    commander.goto("/calendar/")
    commander.sees(TOPIC)
    commander.look("calendar", axe=True)
    commander.goto(talk)
    commander.sees("They asked for more.", "Tess Holloway", "Paul Averitt")
    commander.look("detail", axe=True)
