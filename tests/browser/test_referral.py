"""Someone who needs help is handed on: to a counselor, and to an agency by its link."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.talks import open_mail, press_in_mail
from tests.browser.visitor import Visitor

HIGH = "Calloway County High School"
TWO_CLICKS = 2


def advise(officer: Visitor) -> None:
    """A talk in the hallway that needs more than advice."""
    officer.goto("/referrals/advice/record/?school=")
    officer.page.get_by_label("School").select_option(HIGH)
    officer.tap(officer.page.get_by_label("Grief"))
    officer.page.get_by_label("Confidential note").fill("Sits alone since spring.")
    officer.tap(officer.page.get_by_text("Refer to someone who helps"))
    officer.tap(officer.button("Save"))
    officer.sees("Refer someone", "Filled in from your advice")


def fill_in(officer: Visitor, family_name: str, receiver: str) -> None:
    page = officer.page
    page.get_by_label("First name").fill("Robin")
    page.get_by_label("Last name").fill(family_name)
    officer.tap(page.locator("label", has_text=receiver).first)
    officer.tap(page.get_by_text("This is not about discipline."))


def test_referral(arrive: Arrive) -> None:
    officer = arrive("officer", "phone")
    advise(officer)
    expect(officer.page.get_by_label("What you saw")).to_have_value(
        "Sits alone since spring."
    )
    officer.look("prefilled")
    fill_in(officer, "Storywell", "Carmen Doyle")
    officer.tap(officer.button("Send the referral"))
    officer.sees("Sent to Carmen Doyle.", "Robin Storywell")
    officer.look("sent")
    referral = officer.page.url

    counselor = arrive("counselor", "phone")
    counselor.goto("/referrals/")
    counselor.look("inbox")
    row = counselor.page.locator(
        "li", has=counselor.page.locator(f"a[href='{path(referral)}']")
    )
    counselor.tap(counselor.button("Take it on", within=row))
    counselor.sees("It is yours.", "Robin Storywell")
    counselor.page.get_by_role("textbox", name="Your note").fill(
        "Comes on Thursdays now."
    )
    counselor.tap(counselor.button("Keep the note"))
    counselor.sees("Comes on Thursdays now.", "In progress")
    counselor.page.get_by_role("textbox", name="Your message").fill(
        "We are in touch, thank you."
    )
    counselor.tap(counselor.button("Send the message"))
    counselor.sees("We are in touch, thank you.")
    counselor.look("at-work")
    counselor.tap(counselor.link("Close"))
    counselor.tap(counselor.page.get_by_text("Service linked"))
    counselor.look("close")
    counselor.tap(counselor.button("Close the referral"))
    counselor.sees("It is closed.", "Service linked")

    officer.goto(referral)
    officer.sees("Service linked", "We are in touch, thank you.")
    officer.sees_not("Comes on Thursdays now.")
    officer.look("closed")

    principal = arrive("principal", "phone")
    assert principal.goto(path(referral)).status == 403
    principal.goto("/referrals/counts/")
    principal.sees("to the end of last month", "hidden")
    principal.sees_not("Storywell")
    principal.look("counts")


def test_referral_to_an_agency(arrive: Arrive) -> None:
    officer = arrive("officer", "desk")
    officer.goto("/referrals/refer/")
    officer.page.locator("[name=school]").select_option(HIGH)
    officer.tap(officer.button("Show this school"))
    officer.page.get_by_label("Reason", exact=True).select_option(
        "Child abuse, neglect or trafficking"
    )
    officer.sees("This is reported at once, by you")
    officer.page.get_by_label("What you saw").fill("Bruises on both arms.")
    fill_in(officer, "Linkwell", "Lakeside Family Counseling")
    officer.tap(officer.button("Send the referral"))
    officer.sees("There is a problem", "A referral is not a report.")
    seen = officer.page.get_by_label("What you saw")
    expect(seen).to_have_value("Bruises on both arms.")
    officer.look("not-a-report")
    officer.tap(officer.page.get_by_text("I have reported it"))
    officer.page.locator("[name=reported_to]").select_option("Child abuse hotline")
    earlier = officer.stack.now().replace(hour=0, minute=5)
    officer.page.locator("[name=reported_at]").fill(f"{earlier:%Y-%m-%dT%H:%M}")
    officer.page.locator("[name=intake_number]").fill("4711")
    officer.tap(officer.button("Send the referral"))
    officer.sees("Sent to Lakeside Family Counseling.")
    referral = officer.page.url

    guest = arrive(size="phone")
    open_mail(guest, f"A referral from {HIGH} waits", "intake@lakeside.demo.example")
    guest.look("mail")
    guest.sees_not("Linkwell")
    press_in_mail(guest, "Open the referral")
    link = guest.page.url
    guest.sees("Robin Linkwell", "Bruises on both arms.")
    guest.look("behind-the-link")
    guest.tap(guest.button("Take it on"))
    assert guest.taps == TWO_CLICKS
    guest.sees("When you are done")
    guest.tap(guest.page.get_by_text("Contact made"))
    guest.tap(guest.button("Close the referral"))
    guest.sees("The sender learns how it ended")
    guest.look("answered")
    assert guest.goto(link).status == 410
    guest.sees("has ended")

    officer.goto(referral)
    officer.sees("Contact made", "Lakeside Family Counseling")
    officer.tap(officer.link("Report of suspected abuse"))
    officer.sees("Every earlier version is kept.")
    expect(officer.page.locator("[name=intake_number]")).to_have_value("4711")
    officer.look("report")


def path(url: str) -> str:
    """The address without its host."""
    return "/" + url.split("/", 3)[3]
