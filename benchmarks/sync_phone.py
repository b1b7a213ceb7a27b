"""A simulated phone that follows `docs/offline.md` to the letter: an outbox in a file, acts once, files in pieces.

Its outbox is an SQLite file as the real phone's is IndexedDB: whatever is committed there survives that the app is
killed. `update_app` brings the outbox into the next version's shape, in one transaction, also half-way through a day.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from benchmarks.sync_line import Answer, Cut, Line
from teduh.places.keys import new_id

PIECE_BYTES: Final = 16_384
ACTS_AT_ONCE: Final = 8
TRIES: Final = 600

_FIRST: Final = """
CREATE TABLE acts (id TEXT PRIMARY KEY, told TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'queued', answer TEXT);
CREATE TABLE files (id TEXT PRIMARY KEY, content BLOB NOT NULL, sent INTEGER NOT NULL DEFAULT 0);
CREATE TABLE papers (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_SECOND: Final = """
ALTER TABLE acts RENAME TO acts_before;
CREATE TABLE acts (
  id TEXT PRIMARY KEY, told TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'queued', answer TEXT, app TEXT NOT NULL);
INSERT INTO acts SELECT id, told, state, answer, '2' FROM acts_before;
DROP TABLE acts_before;
"""


@dataclass(frozen=True)
class Officer:
    """Whose phone it is, and what the server gave it at the sign-in."""

    person: str
    token: str
    villages: tuple[str, ...]
    colleague: str = ""


class Refused(Exception):
    """The server refused an act for good; in this simulation nothing is wrong with any."""


@dataclass
class Phone:
    officer: Officer
    path: Path
    line: Line
    app: int = 1
    refused: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Start the app; what was committed before it was killed is there."""
        self.store = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self.store.execute("PRAGMA journal_mode=WAL")
        if not self.store.execute("SELECT 1 FROM sqlite_master WHERE name = 'acts'").fetchone():
            self.store.executescript(_FIRST)

    def kill(self) -> None:
        """The app is killed; nothing that was not committed survives."""
        self.store.close()
        self.open()

    def throw_away(self) -> None:
        """The day is over and its outbox is empty."""
        self.store.close()
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()

    def update_app(self, *, killed_half_way: bool = False) -> None:
        """The next version's outbox, in one transaction; killed half-way, it is the old one still."""
        if self.app != 1:
            return
        self.store.execute("BEGIN")
        for statement in _SECOND.split(";"):
            self.store.execute(statement)
        if killed_half_way:
            self.kill()
            return
        self.store.execute("COMMIT")
        self.app = 2

    def make(self, kind: str, body: dict[str, Any], *, made_at: str) -> dict[str, Any]:
        """An act is made, and is in the outbox before the officer sees that it is."""
        told = {"id": str(new_id()), "kind": kind, "form": 1, "person": self.officer.person, "made_at": made_at}
        told |= {"body": body}
        columns, marks = ("id, told, app", "?, ?, '2'") if self.app == 2 else ("id, told", "?, ?")
        self.store.execute(f"INSERT INTO acts ({columns}) VALUES ({marks})", (told["id"], json.dumps(told)))  # noqa: S608
        return told

    def add_file(self, content: bytes) -> UUID:
        pk = new_id()
        self.store.execute("INSERT INTO files (id, content) VALUES (?, ?)", (str(pk), content))
        return pk

    def queued(self) -> list[dict[str, Any]]:
        rows = self.store.execute("SELECT told FROM acts WHERE state = 'queued' ORDER BY rowid").fetchall()
        return [json.loads(row[0]) for row in rows]

    def answers(self) -> Iterator[dict[str, Any]]:
        for (answer,) in self.store.execute("SELECT answer FROM acts WHERE answer IS NOT NULL").fetchall():
            yield json.loads(answer)

    def exchange(self, *, shuffled: bool = False) -> None:
        """One attempt: files first, then acts oldest first. A cut ends it; what was answered is kept."""
        for name, content, sent in self.store.execute("SELECT id, content, sent FROM files").fetchall():
            if sent < len(content):
                self._send_file(name, content)
        acts = self.queued()
        if shuffled:
            self.line.rng.shuffle(acts)
        for start in range(0, len(acts), ACTS_AT_ONCE):
            self._send(acts[start : start + ACTS_AT_ONCE])

    def send_again(self, act: dict[str, Any]) -> str:
        """A late repeat of an act that is stored; the outcome it is answered with."""
        (answer,) = self._push([act])
        return str(answer["outcome"])

    def pull(self) -> None:
        """Take the papers; they and the cursor are kept in one transaction."""
        kept = self.store.execute("SELECT value FROM kept WHERE name = 'cursor'").fetchone()
        body = json.dumps({"cursor": kept[0] if kept else ""}).encode()
        got = self._call("POST", "/lapangan/ambil", body).json()
        self.store.execute("BEGIN")
        if got["whole"]:
            self.store.execute("DELETE FROM papers")
        for doc in got["docs"]:
            self.store.execute("INSERT OR REPLACE INTO papers VALUES (?, ?)", (doc["key"], json.dumps(doc["data"])))
        for key in got["drop"]:
            self.store.execute("DELETE FROM papers WHERE key = ?", (key,))
        self.store.execute("INSERT OR REPLACE INTO kept VALUES ('cursor', ?)", (got["cursor"],))
        self.store.execute("COMMIT")

    def paper(self, key: str) -> Any:
        found = self.store.execute("SELECT data FROM papers WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else None

    def _send(self, acts: list[dict[str, Any]]) -> None:
        answers = self._push(acts)
        self.store.execute("BEGIN")
        for answer in answers:
            if answer["stored"]:
                # Only these words take an act out of the outbox.
                self._note(answer, "stored")
            elif answer["outcome"] == "refused":
                self._note(answer, "refused")
                self.refused.append(answer)
        self.store.execute("COMMIT")

    def _note(self, answer: dict[str, Any], state: str) -> None:
        self.store.execute(
            "UPDATE acts SET state = ?, answer = ? WHERE id = ?", (state, json.dumps(answer), answer["id"])
        )

    def _push(self, acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        got = self._call("POST", "/lapangan/kirim", json.dumps({"acts": acts}).encode())
        return list(got.json()["answers"])

    def _send_file(self, name: str, content: bytes) -> None:
        """Ask how much is there, and go on from there, until it is whole."""
        whole = hashlib.sha256(content).hexdigest()
        offset = int(self._call("GET", f"/lapangan/berkas/{name}", b"").json()["offset"])
        while offset < len(content):
            piece = content[offset : offset + PIECE_BYTES]
            told = {
                "Teduh-Offset": str(offset),
                "Teduh-Length": str(len(content)),
                "Teduh-Sha256": whole,
                "Teduh-Piece": hashlib.sha256(piece).hexdigest(),
            }
            offset = int(self._call("PUT", f"/lapangan/berkas/{name}", piece, told, ok=(200, 409)).json()["offset"])
        self.store.execute("UPDATE files SET sent = ? WHERE id = ?", (len(content), name))

    def _call(
        self, method: str, path: str, body: bytes, more: dict[str, str] | None = None, ok: tuple[int, ...] = (200,)
    ) -> Answer:
        headers = {
            "Authorization": f"Teduh {self.officer.token}",
            "Teduh-App": f"2026.11.{self.app}",
            "Accept-Language": "id",
            "Content-Type": "application/json" if more is None else "application/octet-stream",
        }
        got = self.line.request(method, path, body, headers | (more or {}))
        if got.status in ok:
            return got
        if got.status >= 500:
            # A server that is just going down, or too busy: nothing is known, so the same is sent again.
            raise Cut(f"{got.status}")
        raise Refused(f"{method} {path}: {got.status} {got.body[:200]!r}")
