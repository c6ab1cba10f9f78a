"""A principal signs a duty report on a phone; the commander reads what they wrote."""

import io

from pypdf import PdfReader

from tests.browser.conftest import Arrive

WORDS = "We saw more of the lunch line."
FEW_TAPS = 4
"""The list, the report, sign, and sign."""


def test_duty_report(arrive: Arrive) -> None:
    principal = arrive("principal", "phone")
    principal.goto("/")
    principal.sees("Duty reports to sign")
    before = principal.taps
    principal.tap(principal.link("Open the list", within=_need(principal)))
    principal.look("waiting")
    principal.tap(principal.page.locator("ul.rows a").first)
    principal.sees(
        "Good contacts", "What the other side sees", "Whether there were any"
    )
    principal.sees_not("Assist deputies", "Juvenile activity report")
    principal.look("the-schools-page")
    where = principal.page.url
    principal.tap(principal.link("Sign this page"))
    principal.look("sign")
    principal.page.get_by_label("Words beside it").fill(WORDS)
    principal.tap(principal.button("Sign this page"))
    principal.sees("Signed.", WORDS)
    assert principal.taps - before <= FEW_TAPS
    paper = principal.page.context.request.get(f"{where}pdf/").body()
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert WORDS in " ".join(said.split())
    assert "Juvenile activity report" not in said

    commander = arrive("commander", "desk")
    commander.goto(where)
    commander.sees("For the command alone", WORDS)
    commander.look("the-commands-page")
    commander.tap(commander.link("What the principal sees"))
    commander.sees("This is what the school reads, to the letter.")
    commander.sees_not("For the command alone")


def _need(visitor):
    return visitor.page.locator(".needs-you", has_text="Duty reports to sign").first
