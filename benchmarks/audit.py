"""`python -m benchmarks.audit`: how fast a history is verified, and what its row adds to a write.

Both run on a real SQLite file with full sync, in a temporary folder. The write is the everyday one, a resident's
report. The pairs are taken in turn, with and without the row, so that a busy machine slows both.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2024, 10, 9, 3, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the history that is verified")
    parser.add_argument("--pairs", type=int, default=400, help="pairs of writes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="teduh-audit-") as folder:
        _set_up(Path(folder))
        overhead, with_ms, without_ms, row_us = _write_overhead(asked.pairs)
        rows, verify_s, plain_s = _verify(asked.rows)
    print(f"{'work':<52}{'figure':>16}{'line':>16}")
    print(f"{'verify, rows a second':<52}{rows / verify_s:>16,.0f}{'>= 200,000':>16}")
    print(f"{'  only SHA-256 over the same texts, rows a second':<52}{rows / plain_s:>16,.0f}{'':>16}")
    print(f"{'a report received without the row, ms (median)':<52}{without_ms:>16.2f}{'':>16}")
    print(f"{'the same with the row, ms (median)':<52}{with_ms:>16.2f}{'':>16}")
    print(f"{'the row alone, inside the transaction, µs (median)':<52}{row_us:>16.0f}{'':>16}")
    print(f"{'share that the row adds (median of pairs)':<52}{overhead:>16.1%}{'< 10 %':>16}")
    print(json.dumps({"verify_rows_per_s": round(rows / verify_s), "write_overhead": round(overhead, 4)}))


def _set_up(folder: Path) -> None:
    os.environ.update(TEDUH_HOME=str(folder), DATABASE_URL="", DJANGO_SETTINGS_MODULE="teduh.config.settings")
    import django  # noqa: PLC0415 (needs the settings above)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.factories import make_world  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    make_world()


def _write_overhead(pairs: int) -> tuple[float, float, float, float]:
    from django.conf import settings  # noqa: PLC0415

    from teduh.listen import actions  # noqa: PLC0415
    from teduh.listen.models import Channel  # noqa: PLC0415
    from teduh.trust import audit  # noqa: PLC0415
    from teduh.trust.actors import RESIDENT  # noqa: PLC0415

    settings.RECEIVING_UNIT = "polres-oku"
    row_times: list[float] = []

    def receive() -> float:
        begun = time.perf_counter()
        actions.receive_report(channel=Channel.WEB, text="ado wong bagi amplop di lorong Kenanga", by=RESIDENT, at=NOW)
        return time.perf_counter() - begun

    original: Callable[..., int] = audit.record

    def timed(**told: object) -> int:
        begun = time.perf_counter()
        seq = original(**told)
        row_times.append(time.perf_counter() - begun)
        return seq

    for _ in range(20):
        receive()
    with_row, without_row = [], []
    for number in range(pairs):
        for keep in (True, False) if number % 2 else (False, True):
            with _replaced(audit, timed if keep else lambda **_told: 0):
                (with_row if keep else without_row).append(receive())
    shares = [(more - less) / less for more, less in zip(with_row, without_row, strict=True)]
    return (
        statistics.median(shares),
        statistics.median(with_row) * 1e3,
        statistics.median(without_row) * 1e3,
        statistics.median(row_times) * 1e6,
    )


@contextmanager
def _replaced(module: object, record: Callable[..., int]) -> Iterator[None]:
    original = module.record  # type: ignore[attr-defined]
    module.record = record  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.record = original  # type: ignore[attr-defined]


def _verify(rows: int) -> tuple[int, float, float]:
    import hashlib  # noqa: PLC0415

    from django.db import transaction  # noqa: PLC0415

    from teduh.trust import audit  # noqa: PLC0415
    from teduh.trust.actors import Actor  # noqa: PLC0415

    budi = Actor("person", "0192-6f1e-7000", "Bripka Budi Santoso")
    while audit.head()[0] < rows:
        with transaction.atomic():
            for number in range(min(20_000, rows - audit.head()[0])):
                audit.record(
                    by=budi,
                    at=NOW,
                    action="triage.join_report",
                    subject=("report", f"01926f1e-7000-7000-8000-{number:012d}"),
                    details={"issue": f"01926f1e-7000-7000-8000-{number % 97:012d}", "suggested": True},
                )
        print(f"\r{audit.head()[0]:,} rows written", end="", file=sys.stderr)
    print(file=sys.stderr)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        broken = audit.verify()
        times.append(time.perf_counter() - begun)
        if broken:
            raise SystemExit(f"the history should be whole: {broken[:3]}")
    texts = [row.rest.encode() for row in audit.read_rows()]
    begun = time.perf_counter()
    for text in texts:
        hashlib.sha256(text).hexdigest()
    return len(texts), min(times), time.perf_counter() - begun


if __name__ == "__main__":
    main()
