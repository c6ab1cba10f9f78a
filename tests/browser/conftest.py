"""The server of the stories, and the people who use it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.browser.signing_in import APART, sign_in
from tests.browser.stack import Stack, running_stack
from tests.browser.visitor import PATIENCE, SCREENSHOTS, SIZES, Visitor

ENDS = pytest.StashKey[ExitStack]()
STACK = pytest.StashKey[Stack]()
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Arrive = Callable[..., Visitor]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ENDS] = ExitStack()
    shared = getattr(config, "workerinput", {}).get("stack")
    if shared:
        config.stash[STACK] = Stack(**shared)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """The controller of a parallel run starts the server and tells each worker."""
    node.workerinput["stack"] = asdict(running(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[ENDS].close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


def running(config: pytest.Config) -> Stack:
    """The server of this run, started by whoever asks first.

    While stories are written, STORIES_ON="address folder" names one that runs already.
    """
    if os.environ.get("STORIES_ON"):
        return Stack(*os.environ["STORIES_ON"].split())
    if STACK not in config.stash:
        shutil.rmtree(SCREENSHOTS, ignore_errors=True)
        config.stash[STACK] = config.stash[ENDS].enter_context(running_stack())
    return config.stash[STACK]


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Stack:
    """The whole product, running."""
    expect.set_options(timeout=PATIENCE)
    return running(request.config)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium; it talks to nobody but our server."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.fail("Install Chromium, or name its program in CHROMIUM.")
    return {**browser_type_launch_args, "executable_path": program, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def keys() -> dict[str, StorageState]:
    """Who is signed in already; each person signs in once per run."""
    return {}


@pytest.fixture
def arrive(
    request: pytest.FixtureRequest,
    stack: Stack,
    browser: Browser,
    keys: dict[str, StorageState],
) -> Iterator[Arrive]:
    """Let somebody come home: `arrive("teacher", "phone")`; `arrive()` signs nobody in.

    At the end nobody may have met an error on the console, a page that scrolls
    sideways, or a barrier.
    """
    visitors: list[Visitor] = []
    story = request.node.originalname.removeprefix("test_")

    def arrived(
        who: str = "",
        size: str = "desk",
        scheme: str = "light",
        *,
        scripts: bool = True,
    ) -> Visitor:
        assert who not in APART, f"{who} comes in a story of their own."
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            is_mobile=size == "phone",
            has_touch=size == "phone",
            java_script_enabled=scripts,
            locale="en-US",
            timezone_id="America/Chicago",
            reduced_motion="reduce",
            accept_downloads=True,
            storage_state=keys.get(who),
        )
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context, stack, story, size, scheme, scripts)
        visitors.append(visitor)
        if who and who not in keys:
            sign_in(visitor, who)
            keys[who] = context.storage_state()
            visitor.taps = 0
        elif who:
            visitor.goto("/")
        return visitor

    yield arrived

    for visitor in visitors:
        visitor.context.close()
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n".join(faults)
