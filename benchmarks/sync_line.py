"""A line to the server that is cut at any byte: before, in the headers, in the body, after it, in the answer.

Plain sockets, so that each cut falls exactly where it is meant to. Only 127.0.0.1 is ever spoken to.
"""

import json
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

HOST: Final = "127.0.0.1"
TIMEOUT_S: Final = 120
CUTS: Final = ("before", "in_headers", "in_body", "after_body", "in_answer_head", "in_answer_body")


class Cut(Exception):
    """The line broke: nothing is known about what the server did."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.body))
        except ValueError as error:
            raise Cut("an answer that is no JSON") from error


@dataclass
class Line:
    """One phone's line. `fault` is the chance that a request is cut, `double` that it is sent twice at once."""

    port: int
    rng: random.Random
    fault: float = 0.0
    double: float = 0.0
    flying: "Flying" = field(default_factory=lambda: Flying())
    cuts: Counter[str] = field(default_factory=Counter)

    def request(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        head = self._head(method, path, body, headers)
        cut = self.rng.choice(CUTS) if self.rng.random() < self.fault else ""
        self.cuts[cut or "none"] += 1
        if cut == "before":
            raise Cut(cut)
        try:
            with self.flying:
                if self.rng.random() < self.double:
                    self.cuts["sent_twice"] += 1
                    return self._twice(head + body)
                return self._once(head, body, cut)
        except OSError as error:
            self.cuts["server_away"] += 1
            raise Cut("the server is away") from error

    @staticmethod
    def _head(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")

    def _once(self, head: bytes, body: bytes, cut: str) -> Answer:
        with socket.create_connection((HOST, self.port), timeout=TIMEOUT_S) as line:
            if cut == "in_headers":
                line.sendall(head[: self.rng.randrange(1, len(head))])
                self._break(line)
            if cut == "in_body":
                line.sendall(head + body[: self.rng.randrange(len(body))] if body else head[:-1])
                self._break(line)
            line.sendall(head + body)
            if cut == "after_body":
                self._break(line)
            return self._read(line, cut)

    def _twice(self, sent: bytes) -> Answer:
        """The same bytes on two connections at the same moment; the later answer counts."""
        with (
            socket.create_connection((HOST, self.port), timeout=TIMEOUT_S) as one,
            socket.create_connection((HOST, self.port), timeout=TIMEOUT_S) as other,
        ):
            one.sendall(sent)
            other.sendall(sent)
            self._read(one, "")
            return self._read(other, "")

    def _read(self, line: socket.socket, cut: str) -> Answer:
        got, head, length = b"", b"", None
        stop = self.rng.randrange(1, 12) if cut == "in_answer_head" else None
        while True:
            piece = line.recv(65_536 if stop is None else stop)
            got += piece
            if stop is not None and got:
                self._break(line)
            if not head and b"\r\n\r\n" in got:
                head, _, got = got.partition(b"\r\n\r\n")
                length = _length_of(head)
                if cut == "in_answer_body":
                    line.recv(self.rng.randrange(1, max(2, (length or 2) - len(got) + 1))) if len(got) < (
                        length or 0
                    ) else b""
                    self._break(line)
            if head and length is not None and len(got) >= length:
                return Answer(int(head.split(b" ", 2)[1]), got[:length])
            if not piece:
                raise Cut("the server hung up")

    def _break(self, line: socket.socket) -> None:
        if self.rng.random() < 0.5:
            # A reset instead of a goodbye, as when a phone leaves the cell.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Cut("cut on purpose")


def _length_of(head: bytes) -> int | None:
    for row in head.split(b"\r\n")[1:]:
        name, _, value = row.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return None


@dataclass
class Flying:
    """How many requests are under way, so that a kill is known to have met one, and how many there were."""

    count: int = 0
    total: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Flying":
        with self._lock:
            self.count += 1
            self.total += 1
        return self

    def __exit__(self, *_why: object) -> None:
        with self._lock:
            self.count -= 1
