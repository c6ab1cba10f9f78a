"""A walk through a school on a phone: with a signal, and with the network gone."""

from playwright.sync_api import Locator, Route

from tests.browser.conftest import Arrive
from tests.browser.signing_in import sign_in
from tests.browser.visitor import Visitor

SCHOOL = "North Calloway Elementary School"
DOOR = "Exterior doors are locked, none is propped"
FOUND = "Door 9 does not latch"
NONE = "then((kept) => kept.length === 0)"


def test_walk(arrive: Arrive) -> None:
    """One finding is sent with the walk; the principal reads it and mends it."""
    officer = arrive("deputy.ortega", "phone")
    open_walk(officer)
    officer.look("form")
    officer.tap(tile(officer, "Lights work", "OK"))
    officer.tap(tile(officer, DOOR, "Finding"))
    officer.tap(officer.button("Send the walkthrough"))
    officer.sees(DOOR)
    say_what(officer, FOUND)
    officer.look("finding")
    officer.tap(officer.button("Send the walkthrough"))
    officer.sees("To be mended", FOUND, "Round")
    officer.look("sent")
    officer.tap(officer.page.get_by_role("link", name=FOUND))
    officer.sees("Found on a walkthrough")
    officer.tap(officer.link("Add a photo"))
    officer.look("photo")

    principal = arrive("principal.north")
    principal.goto("/")
    principal.sees(f"To be mended: {FOUND}")
    principal.goto("/schools/")
    principal.tap(principal.link("Walkthroughs"))
    principal.look("board")
    principal.tap(principal.link(SCHOOL))
    principal.look("school")
    principal.tap(principal.link("Month by month"))
    principal.look("trend")


def test_walk_without_a_signal(arrive: Arrive) -> None:
    """Answered and sent with the network gone, the browser closed: it is sent once."""
    officer = arrive("deputy.ortega", "phone")
    open_walk(officer)
    walk = officer.page.url
    before = walks_of(officer)
    officer.goto(walk)
    officer.wait_for("self.logOnPhone?.forms.all().then((kept) => kept.length > 0)")
    officer.context.set_offline(True)
    officer.tap(tile(officer, "Lights work", "OK"))
    officer.tap(tile(officer, DOOR, "Finding"))
    say_what(officer, FOUND)
    officer.page.close()

    officer.page = officer.context.new_page()
    officer.page.goto(walk)
    officer.sees("Your answers are back as you left them.", SCHOOL)
    assert what_at(officer).input_value() == FOUND
    officer.look("shell", axe=False)
    officer.tap(officer.button("Send the walkthrough"))
    officer.sees("1 walkthrough is waiting to be sent. There is no signal.")
    officer.look("waiting", axe=False)

    officer.context.set_offline(False)
    officer.sees("Sent. What was found waits")
    officer.sees_not("waiting to be sent")
    assert walks_of(officer) == before + 1
    officer.wait_for(f"self.logOnPhone?.walks.all().{NONE}")


def test_walk_whose_answer_was_lost(arrive: Arrive) -> None:
    """The server took it and its answer never came: sent again, it is still one."""
    officer = arrive("deputy.ortega", "phone")
    open_walk(officer)
    walk = officer.page.url
    before = walks_of(officer)
    without_a_worker(officer)
    officer.goto(walk)
    officer.page.route("**/walk/send/**", lose_the_answer)
    officer.tap(tile(officer, "Lights work", "OK"))
    officer.tap(officer.button("Send the walkthrough"))
    officer.sees("1 walkthrough is waiting to be sent.")

    officer.page.unroute("**/walk/send/**")
    officer.goto(walk)
    officer.sees("This walkthrough was sent already; it stands there once.")
    assert walks_of(officer) == before + 1


def without_a_worker(visitor: Visitor) -> None:
    """The driver cannot lose what goes through a service worker."""
    visitor.context.add_init_script(
        "navigator.serviceWorker.register = () => new Promise(() => {})"
    )
    visitor.page.evaluate(
        "navigator.serviceWorker.getRegistrations().then("
        "(all) => Promise.all(all.map((one) => one.unregister())))"
    )


def test_walk_and_sign_out(arrive: Arrive) -> None:
    """Signing out warns of a walk that was not sent, and takes it off the phone."""
    officer = arrive("", "phone")
    sign_in(officer, "deputy.nguyen")  # other stories share the session that is kept
    officer.context.clock.install(time=officer.stack.now())
    officer.goto("/schools/")
    officer.tap(officer.page.locator("main .grid-cards a").first)
    officer.tap(officer.link("Walk through"))
    officer.wait_for("self.logOnPhone?.forms.all().then((kept) => kept.length > 0)")
    officer.tap(tile(officer, "Lights work", "OK"))
    officer.wait_for("self.logOnPhone?.walks.all().then((kept) => kept.length === 1)")
    officer.goto("/accounts/logout/")
    main = officer.page.locator("main")
    officer.tap(officer.button("Sign out", within=main))
    officer.sees("1 walkthrough has not been sent.")
    officer.look("warned")
    officer.tap(officer.button("Sign out", within=main))
    officer.page.wait_for_url("**/login/**")

    officer.wait_for(f"self.logOnPhone?.walks.all().{NONE}")
    officer.wait_for(f"self.logOnPhone?.forms.all().{NONE}")
    assert officer.page.evaluate("localStorage.getItem('walk:owner')") is None


def open_walk(officer: Visitor) -> None:
    """The form, once the phone has what it needs to do without a signal."""
    officer.context.clock.install(time=officer.stack.now())
    officer.goto("/schools/")
    officer.tap(officer.link(SCHOOL))
    officer.tap(officer.link("Walk through"))
    officer.wait_for("navigator.serviceWorker.ready.then(() => true)")


def lose_the_answer(route: Route) -> None:
    route.fetch()
    route.fulfill(status=408)


def item(officer: Visitor, name: str) -> Locator:
    return officer.page.locator(".walk-item", has_text=name)


def tile(officer: Visitor, name: str, answer: str) -> Locator:
    return item(officer, name).locator(".walk-tile", has_text=answer).first


def what_at(officer: Visitor) -> Locator:
    return item(officer, DOOR).get_by_label("What has to be mended")


def say_what(officer: Visitor, words: str) -> None:
    what_at(officer).fill(words)
    item(officer, DOOR).get_by_label("How urgent").select_option("high")


def walks_of(officer: Visitor) -> int:
    """How many walks the school lists."""
    officer.goto("/schools/")
    officer.tap(officer.link(SCHOOL))
    officer.tap(officer.link("What was seen, and the trend"))
    return officer.page.locator("tbody tr").count()
