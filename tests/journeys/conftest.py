"""A real server with the example district, and a real browser that leaves pictures."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from teduh.cli.demo import PASSWORD

if TYPE_CHECKING:
    from tests.journeys.phone import Phone, Server

PICTURES = Path(__file__).resolve().parents[2] / "build" / "journeys"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
]
PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
START_S = 240
REFUSED = re.compile("Content.Security.Policy|Permissions.Policy|Trusted|Cross-Origin", re.IGNORECASE)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`teduh demo start` in a home of its own, in its own process group, ended by its id."""
    port = free_port()
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "TEDUH_HOME": str(home), "TEDUH_DEMO": "true", "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    log = (home / "log").open("w+b")
    server = subprocess.Popen(
        [sys.executable, "-m", "teduh", "demo", "start"],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    url = f"http://localhost:{port}"
    try:
        wait_until_up(url, server, log.name)
        yield url
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        # A worker finishes the turn it has begun; after the flood of a journey that may take a while.
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            # The journeys are over; how long a worker's last turn takes is not what they are about.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        log.close()


def wait_until_up(url: str, server: "subprocess.Popen[bytes]", log: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (our own address)
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"the demo did not start:\n{Path(log).read_text('utf-8', 'replace')[-4000:]}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("Debian's Chromium is not installed (apt install chromium)")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Visitor:
    """Somebody in front of a browser of their own."""

    address: str
    context: BrowserContext
    page: Page

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def sign_in(self, username: str) -> None:
        self.open("/masuk/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.address}/papan/")

    def picture(self, name: str) -> None:
        """The page as it is, on a desktop and on a small phone; nothing may stick out sideways."""
        self.page.wait_for_load_state()
        for label, size in (("1280", DESKTOP), ("360", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.page.screenshot(path=PICTURES / f"{name}-{label}.png", full_page=True)
            assert wide <= 0, f"{name} is {wide} px wider than the screen at {label} px"
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def somebody(address: str, browser: Browser) -> Iterator[Visitor]:
    """A browser of one's own; what it refused because of our own headers fails the story."""
    context = browser.new_context(viewport=DESKTOP, locale="id-ID", timezone_id="Asia/Jakarta")  # type: ignore[arg-type]
    refused: list[str] = []
    context.on("console", lambda said: refused.append(said.text) if REFUSED.search(said.text) else None)
    yield Visitor(address, context, context.new_page())
    context.close()
    assert refused == []


@pytest.fixture
def visitor(address: str, browser: Browser) -> Iterator[Visitor]:
    yield from somebody(address, browser)


@pytest.fixture
def second_visitor(address: str, browser: Browser) -> Iterator[Visitor]:
    yield from somebody(address, browser)


@pytest.fixture(scope="session")
def field_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Server"]:
    """A server that a story may stop and start, apart from the one of the other stories."""
    from tests.journeys.phone import Server  # noqa: PLC0415 (which knows this file)

    made = Server(tmp_path_factory.mktemp("field"))
    try:
        made.start("demo", "start")
        yield made
    finally:
        made.stop()


@pytest.fixture
def phone(playwright: Playwright, field_server: "Server") -> Iterator["Phone"]:
    from tests.journeys.phone import a_phone  # noqa: PLC0415

    if field_server.process is None:
        field_server.start()
    with a_phone(playwright, field_server) as made:
        yield made
