"""Signing in: the wrong password, the second step, the lock.

Who gets a second step or a lock here comes in no other story (`signing_in.APART`):
their order is chance.
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
    teacher = arrive(size="phone")
    page = teacher.page
    teacher.goto("/accounts/login/")
    teacher.look("sign-in")
    fill_in(teacher, "teacher.north", "not the password")
    teacher.sees(NO_MATCH)
    teacher.look("wrong")
    sign_in(teacher, "teacher.north")

    teacher.goto("/accounts/2fa/")
    teacher.look("second-factor")
    teacher.tap(teacher.link("Set up the app"))
    confirm = page.get_by_role("button", name="Confirm")
    if confirm.count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        teacher.tap(confirm)
    teacher.look("set-up")
    secret = page.locator("#authenticator_secret").input_value().strip()
    used = code_now(teacher, secret)
    page.get_by_label("code").last.fill(used)
    teacher.tap(teacher.button("Turn it on"))
    teacher.sees_not("That code is not right")
    teacher.look("turned-on")

    teacher = arrive(size="phone")
    teacher.goto("/accounts/login/")
    fill_in(teacher, "teacher.north", PASSWORD)
    teacher.sees("Second step")
    teacher.look("second-step")
    teacher.page.get_by_label("code").last.fill("000000")
    teacher.tap(teacher.button("Sign in"))
    teacher.sees("That code is not right, or has been used.")
    while (code := code_now(teacher, secret)) == used:
        teacher.page.wait_for_timeout(500)
    teacher.page.get_by_label("code").last.fill(code)
    teacher.tap(teacher.button("Sign in"))
    expect(teacher.page.locator("h1")).to_have_text(re.compile("Tamika"))


def test_lock(arrive: Arrive) -> None:
    stranger = arrive(size="phone")
    for number in range(5):
        stranger.goto("/accounts/login/")
        fill_in(stranger, "deputy.pruitt", f"a guess, number {number}")
        stranger.sees(NO_MATCH)
    fill_in(stranger, "deputy.pruitt", PASSWORD)
    stranger.sees(NO_MATCH, "until an administrator releases it")
    stranger.look("locked")
