"""The ten-second log on a phone, with the network gone in the middle."""

import time

from playwright.sync_api import Locator

from tests.browser.conftest import Arrive
from tests.browser.signing_in import sign_in
from tests.browser.visitor import Visitor


def test_log(arrive: Arrive) -> None:
    """Five taps without a signal, the browser closed: five lines, once each."""
    officer = arrive("officer", "phone")
    open_log(officer)
    first, second, third = labels(officer)[:3]
    before = {name: lines_of(officer, name) for name in (first, second, third)}
    officer.goto("/")
    begun, taps = time.monotonic(), officer.taps
    officer.tap(tile(officer, first))
    officer.sees(f"Logged: {first}, ")
    seconds = time.monotonic() - begun
    print(f"one line: {officer.taps - taps} tap, {seconds:.1f} s")
    officer.look("logged")

    officer.context.set_offline(True)
    for name in [second, second, third, second]:
        officer.tap(tile(officer, name))
    officer.sees("4 waiting to be sent", "There is no signal")
    officer.look("waiting", axe=False)
    officer.page.close()
    officer.page = officer.context.new_page()
    officer.page.goto(f"{officer.stack.address}/")
    officer.sees("4 waiting to be sent")
    officer.tap(tile(officer, first))
    officer.sees("5 waiting to be sent")
    officer.look("shell", axe=False)

    officer.context.set_offline(False)
    officer.sees("Logged:")
    officer.sees_not("waiting to be sent")
    after = {name: lines_of(officer, name) for name in before}
    assert [after[name] - before[name] for name in before] == [2, 3, 1]
    officer.look("day")
    mend(officer, third)


def test_log_and_sign_out(arrive: Arrive) -> None:
    """Signing out warns of what was not sent, and takes it off the phone."""
    officer = arrive("", "phone")
    sign_in(officer, "deputy.nguyen")  # other stories share the session that is kept
    open_log(officer)
    officer.context.set_offline(True)
    officer.tap(tile(officer, labels(officer)[0]))
    officer.sees("1 waiting to be sent")
    officer.page.route("**/log/device/**", lambda route: route.fulfill(status=404))
    officer.context.set_offline(False)
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


def test_log_of_a_chosen_school(arrive: Arrive) -> None:
    """Tap after tap, lines go to the school that stands there."""
    officer = arrive("deputy.ellis", "phone")
    open_log(officer)
    officer.context.set_offline(True)
    officer.page.close()
    officer.page = officer.context.new_page()
    officer.page.goto(f"{officer.stack.address}/")
    school = officer.page.locator("#log-form [name=school]")
    chosen = school.locator("option").last.get_attribute("value")
    school.select_option(chosen)
    for count in (1, 2, 3):
        officer.page.get_by_label("Minutes").fill("7" if count == 3 else "")
        officer.tap(tile(officer, labels(officer)[0]))
        officer.sees(f"{count} waiting to be sent")
    officer.look("shell", axe=False)

    lines = officer.page.evaluate("self.logOnPhone.all()")
    assert [line["minutes"] for line in lines if "minutes" in line] == ["7"]
    assert [line["school"] for line in lines] == [chosen] * 3
    assert school.input_value() == chosen


def test_log_on_a_shared_phone(arrive: Arrive) -> None:
    """Two sessions end and begin without a signal: each line is its officer's."""
    phone = arrive("deputy.hale", "phone")
    open_log(phone)
    hale = phone.page.locator("body").get_attribute("data-owner")
    phone.page.route("**/log/device/**", lambda route: route.fulfill(status=404))
    phone.tap(tile(phone, labels(phone)[0]))
    phone.sees("1 waiting to be sent")
    phone.context.clear_cookies()
    sign_in(phone, "deputy.ellis")
    phone.goto("/")
    ellis = phone.page.locator("body").get_attribute("data-owner")
    phone.sees_not("waiting to be sent")
    phone.tap(tile(phone, labels(phone)[0]))
    phone.sees("1 waiting to be sent")

    lines = phone.page.evaluate("self.logOnPhone.all()")
    assert {line["owner"] for line in lines} == {hale, ellis}

    phone.goto("/accounts/logout/")
    main = phone.page.locator("main")
    phone.tap(phone.button("Sign out", within=main))
    phone.sees("1 line of your log and 1 line of another officer’s log have not been")
    phone.look("warned")


def test_log_of_a_refused_line(arrive: Arrive) -> None:
    """What is refused stays with its words, is added by hand, and then goes."""
    officer = arrive("deputy.nguyen", "phone")
    open_log(officer)
    page, name = officer.page, labels(officer)[0]
    officer.tap(tile(officer, name))
    officer.sees(f"Logged: {name}, ")
    officer.tap(page.get_by_text("Other minutes, with whom, a note"))
    page.get_by_label("Minutes").fill("1440")
    page.get_by_label("With", exact=True).select_option("students")
    page.get_by_label("How many").fill("3")
    page.get_by_label("Note").fill("Stood at the gate")
    officer.tap(tile(officer, name))
    officer.sees("These could not be taken", "Check the minutes of its lines")
    officer.sees("Stood at the gate")
    officer.look("refused")

    officer.tap(officer.link("Add it by hand"))
    assert page.get_by_label("Minutes").input_value() == "1440"
    officer.tap(page.get_by_text("More, if it matters"))
    assert page.get_by_label("With", exact=False).first.input_value() == "students"
    assert page.get_by_label("How many").input_value() == "3"
    page.get_by_label("Minutes").fill("5")
    page.get_by_label("Day").fill(officer.stack.now().strftime("%Y-%m-%d"))
    page.get_by_label("From").fill("")
    officer.tap(officer.button("Add it to the log"))
    officer.sees(f"Logged: {name}, 5 min")

    officer.goto("/")
    officer.tap(officer.button("Remove it from this phone"))
    officer.sees_not("These could not be taken")
    assert page.evaluate("self.logOnPhone.all()") == []


def open_log(officer: Visitor) -> None:
    """The home page, once the phone has what it needs to do without it."""
    officer.context.clock.install(time=officer.stack.now())
    officer.goto("/")
    officer.wait_for("navigator.serviceWorker.ready.then(() => true)")
    officer.wait_for("self.logOnPhone.settings() !== null")


def labels(officer: Visitor) -> list[str]:
    """What the buttons say, in the order of this officer's habits."""
    return officer.page.locator(".log-tile span").all_inner_texts()


def tile(officer: Visitor, name: str) -> Locator:
    return officer.page.locator(".log-tile", has_text=name).first


def lines_of(officer: Visitor, name: str) -> int:
    """How many lines of this kind stand in the day."""
    officer.goto("/officers/log/")
    return officer.page.locator(".log-line-head strong", has_text=name).count()


def mend(officer: Visitor, name: str) -> None:
    """A line is corrected, and then taken out."""
    officer.tap(officer.link(f"Correct {name}"))
    officer.page.get_by_label("Minutes").fill("7")
    officer.look("correct")
    officer.tap(officer.button("Correct it"))
    officer.sees("The history keeps what it was.", "7 min")
    officer.tap(officer.link(f"Correct {name}"))
    officer.tap(officer.button("Take it out of the log"))
    officer.sees("Taken out.")
    assert officer.page.locator(".log-line-head strong", has_text=name).count() == 0
