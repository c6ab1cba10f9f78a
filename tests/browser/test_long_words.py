"""A class whose name is one endless word takes no column out of sight."""

from tests.browser.conftest import Arrive
from tests.browser.talks import period
from tests.browser.visitor import SIZES

ENDLESS = "Elementary" * 12


def test_long_words(arrive: Arrive) -> None:
    teacher = arrive("teacher")
    teacher.goto("/presentations/request/")
    teacher.tap(teacher.link("Impaired and distracted driving"))
    teacher.tap(period(teacher, "Friday, November 6, 7th period"))
    teacher.page.get_by_label("Class or group").fill(ENDLESS)
    teacher.tap(teacher.button("Send the request"))
    teacher.sees("It is sent.", ENDLESS)
    teacher.look("detail", axe=True)

    teacher.goto("/presentations/?sort=newest")
    teacher.look("list")
    row = teacher.page.get_by_role("row").filter(has_text=ENDLESS)
    state = row.get_by_text("Requested", exact=True).bounding_box()
    assert state
    assert state["x"] + state["width"] < SIZES["desk"][0]
