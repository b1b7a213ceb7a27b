"""`python -m benchmarks.abuse`: what a flood does to honest senders, and how well copied texts are found.

Intake runs on a clock of its own, ten minutes in each story: one address, a machine that floods, and 500 people who
send once each, half of them without script; who comes first within a second is drawn by lot. A person with script works
as long as a cheap phone is assumed to: `PHONE` times slower than one core here, on four workers. Copied texts are those
of the simulated season (docs/cores/season.md), whose truth is known; the seeds are not the ones that the rules were
tried on. The last line is one JSON object.
"""

import argparse
import csv
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

PHONE, WORKERS = 8, 4
# More than one try takes in Chromium here (`benchmarks.abuse_browser`), fixed so that a busy machine changes no story.
TRY_MS = 0.35
SECONDS, PEOPLE, STREET = 600, 500, 1
FLOOD = "SEBARKAN!! Kades sudah menjual suara satu kampung, jangan mau datang ke TPS besok pagi, viralkan!!"
SEEDS = range(2_000, 2_010)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--a-second", type=int, default=20, help="sends a second of the flooding machine")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="teduh-abuse-") as folder:
        os.environ.update(TEDUH_HOME=folder, DATABASE_URL="", DJANGO_SETTINGS_MODULE="teduh.config.settings")
        import django  # noqa: PLC0415 (needs the settings above)

        django.setup()
        figures = {"riddle": riddle_costs(), "intake": intake(asked.a_second), "bursts": detection(), "speed": speed()}
    print(json.dumps(figures))
    return 0


def line(what: str, *figures: object) -> None:
    print(f"{what:<58}" + "".join(f"{figure!s:>14}" for figure in figures))


def riddle_costs() -> dict[str, float]:
    """What a riddle costs here and, by the assumed factor, on a cheap phone."""
    import altcha  # noqa: PLC0415

    from teduh.listen import slowing  # noqa: PLC0415
    from teduh.trust import work  # noqa: PLC0415

    start = time.perf_counter()
    riddles = [work.riddle("form", 400, 0.0) for _ in range(200)]
    make_ms = (time.perf_counter() - start) * 5
    challenge = altcha.Challenge.from_dict(riddles[0])
    try_ms = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        solution = altcha.solve_challenge(challenge)
        assert solution is not None
        try_ms = min(try_ms, (time.perf_counter() - start) * 1_000 / (solution.counter + 1))
    answer = altcha.Payload(challenge, solution).to_base64()
    start = time.perf_counter()
    for n in range(500):
        work.is_solved(answer, subject="form", send=str(n), now=0.0)
    check_us = (time.perf_counter() - start) * 2_000
    line("riddle: made here, ms", f"{make_ms:.2f}")
    line("riddle: checked here, µs", f"{check_us:.0f}")
    line("riddle: one try on one core here, ms (best of five)", f"{try_ms:.3f}")
    for step, (tries, wait) in enumerate(zip(slowing.TRIES, slowing.WAITS_S, strict=True)):
        seconds = phone_s(tries * 0.75, try_ms)
        line(f"  step {step}: mean tries, s on a cheap phone, wait in s", round(tries * 0.75), f"{seconds:.1f}", wait)
    a_second = 8_000 / try_ms / (slowing.TRIES[-1] * 0.75)
    line("reports a second of a machine with eight such cores", f"{a_second:.1f}")
    return {"make_ms": round(make_ms, 2), "check_us": round(check_us), "try_ms": round(try_ms, 3)}


def phone_s(tries: float, try_ms: float) -> float:
    return tries * try_ms * PHONE / WORKERS / 1_000


@dataclass
class Told:
    """What became of one story."""

    flooded: int = 0
    waits: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    lost: int = 0

    @property
    def served(self) -> float:
        return (len(self.waits) + len(self.worked)) / PEOPLE


def intake(a_second: int) -> dict[str, Any]:
    """Stories of ten minutes; each prints its row."""
    stories: tuple[tuple[str, str, Callable[[int], str] | None, bool], ...] = (
        ("quiet", "no flood", None, False),
        ("copies", "one text, answers ignored", lambda _n: FLOOD, False),
        ("copies_wait", "one text, every note redeemed", lambda _n: FLOOD, True),
        ("varied", "other words each time, answers ignored", words, False),
        ("varied_wait", "other words each time, every note redeemed", words, True),
    )
    print(f"\nIntake: {PEOPLE} people on one address in {SECONDS} s, the machine sends {a_second} a second")
    line("flood", "served", "no script s", "(95 %)", "script s", "flood/min")
    figures = {}
    for key, name, text, redeems in stories:
        told = story(a_second, text, redeems=redeems)
        waits, works = sorted(told.waits) or [0.0], told.worked or [0.0]
        line(
            name,
            f"{told.served:.1%}",
            f"{statistics.median(waits):.0f}",
            f"{waits[int(0.95 * (len(waits) - 1))]:.0f}",
            f"{statistics.median(works):.1f}",
            f"{told.flooded / (SECONDS / 60):.0f}",
        )
        figures[key] = {
            "served": round(told.served, 4),
            "wait_95_s": round(waits[int(0.95 * (len(waits) - 1))]),
            "flood_per_min": round(told.flooded / (SECONDS / 60), 1),
        }
    return figures


def words(number: int) -> str:
    luck = random.Random(number)
    return " ".join(f"kata{luck.randrange(100_000)}" for _ in range(14))


