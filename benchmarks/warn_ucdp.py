"""Indonesia 1999–2000 day by day: when the daily scan first named Maluku, and what a fixed threshold said.

Deadly events of UCDP GED (Sundberg and Melander 2013, CC BY 4.0) from ../shared/data/conflict-ucdp-idn. Every evening
the daily look of the product (`unusual`) knows the events up to that day. A province is measured against what was
usual there, shrunk towards the others, up to a month before. An event counts on its first day; one whose day is not
known is left out.
"""

import csv
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from teduh.cores.scan import Places, Watch, fixed_threshold, unusual

EVENTS: Final = Path(__file__).resolve().parents[2] / "shared/data/conflict-ucdp-idn/events_1989_2000.csv"
MALUKU: Final = "Maluku Province"
FIRST, LAST = date(1999, 1, 1), date(2000, 12, 31)
# A year before the first day tells what is usual.
BACK_DAYS: Final = 365
# An alarm: chance alone shows one as strong at most once in a year.
WATCH: Final = Watch(
    back_days=90, longest_days=30, most_places=2, settled_days=30, recurrence_days=365, replicates=999, stop_after=20
)
# What a district might set: so many deadly events of one province within a week.
THRESHOLD: Final = 3
# UCDP: 1 is the exact day, 2 a range of days of which the first is taken; anything wider is no day.
EXACT_ENOUGH: Final = ("1", "2")


def main() -> int:
    if not EVENTS.exists():
        sys.stdout.write("The events are not beside this checkout (../shared/data/conflict-ucdp-idn).\n")
        return 1
    names, counts, places = read()
    figures = scan_days(names, counts, places) | threshold_days(names, counts)
    for key, value in figures.items():
        sys.stdout.write(f"{key:<34}{value}\n")
    sys.stdout.write(f"{json.dumps(figures)}\n")
    return 0


def read() -> tuple[list[str], NDArray[np.int64], Places]:
    """Provinces, deadly events of each on each day from a year before FIRST, and where their events lie on average."""
    start = FIRST - timedelta(days=BACK_DAYS)
    with EVENTS.open(encoding="utf-8", newline="") as file:
        rows = [
            (
                event["adm_1"],
                date.fromisoformat(event["date_start"]),
                float(event["latitude"]),
                float(event["longitude"]),
            )
            for event in csv.DictReader(file)
            if event["adm_1"] not in ("", "-1") and event["date_prec"] in EXACT_ENOUGH
        ]
    names = sorted({row[0] for row in rows})
    counts = np.zeros((len(names), (LAST - start).days + 1), np.int64)
    for name, day, _, _ in rows:
        if start <= day <= LAST:
            counts[names.index(name), (day - start).days] += 1
    middle = np.array([np.mean([row[2:] for row in rows if row[0] == name], axis=0) for name in names], dtype=float)
    return names, counts, Places.on_earth(middle[:, 0], middle[:, 1])


def scan_days(names: list[str], counts: NDArray[np.int64], places: Places) -> dict[str, Any]:
    maluku, start = names.index(MALUKU), FIRST - timedelta(days=BACK_DAYS)
    first_event = start + timedelta(days=BACK_DAYS + int(np.flatnonzero(counts[maluku, BACK_DAYS:])[0]))
    figures: dict[str, Any] = {"events": int(counts.sum()), "first_event_of_maluku": str(first_event)}
    others: set[str] = set()
    for day in range(BACK_DAYS, counts.shape[1]):
        if not counts[:, day].any():
            continue
        until = counts[:, : day + 1]
        for cluster in unusual(until, until, places, WATCH, seed=day):
            if maluku not in cluster.places:
                others.add(names[cluster.centre])
                continue
            return figures | {
                "scan_first_names_maluku": str(start + timedelta(days=day)),
                "provinces_named_with_it": [names[place] for place in cluster.places if place != maluku],
                "window": f"{start + timedelta(days=cluster.first)} to {start + timedelta(days=cluster.last)}",
                "events_in_the_window": cluster.cases,
                "expected": round(cluster.expected, 2),
                "recurrence_days": round(cluster.recurrence_days or 0),
                "scan_named_before": sorted(others),
                "events_of_maluku_in_7_days": int(counts[maluku, day - 6 : day + 1].sum()),
            }
    return figures | {"scan_first_names_maluku": None}


def threshold_days(names: list[str], counts: NDArray[np.int64]) -> dict[str, Any]:
    maluku, start = names.index(MALUKU), FIRST - timedelta(days=BACK_DAYS)
    above = fixed_threshold(counts)[:, BACK_DAYS:] >= THRESHOLD
    day = int(np.flatnonzero(above[maluku])[0])
    before = [names[place] for place in np.flatnonzero(above[:, : day + 1].any(axis=1)) if place != maluku]
    alarms = int((above & ~np.pad(above, ((0, 0), (1, 0)))[:, :-1]).sum())
    in_maluku = int((above[maluku] & ~np.pad(above[maluku], (1, 0))[:-1]).sum())
    return {
        "threshold_first_names_maluku": str(start + timedelta(days=BACK_DAYS + day)),
        "threshold_named_before": before,
        "threshold_alarms_1999_2000": alarms,
        "threshold_alarms_in_maluku": in_maluku,
    }


if __name__ == "__main__":
    sys.exit(main())
