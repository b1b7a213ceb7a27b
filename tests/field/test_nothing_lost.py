"""A short run of the simulation that `python -m benchmarks.sync` runs for thousands of phone-days; the same code."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from teduh.places.keys import new_id

ROOT = Path(__file__).resolve().parents[2]
PHONE_DAYS = 12


@pytest.fixture
def empty_database() -> Iterator[str]:
    """SQLite in the run's own folder; on PostgreSQL an empty database beside the one of the tests."""
    if connection.vendor == "sqlite":
        yield "sqlite"
        return
    import psycopg  # noqa: PLC0415 (only where the tests run on PostgreSQL)

    given, name = os.environ["DATABASE_URL"], f"sync_{new_id().hex}"
    head, _, query = given.partition("?")
    beside = f"{head.rsplit('/', 1)[0]}/{name}{'?' if query else ''}{query}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        yield beside
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.slow
@pytest.mark.django_db
def test_a_few_phone_days_with_cuts_and_kills_lose_double_and_overwrite_nothing(empty_database: str) -> None:
    command = [sys.executable, "-m", "benchmarks.sync", "--phone-days", str(PHONE_DAYS), "--officers", "0"]

    done = subprocess.run(
        [*command, "--no-first-load", "--database", empty_database],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert {name: told[name] for name in ("phone_days", "lost", "doubled", "overwritten", "trouble")} == {
        **{"phone_days": PHONE_DAYS, "lost": 0, "doubled": 0, "overwritten": 0, "trouble": 0}
    }
    assert told["server_kills"] >= 1
