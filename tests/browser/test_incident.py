"""Police work on campus: a fight is the school’s, drugs are the law’s, and a guard."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.browser.conftest import Arrive
from tests.browser.reports import add_person, begin
from tests.browser.signing_in import sign_in
from tests.browser.visitor import Visitor
from tests.core.recordings import wav

FILE = "input[name=file]"


def test_fight(arrive: Arrive) -> None:
    """Two pushed each other: it returns to the school, and no name is kept."""
    officer = arrive("officer", "phone")
    begin(
        officer,
        "Two students pushed each other.",
        {"possible_crime": "no", "school_alone": "yes", "asked_to_discipline": "no"},
    )
    officer.look("line")
    officer.tap(officer.button("Go on"))
    officer.sees("Return it to the school", "Everything else in the draft is erased")
    expect(officer.page.get_by_label("What happened")).to_have_value(
        "Two students pushed each other."
    )
    officer.look("slip")
    officer.tap(officer.button("Return it to the school"))
    officer.sees("The police keep no names of it.", "Returned to school")
    officer.look("returned")
    address = officer.page.url

    principal = arrive("principal", "phone")
    principal.goto(address)
    principal.sees("Returned to the school", "Two students pushed each other.")
    principal.tap(principal.button("We have it"))
    principal.sees("Thank you.", "Signed by Paul Averitt")
    principal.look("signed")


def test_asked_to_discipline(arrive: Arrive) -> None:
    """One tap from the question, or from the page of its own: returned to school."""
    officer = arrive("officer", "phone")
    officer.goto("/incidents/begin/")
    expect(officer.button("Return it to the school now")).to_be_hidden()
    officer.page.locator("[name=asked_to_discipline][value=yes]").check(force=True)
    officer.look("asked in the first step")
    officer.tap(officer.button("Return it to the school now"))
    officer.sees("The police keep no names of it.", "Returned to school")

    officer.goto("/incidents/asked/")
    officer.look("asked")
    officer.tap(officer.button("Return it to the school"))
    officer.sees("The police keep no names of it.", "Returned to school")


def test_drugs(arrive: Arrive) -> None:
    """A search, a citation, review, return, approval, and what was learned later."""
    officer = arrive("officer", "phone")
    begin(
        officer,
        "An administrator smelled marijuana.",
        {"possible_crime": "yes", "school_alone": "no", "asked_to_discipline": "no"},
    )
    officer.tap(officer.button("Go on"))
    officer.sees("Begun. It is a draft", "Still missing")
    address = officer.page.url
    add_person(officer, "Storyteller")
    officer.sees("Juvenile, grade 10")
    officer.sees_not("Storyteller")
    officer.tap(officer.link("Search"))
    officer.page.get_by_label("On which standard").select_option("Reasonable suspicion")
    officer.page.get_by_label("What was found").fill("A pouch")
    officer.look("search")
    officer.tap(officer.button("Add it"))
    officer.goto(address + "offenses/add/")
    officer.page.locator("[name=code]").select_option("35A Drug or narcotic violation")
    officer.tap(officer.button("Add the offense"))
    write_account(officer, address)
    officer.look("ready")
    officer.tap(officer.link("What the principal sees"))
    officer.sees("An administrator smelled marijuana.")
    officer.sees_not("citation", "pouch")
    officer.look("preview")
    officer.goto(address)
    officer.tap(officer.button("Submit for review"))
    officer.sees("Submitted. Your command reviews it.")

    commander = arrive("commander", "desk")
    commander.goto(address)
    commander.look("review")
    commander.tap(commander.link("Return with a remark"))
    commander.page.get_by_label("What is to be mended").fill("Who was present?")
    commander.tap(commander.button("Return it to the author"))

    officer.goto(address)
    officer.sees("To be mended", "Who was present?")
    officer.tap(officer.button("Submit for review"))
    commander.goto(address)
    commander.tap(commander.button("Approve"))
    commander.sees("is approved and locked")
    commander.tap(commander.link("Show the names of juveniles"))
    commander.page.get_by_label("Why you need the names").fill("A parent called.")
    commander.tap(commander.button("Show the names"))
    commander.sees("Robin Storyteller", "For this viewing only")
    commander.look("unmasked")
    commander.goto(address)
    commander.sees_not("Storyteller")

    officer.goto(address)
    officer.tap(officer.link("Add a supplement"))
    officer.page.get_by_label("What was learned").fill("The laboratory confirmed it.")
    officer.tap(officer.button("Sign the supplement"))
    officer.sees("Supplements", "The laboratory confirmed it.")
    officer.look("supplement")

    principal = arrive("principal", "phone")
    principal.goto(address)
    principal.sees("The police handle it")
    principal.sees_not("citation", "pouch", "Storyteller", "laboratory")
    principal.look("school-side")


def write_account(officer: Visitor, address: str) -> None:
    """What is typed saves itself before the button is pressed."""
    officer.goto(address + "account/")
    page = officer.page
    narrative = page.get_by_label("What happened")
    narrative.fill("The assistant principal handed me the pouch.")
    expect(page.locator("#autosave")).to_contain_text("Saved at")
    officer.goto(address)
    officer.sees("The assistant principal handed me the pouch.")
    officer.goto(address + "account/")
    page.locator("[name=conduct][value=public]").check(force=True)
    page.locator("[name=disposition]").select_option("Citation")
    officer.look("account")
    officer.tap(officer.button("Save the account"))


def test_joint_interview(arrive: Arrive) -> None:
    """The dangerous mix asks for a reason, which reaches the command at once."""
    officer = arrive("officer", "phone", scheme="dark")
    begin(
        officer,
        "A threat was written on a wall.",
        {"possible_crime": "yes", "school_alone": "no", "asked_to_discipline": "no"},
    )
    officer.tap(officer.button("Go on"))
    address = officer.page.url
    officer.goto(address + "interviews/add/")
    page = officer.page
    at = officer.stack.now().replace(hour=0, minute=3)
    page.locator("[name=at]").fill(f"{at:%Y-%m-%dT%H:%M}")
    page.get_by_label("Where").fill("The office")
    for name, value in {
        "led_by": "school",
        "purpose": "crime",
        "free_to_leave": "no",
        "rights_read": "no",
        "parent_contacted": "after",
    }.items():
        page.locator(f"[name={name}][value={value}]").check(force=True)
    reason = page.locator("[name=guard_reason]")
    expect(reason).to_be_visible()
    officer.tap(officer.button("Add the interview"))
    officer.sees("There is a problem", "what is said may not count in court")
    officer.look("guard")
    reason.fill("It had begun when I came in.")
    officer.tap(officer.button("Add the interview"))
    officer.sees("Interview: a possible crime", "Told the command at once")
    officer.look("interview")

    commander = arrive("commander", "desk")
    commander.goto("/notifications/")
    commander.sees("At once: a joint interview went on without a warning of rights")
    commander.look("alert")


def test_large_file(arrive: Arrive, tmp_path: Path) -> None:
    """A recording of 300 MB is refused before it is sent, at its field."""
    officer = arrive("officer", "phone")
    begin(
        officer,
        "A phone is missing.",
        {"possible_crime": "yes", "school_alone": "no", "asked_to_discipline": "no"},
    )
    officer.tap(officer.button("Go on"))
    large, small = tmp_path / "large.wav", tmp_path / "small.wav"
    with large.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    small.write_bytes(wav())
    officer.goto(officer.page.url + "files/add/")
    title, field = (
        officer.page.get_by_label("What it shows"),
        officer.page.locator(FILE),
    )
    title.fill("The call")

    field.set_input_files(large)
    officer.sees("“large.wav” has 300 MB; the limit is 100 MB.")
    expect(field).to_have_value("")
    officer.look("too-large")

    field.set_input_files(small)
    officer.sees_not("300 MB")
    expect(title).to_have_value("The call")
    officer.tap(officer.button("Add the file"))
    officer.sees("Added.", "The call")


def lose_the_answer(broken: Iterator[bool], route: Route) -> None:
    """It arrives, and the connection breaks before the answer: once."""
    if next(broken, False):
        route.fetch()
        route.abort("internetdisconnected")
    else:
        route.continue_()


def test_kept_narrative(arrive: Arrive) -> None:
    """Nothing typed is lost: without a connection, and when the session has ended."""
    officer = arrive("officer", "phone")
    begin(
        officer,
        "A phone is missing.",
        {"possible_crime": "yes", "school_alone": "no", "asked_to_discipline": "no"},
    )
    officer.tap(officer.button("Go on"))
    address = officer.page.url
    officer.goto(address + "account/")
    page = officer.page
    narrative, status = page.get_by_label("What happened"), page.locator("#autosave")

    number = page.get_by_label("RMS case number")
    number.fill("26-0417")
    narrative.fill("Typed.")
    expect(status).to_contain_text("Saved at")
    page.reload()
    expect(number).to_have_value("26-0417")

    officer.context.set_offline(True)
    narrative.fill("Typed without a signal.")
    expect(status).to_contain_text("Not saved yet")
    officer.look("not-saved")
    officer.context.set_offline(False)
    expect(status).to_contain_text("Saved at")

    broken_once = iter([True])
    page.route("**/narrative/", partial(lose_the_answer, broken_once))
    narrative.fill("Typed without a signal. Sent, and nobody heard.")
    expect(status).to_contain_text("Not saved yet")
    narrative.fill("Typed without a signal. Sent, and nobody heard. More.")
    expect(status).to_contain_text("Saved at")
    page.unroute("**/narrative/")

    officer.context.clear_cookies()
    narrative.fill("Typed without a signal. And after the session had ended.")
    expect(status).to_contain_text("Not saved yet")
    sign_in(officer, "officer")
    officer.goto(address + "account/")
    expect(narrative).to_have_value(
        "Typed without a signal. And after the session had ended."
    )
    expect(status).to_contain_text("Saved at")
    officer.tap(officer.button("Save the account"))
    officer.sees("Saved.", "And after the session had ended.")

    officer.goto(address + "people/add/")
    name = page.get_by_label("Last name")
    name.fill("Keptwell")
    officer.context.clear_cookies()
    officer.tap(officer.button("Add the person"))
    sign_in(officer, "officer")
    officer.goto(address + "people/add/")
    expect(name).to_have_value("Keptwell")
    page.locator("[name=role][value=witness]").check(force=True)
    officer.tap(officer.button("Add the person"))
    officer.sees("Added.")
    assert page.evaluate("Object.keys(sessionStorage).join()") == ""
