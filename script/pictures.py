"""Takes the pictures of README.md: a few pages of the demo, by role, small in bytes.

Signs in like anybody, on the sign-in page, with the password that the demo shows there.
"""

import os
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PASSWORD = os.environ.get("DEMO_PASSWORD", "calloway-demo")
COLOURS = 64
MOST_BYTES = 150_000
PHONE, DESK = (390, 844), (1280, 800)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as one person sees it."""

    name: str
    person: str
    path: str
    size: tuple[int, int] = DESK
    dark: bool = False


PICTURES = [
    Picture("home-commander", "commander", "/"),
    Picture("home-principal", "principal", "/", PHONE),
    Picture("presentations", "commander", "/presentations/"),
    Picture("calendar", "commander", "/calendar/"),
    Picture("coverage", "commander", "/officers/board/", DESK, dark=True),
    Picture("request", "teacher", "/presentations/request/", PHONE),
]


def take(browser: Browser, site: str, picture: Picture) -> bytes:
    """The picture as PNG, after signing in."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
    )
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("#id_login", f"{picture.person}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]:has-text('sign in')")
    page.wait_for_url(f"{site}/")
    page.goto(site + picture.path)
    taken = page.screenshot()
    context.close()
    return taken


def smaller(png: bytes) -> bytes:
    """Fewer colours: a page has not many, and the repository stays light."""
    small = BytesIO()
    image = Image.open(BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    site = sys.argv[1].rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"]
        )
        for picture in PICTURES:
            content = smaller(take(browser, site, picture))
            if len(content) > MOST_BYTES:
                sys.exit(f"{picture.name} is too large: {len(content)} bytes")
            (FOLDER / f"{picture.name}.png").write_bytes(content)
            print(f"docs/pictures/{picture.name}.png  {len(content) // 1000} KB")


if __name__ == "__main__":
    main()
