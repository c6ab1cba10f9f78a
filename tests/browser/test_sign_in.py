"""Signing in: the wrong password, the second step, the lock.

Who gets a second step or a lock here signs in in no other story: their order is chance.
"""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from sro_program.accounts.demo import PASSWORD
from tests.browser.conftest import Arrive
from tests.browser.signing_in import fill_in, sign_in
from tests.browser.visitor import Visitor

NO_MATCH = "The e-mail or the password is not right."


def code_now(visitor: Visitor, secret: str) -> str:
    """What the app on the phone shows at this time of the story."""
    return format_hotp_value(
        hotp_value(secret, int(visitor.stack.now().timestamp()) // 30)
    )


def test_second_step(arrive: Arrive) -> None:
    deputy = arrive(size="phone")
    page = deputy.page
    deputy.goto("/accounts/login/")
    deputy.look("sign-in")
    fill_in(deputy, "deputy.hale", "not the password")
    deputy.sees(NO_MATCH)
    deputy.look("wrong")
    sign_in(deputy, "deputy.hale")

    deputy.goto("/accounts/2fa/")
    deputy.look("second-factor")
    deputy.tap(deputy.link("Set up the app"))
    confirm = page.get_by_role("button", name="Confirm")
    if confirm.count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        deputy.tap(confirm)
    deputy.look("set-up")
    secret = page.locator("#authenticator_secret").input_value().strip()
    used = code_now(deputy, secret)
    page.get_by_label("code").last.fill(used)
    deputy.tap(deputy.button("Turn it on"))
    deputy.sees_not("That code is not right")
    deputy.look("turned-on")

    deputy = arrive(size="phone")
    deputy.goto("/accounts/login/")
    fill_in(deputy, "deputy.hale", PASSWORD)
    deputy.sees("Second step")
    deputy.look("second-step")
    deputy.page.get_by_label("code").last.fill("000000")
    deputy.tap(deputy.button("Sign in"))
    deputy.sees("That code is not right, or has been used.")
    while (code := code_now(deputy, secret)) == used:
        deputy.page.wait_for_timeout(500)
    deputy.page.get_by_label("code").last.fill(code)
    deputy.tap(deputy.button("Sign in"))
    expect(deputy.page.locator("h1")).to_have_text(re.compile("Benjamin"))


def test_lock(arrive: Arrive) -> None:
    stranger = arrive(size="phone")
    for number in range(5):
        stranger.goto("/accounts/login/")
        fill_in(stranger, "deputy.pruitt", f"a guess, number {number}")
        stranger.sees(NO_MATCH)
    fill_in(stranger, "deputy.pruitt", PASSWORD)
    stranger.sees(NO_MATCH, "until an administrator releases it")
    stranger.look("locked")
