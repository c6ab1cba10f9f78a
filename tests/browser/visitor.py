"""Somebody at a phone or a desk, who looks at pages and taps on them."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Response,
    expect,
)

from sro_program.embedded.digest import ROOT
from tests.browser.checks import barriers, overflow, small_targets
from tests.browser.stack import Stack

PATIENCE = 10_000
"""Milliseconds."""
LONGEST = 60
"""Seconds. What a browser does behind all else comes late on a loaded machine."""
SCREENSHOTS = ROOT / "test-output" / "screenshots"
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
WIDTHS = {"phone": (320, 390), "desk": (1280,)}
TALLEST = 4000
TALL = """() => {
    const rolls = (one) => getComputedStyle(one).overflowY === "auto";
    const boxes = [...document.querySelectorAll("body, body *")].filter(rolls);
    const hidden = boxes.map((one) => one.scrollHeight - one.clientHeight);
    const root = document.documentElement;
    return Math.max(root.scrollHeight, root.clientHeight + Math.max(0, ...hidden));
}"""
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)
"""What a browser logs when a person is refused, or a story takes the network away."""


@dataclass
class Visitor:
    """One browser of its own, with everything that went wrong in it."""

    context: BrowserContext
    stack: Stack
    story: str
    size: str = "desk"
    scheme: str = "light"
    scripts: bool = True
    taps: int = 0
    looks: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        is_expected = message.text.startswith(EXPECTED)
        if message.type in {"error", "warning"} and not is_expected:
            self.faults.append(f"console: {message.text} on {self.page.url}")

    def _answered(self, response: Response) -> None:
        """A refusal is an answer to a person; a missing style sheet is a fault."""
        asked = response.request
        by_a_person = asked.resource_type in {"document", "xhr", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not by_a_person):
            self.faults.append(f"{response.status}: {asked.method} {response.url}")

    def goto(self, path: str) -> Response:
        address = path if path.startswith("http") else self.stack.address + path
        answer = self.page.goto(address)
        assert answer is not None
        return answer

    def tap(self, what: Locator) -> None:
        """One tap or click that a person has to make, counted."""
        self.taps += 1
        what.click()

    def link(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("link", name=name).first

    def button(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name).first

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(
                text, use_inner_text=True, ignore_case=True
            )

    def wait_for(self, condition: str) -> None:
        """Until this is so, or what it promises. The driver's own way evaluates strings
        inside the page, which our pages forbid, and waits for a promise for ever."""
        deadline = time.monotonic() + LONGEST
        late = "new Promise((late) => setTimeout(late, 500))"
        while not self.page.evaluate(f"Promise.race([{condition}, {late}])"):
            assert time.monotonic() < deadline, f"Never so: {condition}"
            time.sleep(0.05)

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(
                text, use_inner_text=True, ignore_case=True
            )

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def look(self, name: str, *, axe: bool | None = None) -> None:
        """Keep a picture of the page, and check what holds on every page."""
        self.looks += 1
        self.page.wait_for_load_state("load")
        checked = self.size == "phone" and self.scheme == "light"
        where = f"{name} ({self.page.url})"
        wanted = self.scripts and (checked if axe is None else axe)
        found = barriers(self.page) if wanted else []  # axe is a script itself
        found += self._too_wide()
        if self.size == "phone":
            found += small_targets(self.page)
        self.faults += [f"{where}: {fault}" for fault in found]
        self._keep(name)

    def _too_wide(self) -> list[str]:
        width, height = SIZES[self.size]
        found = []
        for tried in WIDTHS[self.size]:
            if tried != width:
                self.page.set_viewport_size({"width": tried, "height": height})
            found += overflow(self.page, tried)
        self.page.set_viewport_size({"width": width, "height": height})
        return found

    def _keep(self, name: str) -> None:
        """The whole page, also where only its middle scrolls."""
        width, height = SIZES[self.size]
        tall = min(max(self.page.evaluate(TALL), height), TALLEST)
        self.page.set_viewport_size({"width": width, "height": tall})
        file = f"{self.looks:02}-{name}-{self.size}-{self.scheme}.png"
        folder = Path(SCREENSHOTS, self.story)
        self.page.screenshot(path=folder / file, animations="disabled")
        self.page.set_viewport_size({"width": width, "height": height})
