"""`python -m benchmarks.areas`: how long the national table of areas takes, how much memory, how fast a name is found.

Reads ../shared/data/regions/wilayah.csv; says so where it is absent. The last line is one JSON object.
"""

import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

NATIONAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "regions" / "wilayah.csv"
QUERIES = 2_000


def main() -> int:
    if not NATIONAL.exists():
        sys.stdout.write("The national table is not beside this checkout (../shared/data/regions/wilayah.csv).\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="teduh-bench-") as home:
        os.environ |= {"TEDUH_HOME": home, "DJANGO_SETTINGS_MODULE": "teduh.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        report(measure())
    return 0


def measure() -> dict[str, float]:
    import django  # noqa: PLC0415 (after the environment is set)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from teduh.places import reads  # noqa: PLC0415
    from teduh.places.models import Area  # noqa: PLC0415
    from teduh.places.tables import read_table  # noqa: PLC0415
    from teduh.setup import actions  # noqa: PLC0415
    from teduh.trust.actors import SYSTEM  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    result = actions.import_areas(table=read_table(NATIONAL.read_bytes()), by=SYSTEM, at=timezone.now())
    import_s = time.perf_counter() - start
    import_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    start = time.perf_counter()
    index = reads.name_index()
    build_s = time.perf_counter() - start
    names = list(Area.objects.filter(level="village").values_list("name", flat=True))
    times = []
    for typed in queries(names):
        start = time.perf_counter()
        index.search(typed)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    return {
        "areas": result.taken,
        "import_s": round(import_s, 1),
        "import_gb": round(import_gb, 2),
        "index_build_s": round(build_s, 2),
        "search_median_ms": round(statistics.median(times), 2),
        "search_p95_ms": round(times[int(0.95 * len(times))], 2),
    }


def queries(names: list[str]) -> list[str]:
    """Names as people type them: right, without spaces, with one wrong letter, or only the beginning."""
    chance = random.Random(7)
    typed = []
    for number in range(QUERIES):
        name = chance.choice(names)
        kind = number % 4
        if kind == 1:
            name = name.replace(" ", "").lower()
        elif kind == 2 and len(name) > 4:
            place = chance.randrange(1, len(name))
            name = name[:place] + chance.choice("aeiounrst") + name[place + 1 :]
        elif kind == 3:
            name = name[: max(3, len(name) // 2)]
        typed.append(name)
    return typed


def report(figures: dict[str, float]) -> None:
    lines = (
        ("areas imported", f"{figures['areas']:,}", "91,599"),
        ("import, seconds", f"{figures['import_s']}", "at most 60"),
        ("memory, GB", f"{figures['import_gb']}", "at most 1"),
        ("index of names, seconds", f"{figures['index_build_s']}", ""),
        ("find a typed name, median ms", f"{figures['search_median_ms']}", "at most 20"),
        ("find a typed name, 95th percentile ms", f"{figures['search_p95_ms']}", ""),
    )
    for what, measured, asked in lines:
        sys.stdout.write(f"{what:<40}{measured:>12}   {asked}\n")
    sys.stdout.write(f"{json.dumps(figures)}\n")


if __name__ == "__main__":
    sys.exit(main())
