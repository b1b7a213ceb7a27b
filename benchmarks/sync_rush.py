"""Sixty officers come back into signal at the same moment, each with a full day: how long until all of it is stored?"""

import hashlib
import http.client
import json
import random
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from benchmarks.sync_phone import Officer
from benchmarks.sync_server import Server
from benchmarks.sync_world import make_officers, now
from teduh.listen import receipts
from teduh.places.keys import new_id

VISITS, PHOTOS, REPORTS = 15, 40, 30
SIDE: Final = 1_280
PROCESSES: Final = 2


def rush(number: int, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The seconds from the first request of anybody to the last answer of the last one."""
    officers = _officers(number)
    pictures = [_picture(random.Random(n)) for n in range(5)]
    server = Server(environment, folder / "rush.log", processes=PROCESSES)
    server.start()
    _warm(officers, server.port)
    gate = threading.Barrier(number + 1)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        with ThreadPoolExecutor(number) as pool:
            days = [pool.submit(_day, officer, pictures, server.port, gate) for officer in officers]
            gate.wait()
            began = time.monotonic()
            took = sorted(day.result() for day in days)
            whole = time.monotonic() - began
    finally:
        server.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    _check(number)
    size_kb = round(sum(map(len, pictures)) / len(pictures) / 1_000)
    print(f"{number} officers at once: {VISITS} visits, {PHOTOS} photos of {size_kb} kB, {REPORTS} reports each")
    print(f"  first done {took[0]:.1f} s, half {took[len(took) // 2]:.1f} s, all {whole:.1f} s; {PROCESSES} processes")
    print(f"  the server was busy for {busy:.0f} s of one core, with its start")
    return {"sixty_officers_s" if number == 60 else "officers_s": round(whole, 1)}


def _warm(officers: list[Officer], port: int) -> None:
    """Each process of a server that stands ready has read its program; the first request to it would wait for that."""
    with ThreadPoolExecutor(8 * PROCESSES) as pool:
        list(pool.map(_look, officers[: 8 * PROCESSES], [port] * len(officers)))


def _look(officer: Officer, port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    _call(line, officer, "POST /lapangan/ambil", b'{"cursor": ""}')
    line.close()


def _officers(number: int) -> list[Officer]:
    from teduh.places.models import Unit
    from teduh.trust.models import Person

    if not Unit.objects.exists():
        return make_officers(number, at=now())
    from teduh.field.actions import register
    from teduh.places.models import Posting

    found = []
    for person in Person.objects.filter(role="village_officer").order_by("pk")[:number]:
        codes = tuple(Posting.objects.filter(person=person).values_list("village", flat=True))
        token = register(phone_id=new_id(), label="HP", by=person, at=now()).token
        found.append(Officer(str(person.pk), token, codes))
    return found


def _picture(rng: random.Random) -> bytes:
    """What the app makes of a photo: 1,280 pixels wide, JPEG, rid of everything else."""
    image = Image.new("RGB", (SIDE // 10, SIDE * 3 // 40))
    count = image.width * image.height
    image.putdata([(rng.randrange(60, 200), rng.randrange(60, 200), rng.randrange(60, 200)) for _ in range(count)])
    out = BytesIO()
    image.resize((SIDE, SIDE * 3 // 4), Image.Resampling.BICUBIC).save(out, "JPEG", quality=70)
    return out.getvalue()


def _day(officer: Officer, pictures: list[bytes], port: int, gate: threading.Barrier) -> float:
    visits, acts = _made(officer)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    gate.wait()
    began = time.monotonic()
    _call(line, officer, "POST /lapangan/ambil", b'{"cursor": ""}')
    _push(line, officer, acts)
    shown = []
    for n in range(PHOTOS):
        pk, content = str(new_id()), pictures[n % len(pictures)]
        digest = hashlib.sha256(content).hexdigest()
        told = {"Teduh-Offset": "0", "Teduh-Length": str(len(content)), "Teduh-Sha256": digest, "Teduh-Piece": digest}
        _call(line, officer, f"PUT /lapangan/berkas/{pk}", content, told)
        shown.append(_act(officer, "visit.photo", {"visit": visits[n % VISITS], "file": pk}))
        if len(shown) == 10:
            _push(line, officer, shown)
            shown = []
    _push(line, officer, shown)
    _call(line, officer, "POST /lapangan/ambil", b'{"cursor": ""}')
    line.close()
    return time.monotonic() - began


def _made(officer: Officer) -> tuple[list[str], list[dict[str, Any]]]:
    visits, acts = [], []
    for n in range(VISITS):
        ended = now() - timedelta(minutes=30 * n)
        visits.append(str(new_id()))
        told = {
            "visit": visits[-1],
            "village": officer.villages[n % len(officer.villages)],
            "activity": "visit",
            "started_at": (ended - timedelta(minutes=20)).isoformat(),
            "ended_at": ended.isoformat(),
            "people": [{"role": "warga", "count": 12}, {"role": "tokoh agama", "count": 1}],
            "questions": [{"question": "Kapan TPS dibuka?", "answer": "Pukul tujuh."}],
            "promises": [{"text": "Lampu jalan", "owner": "Kades", "due_on": str((ended + timedelta(days=7)).date())}],
            "situation": "Aman, warga menunggu hari pemungutan suara dengan tenang.",
        }
        acts.append(_act(officer, "visit.record", told))
    for n in range(REPORTS):
        report = {"report": str(new_id()), "code": receipts.make_code(), "village": officer.villages[0]}
        acts.append(_act(officer, "report.enter", report | {"text": f"kata orang di warung, ada kabar baru nomor {n}"}))
    return visits, acts


def _act(officer: Officer, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    told = {"id": str(new_id()), "kind": kind, "form": 1, "person": officer.person, "made_at": now().isoformat()}
    return told | {"body": body}


def _push(line: http.client.HTTPConnection, officer: Officer, acts: list[dict[str, Any]]) -> None:
    if not acts:
        return
    got = json.loads(_call(line, officer, "POST /lapangan/kirim", json.dumps({"acts": acts}).encode()))
    later = {answer["id"] for answer in got["answers"] if answer["outcome"] == "later"}
    wrong = [answer for answer in got["answers"] if not answer["stored"] and answer["id"] not in later]
    if wrong:
        raise SystemExit(f"not stored: {wrong[0]}")
    # A busy server asks for patience; the same acts go again.
    _push(line, officer, [act for act in acts if act["id"] in later])


def _call(
    line: http.client.HTTPConnection, officer: Officer, address: str, body: bytes, more: dict[str, str] | None = None
) -> bytes:
    method, path = address.split()
    headers = {"Authorization": f"Teduh {officer.token}", "Content-Type": "application/json", "Host": "127.0.0.1"}
    line.request(method, path, body, headers | (more or {}))
    answer = line.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{method} {path}: {answer.status} {content[:300]!r}")
    return content


def _check(number: int) -> None:
    """Whether everything is there that was counted."""
    from teduh.listen.models import Report
    from teduh.respond.models import Visit
    from teduh.respond.visitfiles import VisitFile

    rush_only = {"visits": Visit.objects.filter(situation__startswith="Aman, warga").count()}
    rush_only["photos"] = VisitFile.objects.filter(visit__situation__startswith="Aman, warga").count()
    rush_only["reports"] = sum(report.text.startswith("kata orang") for report in Report.objects.iterator())
    expected = {"visits": number * VISITS, "photos": number * PHOTOS, "reports": number * REPORTS}
    if rush_only != expected:
        raise SystemExit(f"stored {rush_only}, sent {expected}")
