"""A day of two officers of one village: visits, photos, reports, a promise, and one visit told again by both."""

import json
import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from benchmarks.sync_line import Cut, Flying, Line
from benchmarks.sync_phone import TRIES, Officer, Phone, Refused
from benchmarks.sync_world import Truth, now
from teduh.listen import receipts
from teduh.places.keys import new_id

# The doc's waits, thousand times faster: what matters is the order of things, not how long a phone dozes.
WAIT_S: Final = (0.005, 0.3)
SKEW_HOURS: Final = 24


@dataclass
class Pair:
    """Two phones, their truth, and what went wrong with them."""

    phones: list[Phone]
    skews: list[timedelta]
    rng: random.Random
    truth: Truth = field(default_factory=Truth)
    trouble: list[str] = field(default_factory=list)
    repeats: int = 0


def photo(rng: random.Random, *, side: int = 320, points: int = 24) -> bytes:
    """A small JPEG with something in it, so that it has a few pieces."""
    image = Image.new("RGB", (points, points))
    image.putdata([(rng.randrange(256), rng.randrange(256), rng.randrange(256)) for _ in range(points * points)])
    out = BytesIO()
    image.resize((side, side * 3 // 4)).save(out, "JPEG", quality=70)
    return out.getvalue()


def own_word() -> str:
    """A word that is nowhere else. Letters only: the server masks what looks like a telephone number."""
    return new_id().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def make_pair(officers: list[Officer], folder: Path, port: int, seed: int, flying: Flying) -> Pair:
    rng = random.Random(seed)
    phones = []
    for officer in officers:
        line = Line(port, random.Random(rng.random()), fault=0.35, double=0.08, flying=flying)
        phones.append(Phone(officer, folder / f"{new_id()}.sqlite3", line))
    return Pair(phones, [timedelta(hours=rng.uniform(-SKEW_HOURS, SKEW_HOURS)) for _ in phones], rng)


def live(pair: Pair) -> Pair:
    """The day: work, send, both tell one visit again without seeing each other, send, and a person decides."""
    try:
        shared = _work(pair)
        _send_all(pair)
        _tell_again(pair, shared)
        _send_all(pair)
        _settle(pair, shared)
        _send_all(pair)
    except Refused as refused:
        pair.trouble.append(str(refused))
    for phone in pair.phones:
        pair.trouble += [json.dumps(answer, ensure_ascii=False) for answer in phone.refused]
        pair.trouble += [f"never sent: {act['kind']} {act['id']}" for act in phone.queued()]
        phone.store.close()
    return pair


def _clock(pair: Pair, phone: Phone) -> datetime:
    """What the phone takes the time to be."""
    return now() + pair.skews[pair.phones.index(phone)]


def _act(pair: Pair, phone: Phone, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    act = phone.make(kind, body, made_at=_clock(pair, phone).isoformat())
    pair.truth.acts[act["id"]] = kind
    if pair.rng.random() < 0.1:
        phone.kill()
    return act


def _work(pair: Pair) -> dict[str, Any]:
    """Without signal: each officer records visits and reports; the first visit of the first one had both there."""
    shared: dict[str, Any] = {}
    for phone in pair.phones:
        for n in range(pair.rng.randint(1, 2)):
            told = _visit(pair, phone)
            if not shared:
                shared = told
            if n == 0:
                file = phone.add_file(photo(pair.rng))
                _act(pair, phone, "visit.photo", {"visit": told["visit"], "file": str(file)})
                pair.truth.files[told["visit"]] = 1
        report = {"report": str(new_id()), "code": receipts.make_code(), "text": f"ramai di pasar {own_word()}"}
        _act(pair, phone, "report.enter", report | {"village": phone.officer.villages[0]})
        pair.truth.reports.add(report["report"])
    return shared


def _visit(pair: Pair, phone: Phone) -> dict[str, Any]:
    ended = _clock(pair, phone)
    told = {
        "visit": str(new_id()),
        "village": pair.rng.choice(phone.officer.villages),
        "activity": "visit",
        "started_at": (ended - timedelta(minutes=20)).isoformat(),
        "ended_at": ended.isoformat(),
        "officers": [phone.officer.colleague],
        "people": [{"role": "warga", "count": pair.rng.randint(1, 40)}],
        "questions": [{"question": "Kapan TPS dibuka?", "answer": "Pukul tujuh."}],
        "promises": [
            {"text": f"Lampu jalan {own_word()}", "owner": "Kades", "due_on": str((ended + timedelta(days=7)).date())}
        ],
        "situation": f"kata {own_word()}",
    }
    _act(pair, phone, "visit.record", told)
    pair.truth.visits[told["visit"]] = 1
    pair.truth.tellings[told["visit"]] = [told["situation"]]
    return told


def _send_all(pair: Pair) -> None:
    """Until both outboxes are empty, in turns; a cut, a dead server, a killed or updated app in between."""
    for attempt in range(TRIES):
        waiting = [phone for phone in pair.phones if phone.queued()]
        if not waiting:
            return
        phone = pair.rng.choice(waiting)
        try:
            phone.exchange(shuffled=pair.rng.random() < 0.3)
        except Cut:
            time.sleep(min(WAIT_S[0] * 2 ** min(attempt, 6), WAIT_S[1]))
        chance = pair.rng.random()
        if chance < 0.05:
            phone.kill()
        elif chance < 0.15:
            phone.update_app(killed_half_way=pair.rng.random() < 0.3)


def _certain(pair: Pair, phone: Phone, deed: str) -> None:
    """Ask until there is an answer."""
    for _attempt in range(TRIES):
        try:
            return phone.pull() if deed == "pull" else None
        except Cut:
            time.sleep(WAIT_S[1] / 10)
    pair.trouble.append(f"no answer to {deed}")


def _tell_again(pair: Pair, shared: dict[str, Any]) -> None:
    """Both officers correct the shared visit from its first version; one also keeps its promise; an old act again."""
    for phone in pair.phones:
        told = _again(shared, base=1)
        _act(pair, phone, "visit.correct", told)
        pair.truth.tellings[shared["visit"]].append(told["situation"])
    pair.truth.clashes += 1
    first = pair.phones[0]
    _certain(pair, first, "pull")
    paper = first.paper(f"village/{shared['village']}")
    ours = shared["promises"][0]["text"]
    promise = next((one for one in paper["promises"] if one["text"] == ours), None) if paper else None
    if promise is None:
        pair.trouble.append("a promise was not among the papers")
    else:
        # A phone whose clock is behind would keep it before it was made; its officer looks at a calendar.
        body = {"promise": promise["id"], "kept_on": str(max(now(), _clock(pair, first)).date()), "outcome": "Sudah."}
        _act(pair, first, "promise.keep", body)
        pair.truth.kept.add(promise["id"])
    stored = [json.loads(row[0]) for row in first.store.execute("SELECT told FROM acts WHERE state = 'stored'")]
    for act in pair.rng.sample(stored, k=min(2, len(stored))):
        try:
            if first.send_again(act) != "known":
                pair.trouble.append(f"a repeat was not known: {act['kind']} {act['id']}")
            pair.repeats += 1
        except Cut:
            continue


def _again(shared: dict[str, Any], *, base: int) -> dict[str, Any]:
    kept = ("visit", "activity", "started_at", "ended_at", "people", "questions")
    return {name: shared[name] for name in kept} | {"base": base, "situation": f"kata {own_word()}"}


def _settle(pair: Pair, shared: dict[str, Any]) -> None:
    """The second officer sees both sides on the phone and tells the visit as it was."""
    phone = pair.phones[1]
    _certain(pair, phone, "pull")
    seen = next((one for one in phone.paper("visits") or [] if one["visit"] == shared["visit"]), None)
    if seen is None or len(seen["differences"]) != 1:
        pair.trouble.append(f"the two sides were not shown: {seen}")
        return
    both = {seen["account"]["situation"], seen["differences"][0]["account"]["situation"]}
    if both != set(pair.truth.tellings[shared["visit"]][1:]):
        pair.trouble.append(f"other sides were shown: {both}")
    told = seen["account"] | {"visit": shared["visit"], "base": seen["version"], "situation": f"kata {own_word()}"}
    _act(pair, phone, "visit.correct", told | {"settles": [seen["differences"][0]["id"]]})
    pair.truth.tellings[shared["visit"]].append(told["situation"])
