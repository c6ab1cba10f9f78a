"""A deputy records a course on the phone; the command confirms it from the roster."""

from tests.browser.conftest import Arrive

COURSE = "Trauma-informed response"
PAPER = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def test_training(arrive: Arrive) -> None:
    """What the officer says of themselves counts once the command confirms it."""
    officer = arrive("deputy.nguyen", "phone")
    officer.goto("/officers/")
    officer.tap(officer.link("Deputy Linh Nguyen"))
    officer.tap(officer.link("Training"))
    officer.look("mine")
    officer.tap(officer.link("Record hours"))
    page = officer.page
    page.locator("[name=hours]").fill("1.4")
    page.locator("[name=course]").fill(COURSE)
    officer.tap(officer.button("Record the hours"))
    officer.sees("Give quarters of an hour")
    officer.look("refused")
    page.locator("[name=hours]").fill("1.5")
    page.locator("[name=document]").set_input_files(
        {"name": "roster.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    officer.tap(officer.button("Record the hours"))
    officer.sees(COURSE, "Not confirmed")
    officer.look("recorded")

    commander = arrive("commander")
    commander.goto("/officers/training/")
    commander.look("unit")
    commander.tap(commander.link("Deputy Linh Nguyen"))
    row = commander.page.locator("li", has_text=COURSE).first
    commander.tap(commander.button("Confirm", within=row))
    commander.sees("Confirmed")
    row = commander.page.locator("li", has_text=COURSE).first
    paper = commander.link("Document", within=row).get_attribute("href")
    assert commander.page.context.request.get(commander.stack.address + paper).ok
    commander.look("confirmed")

    principal = arrive("principal", "phone")
    answer = principal.page.request.get(page.url)
    assert answer.status in {403, 404}
    assert COURSE not in answer.text()
