"""A floor plan: an officer adds it and pins rooms; a report takes its place from it."""

from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.reports import choose_school
from tests.browser.visitor import Visitor

TITLE = "Field house, drawn for this story"


def drawing() -> bytes:
    picture = Image.new("RGB", (900, 600), "#ffffff")
    ImageDraw.Draw(picture).rectangle((60, 60, 840, 540), outline="#52605e", width=4)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def test_plan(arrive: Arrive) -> None:
    """By mouse, by finger and by keyboard."""
    officer = arrive("officer")
    officer.goto("/schools/")
    officer.tap(officer.link("Calloway County High School"))
    school = officer.page.url
    officer.goto(school + "places/")
    officer.look("places")
    officer.tap(officer.link("Add a floor plan"))
    page = officer.page
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Picture").set_input_files(
        {"name": "plan.png", "mimeType": "image/png", "buffer": drawing()}
    )
    officer.tap(officer.button("Add the plan"))
    officer.sees("The plan is added.", "No place is pinned yet.")

    page.locator("[name=place]").select_option("Gymnasium")
    page.locator(".plan-show").click(position={"x": 150, "y": 120})
    assert 150 < int(page.locator("#id_x").input_value()) < 400
    officer.look("pinned-by-mouse")
    officer.tap(officer.button("Pin it here"))
    officer.sees("Gymnasium is pinned.")
    page.locator("[name=place]").select_option("Library")
    page.locator(".plan-scroll").focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowUp"]:
        page.keyboard.press(key)
    assert page.locator("#id_x").input_value() == "520"
    assert page.locator("#id_y").input_value() == "490"
    officer.tap(officer.button("Pin it here"))
    officer.sees("Library is pinned.")
    plan = page.url

    phone = arrive("officer", "phone")
    pin_with_a_finger(phone, plan)
    pick(phone)

    principal = arrive("principal", "desk", "dark")
    principal.goto(plan)
    principal.sees(TITLE, "Cafeteria", "Gymnasium")
    principal.sees_not("Pin a place")
    principal.look("principal")


def pin_with_a_finger(phone: Visitor, plan: str) -> None:
    phone.goto(plan)
    phone.page.locator("[name=place]").select_option("Cafeteria")
    phone.page.locator(".plan-show").tap(position={"x": 90, "y": 90})
    phone.tap(phone.button("Pin it here"))
    phone.sees("Cafeteria is pinned.")
    phone.look("pinned-by-finger")


def pick(phone: Visitor) -> None:
    """In a report the tapped place is the one in the list."""
    phone.goto("/incidents/begin/")
    page = phone.page
    choose_school(phone, "Calloway County High School")
    assert page.locator(".plan-picker image").count() > 1
    expect(page.locator(".plan-picker image[href]")).to_have_count(0)
    page.get_by_text("Pick it on the floor plan").click()
    expect(page.locator(".plan-picker image[href]")).to_have_count(1)
    mark = page.get_by_role("button", name="Library", exact=True).first
    mark.tap()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#id_place option:checked")).to_have_text("Library")
    phone.sees("Chosen: Library")
    phone.look("picked")
    page.locator(".plan-picker summary", has_text="Main building").click()
    expect(page.locator(".plan-picker image[href]")).to_have_count(2)
    phone.look("second-plan")
    page.get_by_role("button", name="Gymnasium", exact=True).first.press("Enter")
    expect(page.locator("#id_place option:checked")).to_have_text("Gymnasium")


def test_another_school(arrive: Arrive) -> None:
    """The rooms and the plan are the chosen school's, and what was typed stays."""
    officer = arrive("officer", "phone")
    officer.goto("/incidents/begin/")
    page = officer.page
    choose_school(officer, "Calloway County High School")
    page.get_by_label("What the school reported").fill("A door was found open.")
    page.locator("[name=sub_place]").select_option("gym")
    page.locator("[name=place]").select_option(label="Gymnasium")
    high = plan_pictures(officer)

    choose_school(officer, "Calloway County Middle School")

    expect(page.get_by_label("What the school reported")).to_have_value(
        "A door was found open."
    )
    expect(page.locator("[name=sub_place]")).to_have_value("gym")
    expect(page.locator("[name=place] option:checked")).to_have_text("Not said")
    assert plan_pictures(officer).isdisjoint(high)
    officer.sees("What you typed here before was kept and put back.")
    expect(page.locator("[name=school]")).to_be_in_viewport()
    officer.look("another-school")

    page.locator("[name=place]").select_option(index=1)
    room = page.locator("[name=place] option:checked").inner_text()
    page.wait_for_timeout(500)  # the draft is kept a moment after the last tap
    officer.goto("/incidents/begin/?school=")
    expect(page.locator("[name=school] option:checked")).to_have_text(
        "Calloway County Middle School"
    )
    expect(page.locator("[name=place] option:checked")).to_have_text(room)


def plan_pictures(visitor: Visitor) -> set[str | None]:
    """The addresses of the plans that a report offers."""
    images = visitor.page.locator(".plan-picker image").all()
    return {image.get_attribute("data-href") for image in images}


def test_heat(arrive: Arrive) -> None:
    """Where incidents happen, on the plan; a number leads to its list."""
    commander = arrive("commander", "phone")
    commander.goto("/incidents/places/")
    commander.page.locator("#school").select_option("High")
    commander.tap(commander.button("Show"))
    commander.sees("On the plan: Main building")
    commander.look("heat")
    mark = commander.page.locator(".plan-heat a").first
    number = int(mark.locator("text").inner_html())
    mark.click()
    commander.page.wait_for_url("**/incidents/?*place=*")
    assert commander.page.locator("tbody tr").count() == number
