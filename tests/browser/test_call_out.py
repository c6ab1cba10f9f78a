"""The officer is called out, and the talk of today finds another time."""

from tests.browser.conftest import Arrive
from tests.browser.talks import MARCUS, TODAY, accept, approve, ask


def test_call_out(arrive: Arrive) -> None:
    teacher = arrive("teacher", "phone")
    talk = ask(teacher, f"{TODAY}, 7th period", officer=MARCUS, earlier=2)
    approve(arrive("principal"), talk)
    officer = arrive("deputy.ellis", "phone")
    accept(officer, talk)
    officer.sees("Scheduled")

    officer.goto("/officers/call-out/")
    officer.look("call-out")
    officer.tap(officer.button("I am called out now"))
    officer.look("called-out")

    teacher.goto(talk)
    teacher.sees("Cancelled", "The officer was called out.")
    teacher.look("cancelled")
    teacher.tap(teacher.link("Choose another time"))
    choices = teacher.page.get_by_role("radio")
    assert choices.count() == 3
    teacher.look("choose")
    teacher.tap(choices.nth(1))
    teacher.tap(teacher.button("Ask for this time"))
    teacher.sees("Requested")
    teacher.look("requested-again")
