"""`python -m benchmarks.abuse_browser`: how long Chromium takes for one try of a riddle, in one worker and in two.

The worker is the built one, served on this machine only. A phone is not measured here.
"""

import functools
import http.server
import json
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import altcha
from playwright.sync_api import sync_playwright

WORKER = Path(__file__).resolve().parents[1] / "src/teduh/web/static/web/build/work-worker.js"
RUNS = 3
SOLVE = """async ([challenge, count]) => {
  const start = performance.now();
  const workers = Array.from({ length: count }, () => new Worker("/work-worker.js", { type: "module" }));
  await Promise.race(workers.map((worker, place) => new Promise((done) => {
    worker.onmessage = done;
    worker.postMessage({ challenge, counterStart: place, counterStep: count, type: "work" });
  })));
  workers.forEach((worker) => worker.terminate());
  return performance.now() - start;
}"""


def exact(tries: int) -> dict[str, Any]:
    """A riddle that takes exactly so many tries; nobody checks its answer, so it is not signed."""
    riddle: dict[str, Any] = altcha.create_challenge("PBKDF2/SHA-256", 1_000, counter=tries - 1).to_dict()
    return riddle


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_told: object) -> None:
        """Nothing."""


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or not WORKER.exists():
        sys.stdout.write("This needs Debian's Chromium and the built front end (make env).\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="teduh-abuse-") as folder, sync_playwright() as playwright:
        shutil.copy(WORKER, folder)
        (Path(folder) / "index.html").write_text("<p>x</p>", encoding="utf-8")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://localhost:{server.server_address[1]}/")
        figures = {}
        print(f"{'workers':>8}{'tries':>8}{'ms each, best of ' + str(RUNS):>24}")
        for workers in (1, 2):
            for tries in (400, 3_200):
                riddle = exact(tries)
                best = min(page.evaluate(SOLVE, [riddle, workers]) for _ in range(RUNS)) / tries
                figures[f"{workers}x{tries}"] = round(best, 3)
                print(f"{workers:>8}{tries:>8}{best:>24.3f}")
        browser.close()
        server.shutdown()
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
