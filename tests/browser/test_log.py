"""The ten-second log on a phone, with the network gone in the middle."""

import time

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor


def test_log(arrive: Arrive) -> None:
    """Five taps without a signal, the browser closed: five lines, once each."""
    officer = arrive("officer", "phone")
    open_log(officer)
    begun, taps = time.monotonic(), officer.taps
    officer.tap(tile(officer, "Lunch or hall presence"))
    officer.sees("Logged: Lunch or hall presence, 30 min.")
    seconds = time.monotonic() - begun
    print(f"one line: {officer.taps - taps} tap, {seconds:.1f} s")
    officer.look("logged")

    officer.context.set_offline(True)
    for name in ["Mentoring", "Mentoring", "Report writing", "Mentoring"]:
        officer.tap(tile(officer, name))
    officer.sees("4 waiting to be sent", "There is no signal")
    officer.look("waiting", axe=False)
    officer.page.close()
    officer.page = officer.context.new_page()
    officer.page.goto(f"{officer.stack.address}/")
    officer.sees("4 waiting to be sent")
    officer.tap(tile(officer, "Conflict resolution"))
    officer.sees("5 waiting to be sent")
    officer.look("shell", axe=False)

    officer.context.set_offline(False)
    officer.sees("Logged:")
    officer.sees_not("waiting to be sent")
    officer.goto("/officers/log/")
    for name, times in [
        ("Mentoring", 3),
        ("Report writing", 1),
        ("Conflict resolution", 1),
    ]:
        heads = officer.page.locator(".log-line-head strong", has_text=name)
        expect(heads).to_have_count(times)
    officer.look("day")
    mend(officer)


def test_log_and_sign_out(arrive: Arrive) -> None:
    """Signing out warns of what was not sent, and takes it off the phone."""
    officer = arrive("deputy.hale", "phone")
    open_log(officer)
    officer.context.set_offline(True)
    officer.tap(tile(officer, "Mentoring"))
    officer.sees("1 waiting to be sent")
    officer.context.set_offline(False)
    officer.page.route("**/log/device/**", lambda route: route.fulfill(status=404))
    officer.goto("/accounts/logout/")
    main = officer.page.locator("main")
    officer.tap(officer.button("Sign out", within=main))
    officer.sees("1 line of your log has not been sent.")
    officer.look("warned")
    officer.tap(officer.button("Sign out", within=main))
    officer.page.wait_for_url("**/login/**")

    kept = officer.page.evaluate("self.logOnPhone.all()")
    assert kept == []
    assert officer.page.evaluate("localStorage.getItem('log:settings')") is None
    assert officer.page.evaluate("caches.keys()") == []


def open_log(officer: Visitor) -> None:
    """The home page, once the phone has what it needs to do without it."""
    officer.context.clock.install(time=officer.stack.now())
    officer.goto("/")
    officer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    officer.page.wait_for_function("self.logOnPhone.settings() !== null")


def tile(officer: Visitor, name: str):
    return officer.page.locator(".log-tile", has_text=name).first


def mend(officer: Visitor) -> None:
    """A line is corrected, and another taken out."""
    officer.tap(officer.link("Correct Report writing"))
    officer.page.get_by_label("Minutes").fill("25")
    officer.look("correct")
    officer.tap(officer.button("Correct it"))
    officer.sees("The history keeps what it was.", "25 min")
    officer.tap(officer.link("Correct Conflict resolution"))
    officer.tap(officer.button("Take it out of the log"))
    officer.sees("Taken out.")
    officer.sees_not("Conflict resolution")
