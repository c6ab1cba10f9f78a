"""Somebody in the hallway: looked up on a phone, and barred with a paper and an end."""

from datetime import timedelta

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

DO = "Call 911 and the office"
PAPER = b"%PDF-1.7\n% A paper of the browser story.\n%%EOF\n"


def ask(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_label("First and last name").fill(name)
    visitor.tap(visitor.button("Look up"))


def test_belongs(arrive: Arrive) -> None:
    """A wrong letter finds who is barred; the counselor learns only whom to call."""
    officer = arrive("officer", "phone")
    officer.tap(
        officer.page.get_by_role("main").get_by_role("link", name="Who belongs")
    )
    officer.look("empty")
    ask(officer, "Harmen Dale")
    officer.sees("Dale Harmon", "Barred until", DO)
    officer.look("barred")
    assert "Harm" not in officer.page.url
    officer.tap(officer.link("Open the notice"))
    officer.sees("In force", "What it rests on")
    officer.look("notice")
    officer.goto("/schools/belongs/")
    ask(officer, "Weller")
    officer.sees("people may be meant", "Conditions until", "Belongs")
    officer.look("several")
    ask(officer, "Zebulon Quux")
    officer.sees("Not known here")
    officer.look("unknown")
    ask(officer, "?")
    officer.sees("at least two letters")
    officer.look("refused")

    counselor = arrive("counselor", "phone", scheme="dark")
    counselor.goto("/schools/belongs/")
    ask(counselor, "Dale Harmon")
    counselor.sees("Barred", "Call the officer")
    counselor.sees_not(DO)
    counselor.look("told")

    principal = arrive("principal")
    bar_somebody(principal)
    principal.sees("In force", "Ronda Keel")
    principal.look("written")
    officer.goto("/schools/belongs/")
    ask(officer, "Rhonda Keel")
    officer.sees("Barred until", "Not past the front office")


def bar_somebody(principal: Visitor) -> None:
    principal.goto("/schools/notices/")
    principal.look("list")
    principal.goto("/schools/")
    principal.tap(principal.link("Calloway County High School"))
    principal.tap(principal.link("Access notices of this school"))
    principal.tap(principal.link("Add a notice"))
    principal.look("form")
    page, today = principal.page, principal.stack.now().date()
    page.locator("[name=person_kind]").select_option("visitor")
    page.locator("[name=given_name]").fill("Ronda")
    page.locator("[name=family_name]").fill("Keel")
    page.locator("[name=kind][value=trespass]").check(force=True)
    page.locator("[name=starts_on]").fill(today.isoformat())
    page.locator("[name=ends_on]").fill((today + timedelta(days=90)).isoformat())
    page.locator("[name=what_to_do]").fill("Not past the front office.")
    page.locator("[name=basis]").fill("Letter of the principal")
    page.locator("[name=reviewer]").select_option(index=1)
    paper = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    page.locator("[name=document]").set_input_files(paper)
    principal.tap(principal.button("Add the notice"))
