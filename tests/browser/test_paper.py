"""What the printer gets."""

from playwright.sync_api import expect

from tests.browser.checks import overflow
from tests.browser.conftest import Arrive

LETTER = 720
"""Pixels of a page of 8.5 inches between its margins."""


def test_paper(arrive: Arrive) -> None:
    commander = arrive("commander")
    page = commander.page
    commander.goto("/presentations/?state=scheduled")
    commander.tap(page.locator("main a[href^='/presentations/0']").first)
    commander.tap(commander.link("Print sheet"))
    page.wait_for_url("**/sheet/")

    for address in [page.url, "/calendar/"]:
        commander.goto(address)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": LETTER, "height": 960})
        for part in page.locator("nav, .no-print").all():
            expect(part).to_be_hidden()
        expect(page.locator("main")).to_be_visible()
        assert overflow(page, LETTER) == []
        page.emulate_media(media="screen")
