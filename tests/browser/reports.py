"""How an officer begins a report, and names somebody in it."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def begin(officer: Visitor, report: str, answers: dict[str, str]) -> None:
    """Where and when, and the four questions of the Line."""
    officer.goto("/incidents/begin/")
    page = officer.page
    choose_school(officer, "Calloway County High School")
    at = officer.stack.now().replace(hour=0, minute=2)
    page.locator("[name=occurred_from]").fill(f"{at:%Y-%m-%dT%H:%M}")
    page.get_by_text("More, if it matters").click()
    page.locator("[name=reported_at]").fill(f"{at:%Y-%m-%dT%H:%M}")
    page.locator("[name=initiated_by][value=teacher]").check(force=True)
    page.locator("[name=discovered][value=called]").check(force=True)
    page.locator("[name=sub_place]").select_option("hallway")
    page.locator("[name=school_report]").fill(report)
    for name, value in answers.items():
        page.locator(f"[name={name}][value={value}]").check(force=True)


def choose_school(visitor: Visitor, name: str) -> None:
    """Another one than is chosen brings its own page."""
    school = visitor.page.locator("[name=school]")
    if school.locator("option:checked").inner_text() == name:
        return
    with visitor.page.expect_navigation():
        school.select_option(label=name)
    expect(school.locator("option:checked")).to_have_text(name)
    expect(visitor.page).not_to_have_url(re.compile("#"))


def add_person(officer: Visitor, family_name: str) -> None:
    """A student of grade 10, from the page of the report."""
    officer.goto(officer.page.url + "people/add/")
    page = officer.page
    page.locator("[name=role][value=subject]").check(force=True)
    page.get_by_label("First name").fill("Robin")
    page.get_by_label("Last name").fill(family_name)
    page.get_by_label("A student").check()
    page.locator("[name=grade]").select_option("10")
    officer.look("person")
    officer.tap(officer.button("Add the person"))
