"""A relief officer who has never been on a campus serves it from one page."""

from pypdfium2 import PdfDocument

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

SCHOOL = "North Calloway Elementary School"
QUIRK = "The gym alarm sounds when the side door is opened before six"


def test_memory(arrive: Arrive) -> None:
    """One officer writes a note on a door; the hand-over tells it to another."""
    officer = arrive("deputy.ortega", "phone")
    open_school(officer)
    officer.sees("Who covers")
    officer.look("school")
    officer.tap(officer.link("Campus memory"))
    officer.sees("Does it still hold?")
    officer.look("memory")
    officer.tap(officer.link("Write something down"))
    officer.page.get_by_label("Where").select_option(label="Door 2")
    officer.page.get_by_label("What a colleague should know").fill(QUIRK)
    officer.look("form")
    officer.tap(officer.button("Write it down"))
    officer.sees(QUIRK, "Written down.")
    faded = officer.page.locator(".notes .has-faded").first
    officer.tap(officer.button("Still so", within=faded))
    officer.sees("It holds, as of today.")
    officer.sees_not("Does it still hold?")

    principal = arrive("principal.north")
    open_school(principal)
    principal.tap(principal.link("Hand-over for a relief, one page"))
    principal.sees(QUIRK, "People to know", "Main building", "Key box at the front")
    principal.look("handover")


def test_plan_made_larger(arrive: Arrive) -> None:
    """With buttons and with keys, and a place pinned while it is large."""
    officer = arrive("deputy.ortega")
    open_school(officer)
    officer.tap(officer.page.locator("main a[href$='/places/']"))
    officer.tap(officer.page.locator("main a[href*='/plans/']").first)
    box = officer.page.locator(".plan-scroll")
    small = width_of(officer)
    officer.tap(officer.button("Larger"))
    assert width_of(officer) > small
    officer.look("larger")
    box.focus()
    officer.page.keyboard.press("+")
    large = width_of(officer)
    officer.page.keyboard.press("0")
    assert width_of(officer) == small < large

    officer.page.keyboard.press("+")
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    assert at is not None
    mouse = officer.page.mouse
    mouse.move(at["x"] + 300, at["y"] + 200)
    mouse.down()
    mouse.move(at["x"] + 100, at["y"] + 150, steps=4)
    mouse.up()
    assert box.evaluate("box => box.scrollLeft") > 0
    assert officer.page.get_by_label("From the left").input_value() == ""
    mouse.click(at["x"] + 300, at["y"] + 200)
    assert officer.page.get_by_label("From the left").input_value() != ""


def open_school(visitor: Visitor) -> None:
    visitor.goto("/schools/")
    visitor.tap(visitor.link(SCHOOL))


def width_of(officer: Visitor) -> float:
    """Of the plan as it is drawn."""
    width: float = officer.page.locator(".plan").evaluate("plan => plan.clientWidth")
    return width


FULL_DAY = """() => {
  for (const part of document.querySelectorAll(".campus-today > div")) {
    part.querySelector("p, ul").remove();
    part.append(Object.assign(document.createElement("ul"), { className: "campus-lines",
      innerHTML: `<li>Bullying and the law, Room 101
        <span class="meta d-block">9:00 AM to 9:50 AM</span></li>`.repeat(4) }));
  }
  const more = (lines, count) => {
    const found = document.querySelector(lines);
    if (found) found.innerHTML = found.firstElementChild.outerHTML.repeat(count);
  };
  more("[aria-labelledby=mend] ul", 5);
  more("[aria-labelledby=notices] ul", 5);
  const know = document.querySelector(".handover-notes");
  const said = "<dt>Door 7</dt><dd>Sticks when it is wet. Lift, then push.</dd>";
  know.innerHTML = said.repeat(8);
}"""


def test_a_full_day_is_printed_on_one_sheet(arrive: Arrive) -> None:
    """Four talks, four games, eight notes, five notices, and the plan."""
    officer = arrive("deputy.ortega")
    open_school(officer)
    officer.tap(officer.link("Hand-over for a relief, one page"))

    officer.page.evaluate(FULL_DAY)

    printed = officer.page.pdf(format="Letter")
    assert len(PdfDocument(printed)) == 1
