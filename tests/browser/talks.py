"""What people do with a talk, told once for all stories.

Each story takes a time that no other story takes, so that they can be played in any
order and side by side.
"""

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

TOPIC = "Traffic stops and teen drivers"
DANA, MARCUS = "Deputy Dana Whitlow", "Deputy Marcus Ellis"
TODAY = "Tuesday, October 20"


def ask(
    teacher: Visitor,
    time: str,
    *,
    topic: str = TOPIC,
    officer: str = "",
    earlier: int = 0,
) -> str:
    """From the home page to a sent request; its address. The time: "Friday, …, 1st"."""
    page = teacher.page
    teacher.goto("/")
    teacher.tap(teacher.link("Ask for a presentation"))
    teacher.tap(teacher.link(topic))
    if officer:
        with page.expect_response("**/presentations/request/**"):
            page.get_by_label("Officer").select_option(officer)
        expect(page.locator(".htmx-request")).to_have_count(0)
    for _ in range(earlier):
        week = page.locator(".strip-weeks strong")
        shown = week.inner_text()
        teacher.tap(teacher.button("Earlier week"))
        expect(week).not_to_have_text(shown)
    teacher.tap(period(teacher, time))
    teacher.tap(teacher.button("Send the request"))
    teacher.sees("It is sent. You hear from us when it is decided.", "Requested")
    return page.url


def period(teacher: Visitor, time: str) -> Locator:
    return teacher.page.locator("label.slot", has_text=time)


def approve(principal: Visitor, talk: str) -> None:
    principal.goto(talk)
    principal.tap(principal.link("Approve"))
    principal.tap(principal.button("Approve"))


def accept(officer: Visitor, talk: str) -> None:
    officer.goto(talk)
    officer.tap(officer.link("Accept"))
    officer.tap(officer.button("Accept"))


def open_mail(reader: Visitor, subject: str, to: str) -> None:
    """Wait for the worker to have sent it, and open it; the newest one of several."""
    rows = reader.page.get_by_role("link")
    row = rows.filter(has_text=subject).filter(has_text=f"to {to}").first
    for _ in range(60):
        reader.goto("/mail/")
        if row.count():
            break
        reader.page.wait_for_timeout(250)
    row.click()
    reader.sees(subject)


def press_in_mail(reader: Visitor, label: str) -> None:
    """The button of the mail, as the mail program shows it."""
    frame = reader.page.frame_locator("iframe")
    reader.tap(frame.get_by_role("link", name=label))
    reader.page.wait_for_url(lambda url: "/mail/" not in url)