def story(a_second: int, text: Callable[[int], str] | None, *, redeems: bool) -> Told:
    """A person without script presses Send again when the wait is over, up to five times; then they are lost."""
    from teduh.listen import slowing  # noqa: PLC0415
    from teduh.trust import work  # noqa: PLC0415

    slowing.forget()
    make_riddle, work.riddle = work.riddle, lambda *_asked: {}  # type: ignore[assignment]
    told, luck, number = Told(), random.Random(1), 0
    arrivals = sorted(luck.uniform(0, SECONDS - 1) for _ in range(PEOPLE))
    people: list[tuple[float, float, int, slowing.Send]] = []
    notes: list[tuple[float, slowing.Send]] = []
    try:
        for second in range(SECONDS + 400):
            now = float(second)
            flooding = text is not None and second < SECONDS
            due = [one for ready, one in notes if ready <= now] if flooding else []
            notes = [pair for pair in notes if pair[0] > now]
            fresh = [_send(text(number + n)) for n in range(a_second)] if flooding and text else []
            number += len(fresh)
            coming = [person for person in people if person[0] <= now]
            people = [person for person in people if person[0] > now]
            while arrivals and arrivals[0] <= now:
                coming.append((now, arrivals.pop(0), 0, _send(words(-len(arrivals) - 1))))
            turns = [*coming, *due, *fresh]
            luck.shuffle(turns)
            for turn in turns:
                if isinstance(turn, tuple):
                    _person(told, people, turn, now)
                elif slowing.may_send(turn, now):
                    told.flooded += 1
                elif (asked := slowing.slow(turn, now)) and redeems:
                    notes.append((now + asked.wait_s, _send(turn.text, turn.ticket, asked.note)))
    finally:
        work.riddle = make_riddle
    return told


def _send(text: str, ticket: str = "", note: str = "") -> Any:
    from teduh.listen import receipts, slowing  # noqa: PLC0415

    return slowing.Send(STREET, ticket or receipts.new_ticket(), text, text, note=note)


def _person(told: Told, people: list[Any], person: tuple[float, float, int, Any], now: float) -> None:
    """Every second person has script: their phone works as long as the riddle of that moment takes, and is served."""
    from teduh.listen import slowing  # noqa: PLC0415

    _ready, started, tried, send = person
    if slowing.may_send(send, now):
        told.waits.append(now - started)
        return
    has_script = len(told.worked) <= len(told.waits)
    step = slowing.price(send.network, now)
    asked = slowing.slow(send, now)
    if has_script and not tried:
        told.worked.append(phone_s(slowing.TRIES[step] * 0.75, TRY_MS))
    elif tried == 5:
        told.lost += 1
    else:
        people.append((now + asked.wait_s, started, tried + 1, _send(send.text, send.ticket, asked.note)))


def detection() -> dict[str, float]:
    """Floods of ten seasons: how many of their messages are found, and what else is taken for a burst."""
    import numpy as np  # noqa: PLC0415

    from teduh.cores.season import Land, Village, message, simulate  # noqa: PLC0415
    from teduh.cores.season.table import Source  # noqa: PLC0415
    from teduh.cores.text import bursts, claims  # noqa: PLC0415

    text = files("teduh.places").joinpath("presets/oku_areas.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["level"] == "village"]
    land = Land.of([Village(row["code"], row["name"], float(row["lat"]), float(row["lng"])) for row in rows])
    floods = found = members = copies = apart = accused = total = 0
    for seed in SEEDS:
        reports = (result := simulate(land, seed=seed)).reports
        texts = [message(result, row).text for row in range(len(reports))]
        minutes = (reports.day * 1_440 + reports.minute).tolist()
        flood = set(np.flatnonzero(reports.source == Source.FLOOD).tolist())
        total, floods = total + len(texts), floods + len(flood)
        accused += sum(claims.accusation(one) is not None for one in texts)
        for burst in bursts.bursts([bursts.sketch(one) for one in texts], minutes):
            origins = [int(reports.origin[row]) for row in burst.members]
            members += len(origins)
            copies += origins.count(max(set(origins), key=origins.count))
            found += len(flood & set(burst.members))
            apart += sum(bool(claims.own_details(texts[row], texts[burst.middle])) for row in burst.members)
    print(f"\nCopied texts in {len(SEEDS)} seasons: {total} reports, {floods} of them in floods")
    line("messages of floods found (recall)", f"{found / floods:.1%}")
    line("members of bursts that copy the burst's text (precision)", f"{copies / members:.1%}")
    line("members of bursts that come from a planted flood", f"{found / members:.1%}")
    line("copies that stand out though they are copies", f"{apart / members:.1%}")
    line("reports taken for an accusation (the season holds none)", f"{accused}")
    return {"recall": round(found / floods, 4), "precision": round(copies / members, 4)}


def speed() -> dict[str, float]:
    from teduh.cores.text import bursts  # noqa: PLC0415

    typed = FLOOD.split()
    kinds = {
        "same": [FLOOD] * 10_000,
        "near": [" ".join([*typed[: n % 14], f"kata{n}", *typed[n % 14 :]]) for n in range(10_000)],
        "all_different": [words(n) for n in range(10_000)],
    }
    print("\nTen thousand texts")
    line("", "sketch s", "gather s", "bursts")
    figures = {}
    for key, texts in kinds.items():
        start = time.perf_counter()
        sketches = [bursts.sketch(one) for one in texts]
        middle = time.perf_counter()
        found = bursts.bursts(sketches, [float(n) for n in range(len(texts))])
        end = time.perf_counter()
        line(key, f"{middle - start:.2f}", f"{end - middle:.2f}", len(found))
        figures[f"{key}_s"] = round(end - start, 2)
    return figures


if __name__ == "__main__":
    sys.exit(main())
