"""The core tasks, in a browser that runs no script."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.talks import accept, open_mail, period


def test_no_script(arrive: Arrive) -> None:
    topic = "Impaired and distracted driving"
    teacher = arrive("teacher", "phone", scripts=False)
    teacher.goto("/presentations/request/")
    teacher.tap(teacher.link(topic))
    teacher.tap(teacher.button("Later week"))
    teacher.sees("Nov 9 – 13")
    teacher.tap(teacher.button("Earlier week"))
    teacher.tap(period(teacher, "Friday, November 6, 1st period"))
    teacher.look("ask")
    teacher.tap(teacher.button("Send the request"))
    teacher.sees("It is sent.", "Requested")
    talk = teacher.page.url

    principal = arrive(size="phone", scripts=False)
    open_mail(principal, f"Please approve: {topic}, Friday", "principal@demo.example")
    text = principal.page.locator(".mail-text").inner_text()
    principal.goto(re.search(r"https?://\S+/decide/\S+", text)[0])
    principal.tap(principal.button("Approve"))
    principal.sees("You signed for the school.")

    officer = arrive("officer", "phone", scripts=False)
    accept(officer, talk)
    officer.sees("Scheduled")

    commander = arrive("commander", "phone", scripts=False)
    commander.goto("/presentations/")
    commander.tap(commander.page.locator("summary", has_text="filter"))
    commander.page.get_by_label("Search").fill("distracted")
    commander.tap(commander.button("Show"))
    expect(commander.page.locator("main")).to_contain_text(topic)
    commander.look("filtered")
    commander.goto("/calendar/")
    commander.tap(commander.page.locator("main a[href*='2026-11']").first)
    commander.sees("November 2026", topic)
    commander.look("calendar")
