"""A drill on a Saturday: recorded on the phone, certified, mended by two."""

from datetime import date, timedelta

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

SATURDAY = 5
SHOWN = "Try the radios in the cafeteria"
CALM = "The youngest held hands and sang."


def last_saturday(today: date) -> date:
    return today - timedelta(days=(today.weekday() - SATURDAY) % 7 or 7)


def test_drill(arrive: Arrive) -> None:
    """The officer records it, the principal certifies, the district sees the board."""
    officer = arrive("deputy.ortega", "phone")
    on = last_saturday(officer.stack.now().date())
    record(officer, on)
    officer.sees("There is no school that day (Weekend).")
    officer.look("asked")
    officer.page.get_by_label("although there is no school").check()
    officer.tap(officer.button("Record the drill"))
    officer.sees("Recorded.", "Held, not certified", "1 min 35 s", CALM)
    officer.look("recorded")
    drill = officer.page.url

    principal = arrive("principal.north")
    principal.goto(drill)
    principal.tap(principal.button("Certify it"))
    principal.sees("Certified.", "Certified by")
    principal.tap(principal.link("Add what it showed"))
    principal.page.get_by_label("What has to be mended").fill(SHOWN)
    principal.page.locator("[name=owner][value=agency]").check(force=True)
    principal.look("finding")
    principal.tap(principal.button("Add it"))
    principal.sees(SHOWN)

    officer.goto("/")
    officer.sees(f"To be mended: {SHOWN}")
    officer.goto(drill)
    officer.tap(officer.page.get_by_role("link", name=SHOWN))
    officer.look("to be mended")
    finding = officer.page.url
    officer.tap(officer.button("It is done"))
    officer.sees("Somebody else looks")
    officer.goto("/officers/log/?on=" + on.isoformat())
    officer.sees("Drill observed or led")
    principal.goto(finding)
    principal.tap(principal.button("I looked: it is mended"))
    principal.sees("Mended, and looked at by two.")
    principal.look("mended")

    district = arrive("district", "phone")
    district.goto("/schools/")
    district.tap(district.link("Drills"))
    district.sees("owed")
    district.look("board")
    district.goto(drill)
    district.sees("Drill")
    district.sees_not(CALM)


def record(officer: Visitor, on: date) -> None:
    officer.goto("/schools/")
    officer.tap(officer.link("North Calloway Elementary School"))
    officer.tap(officer.link("What is owed, and the log"))
    officer.look("owed")
    officer.tap(officer.link("Record a drill"))
    page = officer.page
    page.locator("[name=kind]").select_option("reunification")
    page.locator("[name=on]").fill(on.isoformat())
    page.locator("[name=begins]").fill("09:00")
    page.locator("[name=ends]").fill("09:20")
    page.get_by_label("Students there").fill("120")
    page.get_by_label("Staff there").fill("14")
    page.locator("[name=part_of_sro]").select_option("observed")
    page.locator("[name=sro]").select_option(index=1)
    page.locator("[name=minutes]").fill("1")
    page.locator("[name=seconds]").fill("35")
    page.locator("[name=reaction]").fill(CALM)
    officer.look("record")
    officer.tap(officer.button("Record the drill"))
