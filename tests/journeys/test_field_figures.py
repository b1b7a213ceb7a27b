"""What the app weighs, how fast it opens without signal, what Lighthouse says; its reports stay in build/journeys."""

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.phone import WHEN_PIN
from benchmarks.phone_line import Line
from tests.journeys.conftest import CHROMIUM, PICTURES
from tests.journeys.phone import Phone, Server, until

pytestmark = pytest.mark.journey

LIGHTHOUSE = Path(__file__).parent / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
FIRST_LOAD_BYTES = 200_000
ASKED = ("performance", "accessibility", "best-practices")
PAGES = {"app": ("/lapangan/", 95), "report": ("/lapor/", 98), "facts": ("/fakta/", 98), "home": ("/", 98)}
GPS = b"Exif"


def test_the_first_load_is_light_and_the_app_then_opens_from_the_phone(phone: Phone, field_server: Server) -> None:
    line = Line(field_server.port)
    with line.opened():
        phone.address = f"http://localhost:{line.port}"
        phone.open()
        phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert line.down_bytes < FIRST_LOAD_BYTES
        phone.sign_in()
        before = line.down_bytes
        phone.page.add_init_script(WHEN_PIN)
        phone.reload()
        phone.page.wait_for_selector("input.pin")

        # The page, its styles and its script came from the phone: the line was not asked for them again.
        assert line.down_bytes - before < 4_000
    figures = {"first_load_bytes": before, "open_ms": round(phone.page.evaluate("window.pinAt"))}
    (PICTURES / "field-figures.json").write_text(json.dumps(figures))


def test_where_a_photo_was_taken_never_leaves_the_phone(phone: Phone, field_server: Server) -> None:
    line = Line(field_server.port, heard=bytearray())
    with line.opened():
        phone.address = f"http://localhost:{line.port}"
        phone.sign_in()
        phone.begin_visit("Pengandonan")
        phone.tell_visit("Dengan foto.")
        phone.page.click("form.visit > details:has(.photos) summary")
        taken = with_place()
        assert GPS in taken
        phone.page.set_input_files(
            "input[type=file]", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": taken}]
        )
        phone.page.wait_for_selector(".photos img")
        phone.finish_visit()
        until(lambda: field_server.rows("select count(*) from respond_visitfile where kind = 'photo'")[0][0] == 1)
        assert line.heard is not None
        sent = bytes(line.heard)

    assert b"\xff\xd8\xff" in sent
    assert GPS not in sent


def with_place() -> bytes:
    """A JPEG as a camera writes it, with the place in it."""
    made, told = io.BytesIO(), Image.Exif()
    told[0x8825] = {1: "S", 2: (4.0, 6.0, 0.0), 3: "E", 4: (103.0, 54.0, 0.0)}
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(made, "JPEG", exif=told)
    return made.getvalue()


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_finds_little_to_say(name: str, field_server: Server) -> None:
    node = shutil.which("node")
    if node is None or CHROMIUM is None or not LIGHTHOUSE.exists():
        pytest.skip("Lighthouse is not installed (sh frontend/build.sh lighthouse)")
    if field_server.process is None:
        field_server.start()
    path, least = PAGES[name]
    told = PICTURES / f"lighthouse-{name}"
    subprocess.run(
        [
            *(node, str(LIGHTHOUSE), f"{field_server.address}{path}", "--quiet", "--output=json", "--output=html"),
            *(f"--output-path={told}", f"--only-categories={','.join(ASKED)}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run",
        ],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        check=True,
        timeout=240,
    )
    said = json.loads(told.with_suffix(".report.json").read_text("utf-8"))["categories"]
    scores = {kind: round(said[kind]["score"] * 100) for kind in ASKED}

    assert {kind: score for kind, score in scores.items() if score < least} == {}
