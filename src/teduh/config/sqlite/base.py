"""Writers of one process queue at a lock of Python, and ask SQLite often.

SQLite has one writer at a time. Who finds it busy sleeps and asks again, up to a tenth of a second later; with many
threads the file then lies idle most of the time. A thread that waits at a lock goes on at the very moment when it is
free; between processes the one thread that has its turn asks each millisecond.
"""

import threading
import time
from collections import defaultdict
from typing import Any, Final

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

ASK_AGAIN_S: Final = 0.001
# By the name of the file.
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, its stubs name none of these methods; a transaction has its turn until it ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The turn that this connection has, if it has one.
        self._turn: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        until = time.monotonic() + self._patience_s
        if self._turn is None:
            # Every transaction of ours begins with BEGIN IMMEDIATE (config.settings), so each is a writer.
            turn = _turns[str(self.settings_dict["NAME"])]
            if not turn.acquire(timeout=self._patience_s):
                raise OperationalError("database is locked")
            self._turn = turn
        try:
            self._begin(until)
        except BaseException:
            self._give_back()
            raise

    def _begin(self, until: float) -> None:
        """Ask again each millisecond while another process writes."""
        self.ensure_connection()
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    return super()._start_transaction_under_autocommit()  # type: ignore[misc,no-any-return]
                except OperationalError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(ASK_AGAIN_S)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * self._patience_s)}")

    @property
    def _patience_s(self) -> float:
        return float(self.settings_dict["OPTIONS"]["timeout"])

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        # Only now: a commit that failed is rolled back, within the same turn.
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
