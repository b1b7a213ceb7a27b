"""What a phone transfers when it opens the app for the first time: the page and everything that it then keeps."""

import gzip
import http.client
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks.sync_server import Server

PAGE: Final = "/lapangan/"
# What the page asks for, and the two addresses that its script asks for at once.
_ASKED: Final = re.compile(r"""<(?:link|script|img|body)[^>]*>""")
_ADDRESS: Final = re.compile(r"""\s(?:href|src|data-worker|data-words)="(/[^"]+)\"""")
_KEPT: Final = re.compile(r"__KEPT\s*=\s*(\[.*?\]);", re.DOTALL)


def first_load(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Bytes on the wire, heads and compressed bodies, of each address once."""
    gather = "import django; django.setup(); from teduh.cli.serve import collect_static; collect_static()"
    subprocess.run([sys.executable, "-c", gather], env=environment, check=True)
    server = Server(environment, folder / "load.log")
    server.start()
    try:
        sizes = _sizes(server.port)
    finally:
        server.stop()
    if not sizes:
        print("the app shell is not built here: no first load to measure")
        return {"first_load_kb": None}
    print("first load, bytes on the wire")
    for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"  {size:>8}  {path}")
    return {"first_load_kb": round(sum(sizes.values()) / 1_000, 1)}


def _sizes(port: int) -> dict[str, int]:
    status, page, size = _get(port, PAGE)
    if status != 200:
        return {}
    sizes = {PAGE: size}
    waiting = [path for tag in _ASKED.findall(page) for path in _ADDRESS.findall(tag)]
    while waiting:
        path = waiting.pop()
        if path in sizes:
            continue
        status, content, sizes[path] = _get(port, path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        kept = _KEPT.search(content)
        waiting += [one["url"] if isinstance(one, dict) else one for one in json.loads(kept[1])] if kept else []
    return sizes


def _get(port: int, path: str) -> tuple[int, str, int]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 20
    clear = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return answer.status, clear.decode("utf-8", "replace"), head + len(body)
