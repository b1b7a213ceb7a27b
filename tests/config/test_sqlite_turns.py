"""Writers of one process take turns at SQLite, and nobody keeps a turn that is over."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import OperationalError
from pytest_django import DjangoDbBlocker

from teduh.config.sqlite.base import DatabaseWrapper


class Writers:
    """Connections to one file, each with a patience of `timeout` seconds."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.opened: list[DatabaseWrapper] = []

    def __call__(self, *, timeout: float = 20) -> DatabaseWrapper:
        options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
        usual = {**connections["default"].settings_dict, "NAME": str(self.file), "OPTIONS": options, "CONN_MAX_AGE": 0}
        made = DatabaseWrapper(usual, alias="turns")
        made.inc_thread_sharing()
        self.opened.append(made)
        return made


@pytest.fixture
def writer(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Writers]:
    # These connections are none of the test database.
    with django_db_blocker.unblock():
        writers = Writers(tmp_path / "turns.sqlite3")
        with writers().cursor() as cursor:
            cursor.execute("CREATE TABLE counted (n INTEGER)")
            cursor.execute("INSERT INTO counted VALUES (0)")
        yield writers
        for each in writers.opened:
            each.close()


def begin(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(True)


def count(connection: DatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("SELECT n FROM counted").fetchone()[0])


def test_many_threads_count_to_the_end_without_asking_twice(writer: Writers) -> None:
    def add(connection: DatabaseWrapper) -> None:
        for _ in range(20):
            begin(connection)
            before = count(connection)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE counted SET n = %s", [before + 1])
            connection.commit()
            end(connection)

    threads = [threading.Thread(target=add, args=(writer(),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(writer()) == 120


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_a_turn_is_given_back_however_it_ends(writer: Writers, ending: str) -> None:
    first, second = writer(), writer(timeout=0.05)
    begin(first)
    with pytest.raises(OperationalError, match="locked"):
        begin(second)

    getattr(first, ending)()

    begin(second)
    second.rollback()
    end(second)


def test_a_transaction_that_cannot_begin_keeps_no_turn(writer: Writers) -> None:
    import sqlite3  # noqa: PLC0415 (another program at the same file)

    other = sqlite3.connect(writer.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    mine = writer(timeout=0.05)
    with pytest.raises(OperationalError, match="locked"):
        begin(mine)
    other.execute("ROLLBACK")
    other.close()

    begin(writer(timeout=0.05))
