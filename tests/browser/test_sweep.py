"""Every role looks at every page that it can reach, on a phone and at a desk, by day
and by night.

All of them are seen on a phone by day, and each once more in one of the other modes,
with axe each time: that is what two minutes are enough for.
"""

import pytest
from playwright.sync_api import Locator

from tests.browser.checks import barriers
from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

ROLES = [
    "commander",
    "office",
    "officer",
    "principal",
    "counselor",
    "teacher",
    "district",
]
MODES = [("phone", "light"), ("phone", "dark"), ("desk", "light"), ("desk", "dark")]
ALL_IN = ("phone", "light")
TALKS, TOPICS = "/presentations/", "/presentations/topics/"
LEADS_ON = {
    "commander": [
        ("/presentations/coverage/", "main a[href*='/coverage/']"),
        ("/officers/", "main a[href^='/officers/']"),
    ],
    "office": [("/schools/", "main a[href^='/schools/']")],
    "officer": [
        ("/schools/walkthroughs/", "main a[href$='/walkthroughs/']"),
        ("/presentations/offer/", "main a[href*='topic=']"),
        ("/referrals/", "main a[href='/referrals/refer/']"),
        ("/referrals/?box=sent", ".referral-rows a"),
    ],
    "principal": [(f"{TALKS}?state=requested", f"main a[href^='{TALKS}0']")],
    "counselor": [
        (TALKS, f"main a[href^='{TALKS}0']"),
        ("/referrals/?box=work", ".referral-rows a"),
    ],
    "teacher": [
        ("/presentations/request/", "main a[href*='topic=']"),
        (TOPICS, f"main a[href^='{TOPICS}']"),
    ],
}
"""Pages that no menu names: one that a list leads to."""


def of_this_mode(addresses: list[str], mode: tuple[str, str]) -> list[str]:
    if mode == ALL_IN:
        return addresses
    others = [one for one in MODES if one != ALL_IN]
    return addresses[others.index(mode) :: len(others)]


@pytest.mark.parametrize("mode", MODES, ids="-".join)
@pytest.mark.parametrize("who", ROLES)
def test_sweep(arrive: Arrive, who: str, mode: tuple[str, str]) -> None:
    visitor = arrive(who, *mode)

    for address in of_this_mode(places_of(visitor, who), mode):
        answer = visitor.goto(address)
        assert answer.status == 200
        visitor.look(f"{who}-{slug(address)}", axe=True)


@pytest.mark.parametrize("mode", MODES, ids="-".join)
def test_sweep_without_a_role(arrive: Arrive, mode: tuple[str, str]) -> None:
    """Sign-in, what does not exist, what is not allowed, the style guide, the admin."""
    nobody, teacher = arrive("", *mode), arrive("teacher", *mode)
    for visitor, address, status in [
        (nobody, "/accounts/login/", 200),
        (nobody, "/no/such/page/", 404),
        (teacher, "/presentations/offer/", 403),
    ]:
        assert visitor.goto(address).status == status
        visitor.look(f"{status}{slug(address)}", axe=True)

    keeper = arrive("admin", *mode)
    for address in of_this_mode(["/", "/styleguide/", "/accounts/people/"], mode):
        assert keeper.goto(address).status == 200
        keeper.look(f"admin-{slug(address)}", axe=True)
    for address in of_this_mode(["/admin/", "/admin/schools/place/"], mode):
        keeper.goto(address)
        if address != "/admin/":
            keeper.tap(keeper.page.locator("#result_list tbody th a").first)
            keeper.page.wait_for_url("**/change/**")
        # Django's own pages: read by axe, not measured by our thumbs.
        found = barriers(keeper.page)
        keeper.faults += [f"{address}: {fault}" for fault in found]


def places_of(visitor: Visitor, who: str) -> list[str]:
    """Where the navigation leads, what every person has, and one page below."""
    visitor.goto("/")
    found = hrefs(visitor.page.locator("nav a[href^='/'], .menu a[href^='/']"))
    if who == "principal":
        found += hrefs(visitor.page.locator("main a[href*='/approve/']"))[:1]
    for address, below in LEADS_ON.get(who, []):
        visitor.goto(address)
        led = [one for one in hrefs(visitor.page.locator(below)) if one != address]
        assert led, f"nothing below {address}"
        found += [address.partition("?")[0], led[0]]
    return list(dict.fromkeys(path for path in found if path != "/admin/"))


def hrefs(links: Locator) -> list[str]:
    return [link.get_attribute("href") or "" for link in links.all()]


def slug(address: str) -> str:
    return address.partition("?")[0].strip("/").replace("/", "-")[:40] or "home"
