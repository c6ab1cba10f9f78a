"""Signing in and asking for a talk without a mouse or a finger."""

from sro_program.accounts.demo import PASSWORD
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

MOST_STEPS = 150
FOCUSED = """() => {
    const one = document.activeElement;
    if (one.getAttribute("role") === "region") return "";
    const label = one.labels && one.labels[0] ? one.labels[0].innerText : "";
    const word = one.type === "submit" ? one.value : "";
    return [one.ariaLabel, label, one.innerText, word].join(" ");
}"""
RINGED = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


def reach(visitor: Visitor, name: str) -> None:
    """Press Tab until the focus is on what is called so; it must be visible there."""
    for _ in range(MOST_STEPS):
        visitor.page.keyboard.press("Tab")
        if name in visitor.page.evaluate(FOCUSED):
            visitor.wait_for(f"({RINGED})()")
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard.")


def test_keyboard(arrive: Arrive) -> None:
    teacher = arrive()
    keyboard = teacher.page.keyboard
    teacher.goto("/accounts/login/")
    reach(teacher, "mail")
    keyboard.type("teacher@demo.example")
    reach(teacher, "Password")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    teacher.sees("Tess")

    reach(teacher, "Skip to the content")
    keyboard.press("Enter")
    reach(teacher, "Ask for a presentation")
    keyboard.press("Enter")
    teacher.sees("What shall it be about?")
    reach(teacher, "Turning 18")
    keyboard.press("Enter")
    teacher.sees("When? Tick one period")
    reach(teacher, "Friday, November 6, 2nd period")
    keyboard.press("Space")
    teacher.look("ticked")
    reach(teacher, "Send the request")
    keyboard.press("Enter")
    teacher.sees("It is sent.", "Requested")
    teacher.look("sent", axe=True)
