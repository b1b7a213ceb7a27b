"""`python -m benchmarks.phone`: what the officer's app weighs, how fast it opens, and a day over 50 kbit/s.

Opening is without server and network.

A real Chromium, a real server, a line that counts (`phone_line`). The day is written through the screens, as an officer
would: 15 visits, 40 photos, 30 reports. `--share 0.1` sends a tenth of it; `--bits` sets the line.
"""

import argparse
import io
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.phone_line import Line
from benchmarks.phone_visit import measure_visit

VISITS, PHOTOS, REPORTS = 15, 40, 30
CAMERA: Final = (4000, 3000)
SLOWER: Final = 4
OPENS: Final = 5
# Noted by the page itself, in its own time, from the first moment of the navigation.
WHEN_PIN = """new MutationObserver((_, eye) => {
  if (document.querySelector("input.pin")) { window.pinAt ??= performance.now(); eye.disconnect(); }
}).observe(document, { childList: true, subtree: true })"""


def photos(count: int) -> Iterator[bytes]:
    """Pictures of the size and noise of a phone's camera; the scenes come with scikit-image."""
    import skimage  # noqa: PLC0415 (only a machine with the extras for developing has it)

    folder = Path(skimage.__file__).parent / "data"
    names = ("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "motorcycle_left.png", "retina.jpg")
    chance = np.random.default_rng(7)
    for n in range(count):
        scene = Image.open(folder / names[n % len(names)]).convert("RGB").resize(CAMERA, Image.Resampling.BICUBIC)
        noisy = np.asarray(scene, dtype=np.float32) + chance.normal(0, 5, (*scene.size[::-1], 1)).astype(np.float32)
        made = io.BytesIO()
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(made, "JPEG", quality=90)
        yield made.getvalue()


def write_day(page: Page, share: float) -> dict[str, int]:
    visits, reports, pictures = (max(1, round(n * share)) for n in (VISITS, REPORTS, PHOTOS))
    waiting = photos(pictures)
    for n in range(visits):
        _write_visit(page, n, [*_some(waiting, pictures // visits + (n < pictures % visits))])
    for n in range(reports):
        page.click("nav.tabs-below a >> nth=0")
        page.click("main button:has-text('laporan warga')")
        page.fill("form textarea", f"Laporan {n}: ada rombongan adu mulut soal baliho di simpang pasar, sudah dilerai.")
        page.click("form button.big")
        page.click("main button:has-text('Kode sudah dicatat')")
    return {"visits": visits, "photos": pictures, "reports": reports}


def _some(waiting: Iterator[bytes], count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield next(waiting)


def _write_visit(page: Page, n: int, pictures: list[bytes]) -> None:
    page.click("nav.tabs-below a >> nth=2")
    page.click(f"main .cards > li >> nth={n % 3} >> a")
    page.click("main button.primary")
    page.fill("form.visit input[maxlength='200']", f"balai dusun {n}")
    page.click(".stepper >> nth=0 >> button >> nth=1")
    page.click("summary:has-text('Tanya jawab')")
    page.fill("textarea >> nth=0", "Kapan lampu gang dua menyala lagi, sudah seminggu gelap dan anak-anak takut lewat?")
    page.fill("textarea >> nth=1", "Minggu depan, perangkat desa sudah memesan kabelnya.")
    page.fill("form.visit > label textarea", "Situasi aman. Warga bertanya soal lampu gang dan jadwal ronda. " * 3)
    page.click("summary:has-text('Foto dan suara')")
    for place, picture in enumerate(pictures):
        page.set_input_files("input[type=file]", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture}])
        page.wait_for_selector(f".photos img >> nth={place}")
    page.click("form.visit button.big")
    page.wait_for_selector("textarea.copy")


def opens(phone: Any) -> list[float]:
    """Milliseconds from the tap to the PIN, without server and network, on a processor four times slower."""
    took = []
    for _ in range(OPENS):
        phone.kill()
        page = phone.switch_on()
        phone.context.set_offline(True)
        page.add_init_script(WHEN_PIN)
        phone.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        phone.open()
        page.wait_for_selector("input.pin")
        took.append(float(page.evaluate("window.pinAt")))
    return sorted(took)


def unlock_ms(phone: Any) -> float:
    """From the last digit to the day's page, with 600,000 rounds, on the slowed processor."""
    began = time.perf_counter()
    phone.unlock()
    return (time.perf_counter() - began) * 1000


def weigh(phone: Any) -> dict[str, float]:
    """What the day takes on the phone: what the browser says, and what lies in its folders."""
    told = phone.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    lies = sum(path.stat().st_size for path in phone.profile.rglob("*") if path.is_file() and "IndexedDB" in str(path))
    return {"storage_mb": round(told / 1e6, 2), "on_disk_mb": round(lies / 1e6, 2)}


def send_day(phone: Any, line: Line, limit_s: float) -> dict[str, Any]:
    line.up_bytes = line.down_bytes = 0
    began = time.monotonic()
    phone.context.set_offline(False)
    phone.page.click("nav.tabs-below a >> nth=4")
    while time.monotonic() - began < limit_s:
        if phone.page.locator("a.line:has-text('Semua terkirim')").count():
            break
        # Untouched for five minutes the phone locks itself, and a locked phone has no key to send with.
        phone.page.keyboard.press("Shift")
        if phone.page.locator("button:has-text('Kirim sekarang'):enabled").count():
            phone.page.click("button:has-text('Kirim sekarang')")
        phone.page.wait_for_timeout(2_000)
    left = phone.page.locator("a.line:has-text('Semua terkirim')").count() == 0
    seconds = time.monotonic() - began
    return {
        "sent_all": not left,
        "send_s": round(seconds, 1),
        "up_mb": round(line.up_bytes / 1e6, 2),
        "segments_lost": line.lost,
        "cuts": line.cuts,
    }


def measure(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    from tests.journeys.phone import Server, a_phone  # noqa: PLC0415 (after Django)

    server = Server(home)
    server.start("demo", "start")
    line = Line(server.port)
    try:
        with sync_playwright() as playwright, line.opened(), a_phone(playwright, server) as phone:
            phone.address = f"http://localhost:{line.port}"
            phone.open()
            phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            phone.page.wait_for_timeout(1_500)
            figures: dict[str, Any] = {"first_load_kb": round(line.down_bytes / 1000, 1)}
            phone.sign_in()
            phone.context.set_offline(True)
            figures |= measure_visit(phone.page)
            figures |= write_day(phone.page, asked.share) | weigh(phone)
            server.stop()
            took = opens(phone)
            figures |= {"open_ms": round(took[len(took) // 2]), "open_ms_worst": round(took[-1])}
            figures["unlock_ms"] = round(unlock_ms(phone))
            server.start()
            line.bits_per_second, line.loss, line.cut_after_bytes = asked.bits, asked.loss, asked.cut
            return figures | send_day(phone, line, asked.limit)
    finally:
        server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="how much of the day")
    parser.add_argument("--bits", type=float, default=50_000, help="bits a second")
    parser.add_argument("--loss", type=float, default=0.05)
    parser.add_argument("--cut", type=int, default=400_000, help="a connection is cut after so many bytes")
    parser.add_argument("--limit", type=float, default=7_200, help="seconds to wait for the day to be sent")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="teduh-phone-") as home:
        figures = measure(Path(home), asked)
    for name, value in figures.items():
        print(f"{name:>16}  {value}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main())
