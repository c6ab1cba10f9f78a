"""The connection is lost in the middle of a form."""

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import Arrive

WORDS = "Health, 3rd, with the goggles"


def test_lost_connection(arrive: Arrive) -> None:
    teacher = arrive("teacher", "phone")
    page = teacher.page
    teacher.goto("/presentations/request/")
    teacher.tap(teacher.link("Traffic stops and teen drivers"))
    field = page.get_by_label("Class or group")
    field.fill(WORDS)
    form = page.url

    teacher.context.set_offline(True)
    teacher.button("Send the request").click()
    page.wait_for_timeout(500)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        teacher.goto(form)
    teacher.context.set_offline(False)
    teacher.goto(form)

    expect(field).to_have_value(WORDS)
    teacher.sees("What you typed here before was kept and put back.")
