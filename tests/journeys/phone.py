"""The officer's phone in a real browser: a server that can go away, and a browser that can be killed.

The browser is a process of our own, so that it can be ended in the middle of a word by its id,
as an empty battery does.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from teduh.cli.demo import PASSWORD
from tests.journeys.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE, PICTURES, REFUSED, free_port, wait_until_up

PIN = "284915"
# The app needs no WebGL, and a machine without a graphics card draws fastest without any.
PLAIN = [flag for flag in FLAGS if "swiftshader" not in flag] + ["--disable-gpu"]
ROWS = """() => new Promise((done) => { const ask = indexedDB.open("teduh-field");
    ask.onsuccess = () => { const base = ask.result; const rooms = [...base.objectStoreNames]; const found = {};
      const look = base.transaction(rooms);
      for (const room of rooms) look.objectStore(room).count().onsuccess = (e) => { found[room] = e.target.result };
      look.oncomplete = () => { base.close(); done(found) } } })"""
# Every sealed row in clear, opened with the PIN as docs/offline.md says: what somebody who knows it would find.
OPENED = """async (pin) => {
    const asked = (ask) => new Promise((done, no) => { ask.onsuccess = () => done(ask.result); ask.onerror = no });
    const letters = (text) => new TextEncoder().encode(text);
    const base = await asked(indexedDB.open("teduh-field"));
    const rows = (room) => asked(base.transaction(room).objectStore(room).getAll());
    const [ring] = await rows("keyring");
    const typed = await crypto.subtle.importKey("raw", letters(pin), "PBKDF2", false, ["deriveBits"]);
    const slow = { name: "PBKDF2", hash: "SHA-256", salt: ring.pin.salt, iterations: ring.pin.rounds };
    const salt = await crypto.subtle.deriveBits(slow, typed, 256);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: letters("teduh-pin") };
    const kind = { name: "AES-GCM", length: 256 };
    const outer = await crypto.subtle.deriveKey(how, ring.secret, kind, false, ["unwrapKey"]);
    const lock = { name: "AES-GCM", iv: ring.pin.iv };
    const key = await crypto.subtle.unwrapKey("raw", ring.pin.bytes, outer, lock, "AES-GCM", false, ["decrypt"]);
    const found = [];
    for (const room of [...base.objectStoreNames].filter((one) => one !== "keyring"))
      for (const { id, iv, bytes } of await rows(room))
        found.push(new TextDecoder().decode(
          await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: letters(id) }, key, bytes)));
    base.close();
    return found.join("\\n") }"""
WAIT_S = 120


@dataclass
class Server:
    """One home with the example district, started and stopped at will on one address."""

    home: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, *command: str) -> None:
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "teduh", *(command or ("serve", "--no-worker"))],
                env=_environment(self.home, self.port),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until_up(f"{self.address}/lapangan/", self.process, str(self.home / "log"))

    def stop(self) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "teduh.sqlite3", timeout=20)) as database:
            return database.execute(query, values).fetchall()


def _environment(home: Path, port: int) -> dict[str, str]:
    told = {**os.environ, "TEDUH_HOME": str(home), "TEDUH_DEMO": "true", "PORT": str(port)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        told.pop(name, None)
    return told


@dataclass
class Phone:
    """A browser with a profile of its own that lives on when the browser is killed."""

    playwright: Playwright
    server: Server
    profile: Path
    # Where the app is reached; a line may lie in between.
    address: str = ""
    language: str = "id-ID"
    process: "subprocess.Popen[bytes] | None" = None
    refused: list[str] = field(default_factory=list)

    def switch_on(self) -> Page:
        assert CHROMIUM
        port = free_port()
        self.process = subprocess.Popen(
            [
                *(CHROMIUM, *PLAIN, "--headless=new", f"--remote-debugging-port={port}", f"--lang={self.language}"),
                *(f"--user-data-dir={self.profile}", "--use-fake-device-for-media-stream"),
                *("--use-fake-ui-for-media-stream", "--window-size=360,780", "--hide-scrollbars", "about:blank"),
            ],
            env={**os.environ, "TZ": "Asia/Jakarta", "LANGUAGE": self.language[:2]},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: _listens(port))
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context: BrowserContext = self.browser.contexts[0]
        self.page = self.context.pages[0]
        # A busy machine is slow, and slowness is not what these stories are about.
        self.page.set_default_timeout(1000 * WAIT_S)
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.context.on("console", lambda said: self.refused.append(said.text) if REFUSED.search(said.text) else None)
        return self.page

    def kill(self) -> None:
        """As an empty battery does: no goodbye."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def open(self, where: str = "") -> Page:
        self.page.goto(f"{self.address or self.server.address}/lapangan/{where}")
        return self.page

    def reload(self) -> Page:
        self.page.reload()
        return self.page

    def sign_in(self, username: str = "wati") -> None:
        """Once, with signal: password, PIN, and the first papers."""
        page = self.open()
        page.click("a.primary")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        self.choose_pin()
        page.wait_for_selector("text=/Isi dari server|Content from the server/")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def choose_pin(self, pin: str = PIN) -> None:
        self.page.wait_for_selector("input.pin >> nth=1")
        for n in range(2):
            self.page.locator("input.pin").nth(n).fill(pin)
        self.page.click("main button.primary")
        self.page.wait_for_selector("header.top")

    def unlock(self, pin: str = PIN) -> Page:
        self.page.wait_for_selector("input.pin")
        self.page.fill("input.pin", pin)
        self.page.click("main button.primary")
        self.page.wait_for_selector("header.top")
        return self.page

    def begin_visit(self, village: str = "Ujanmas") -> Page:
        self.page.click("nav.tabs-below a >> nth=2")
        self.page.click(f"main .cards a:has-text('{village}')")
        self.page.click("main button.primary")
        self.page.wait_for_selector("form.visit")
        return self.page

    def tell_visit(self, situation: str) -> None:
        self.page.fill("form.visit input[maxlength='200']", "balai desa")
        for _ in range(3):
            self.page.click(".stepper >> nth=0 >> button >> nth=1")
        self.page.fill("form.visit > label textarea", situation)

    def finish_visit(self) -> None:
        self.page.click("form.visit button.big")
        self.page.wait_for_selector("textarea.copy")

    def send(self) -> None:
        """By hand, until nothing waits."""
        self.page.click("header.top a.line")
        self.page.click("main button:has-text('Kirim sekarang')")
        self.page.wait_for_selector("a.line:has-text('Semua terkirim')")

    def rows_kept(self) -> dict[str, int]:
        """How many rows lie in each room of the phone, whoever may read them."""
        told: dict[str, int] = self.page.evaluate(ROWS)
        return told

    def opened(self, pin: str = PIN) -> str:
        """All that lies on the phone, as somebody reads it who has phone and PIN."""
        told: str = self.page.evaluate(OPENED, pin)
        return told

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        assert wide <= 0, f"{name} is {wide} px wider than the screen"

    def tell(self) -> None:
        """What the browser refused because of our own headers fails the story."""
        assert self.refused == []


def desk(browser: Browser, server: Server, username: str) -> tuple[BrowserContext, Page]:
    """Somebody of the same district at their desk."""
    context = browser.new_context(viewport=DESKTOP, locale="id-ID", timezone_id="Asia/Jakarta")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.address}/masuk/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{server.address}/papan/")
    return context, page


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def until(true: Callable[[], Any], seconds: float = WAIT_S) -> Any:
    """Wait for another process."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    return true()


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own address)
            return True
    except OSError:
        return False


@contextmanager
def a_phone(playwright: Playwright, server: Server) -> Iterator[Phone]:
    if CHROMIUM is None:
        pytest.skip("Debian's Chromium is not installed (apt install chromium)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        phone = Phone(playwright, server, Path(profile))
        phone.switch_on()
        try:
            yield phone
        finally:
            phone.kill()
        phone.tell()
