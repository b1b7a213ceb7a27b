"""A line between phone and server on this machine: it counts, and it can be as slow and as leaky as a village's.

A lost segment is sent again, so it takes its place on the line twice, and its connection waits for it meanwhile; every
so many bytes a connection is cut for good. The line ends by itself with its `with` block.
"""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SEGMENT_BYTES = 1_400
WAIT_FOR_LOST_S = 0.4


@dataclass
class Line:
    server_port: int
    bits_per_second: float = 0
    loss: float = 0
    cut_after_bytes: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    up_bytes: int = 0
    down_bytes: int = 0
    lost: int = 0
    cuts: int = 0
    # What the phone said, for those who want to look for words in it.
    heard: bytearray | None = None
    port: int = 0
    _free_at: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def opened(self) -> Iterator["Line"]:
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
            threading.Thread(target=self._welcome, args=(door,), daemon=True).start()
            yield self
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)

    def _welcome(self, door: socket.socket) -> None:
        while True:
            try:
                phone, _address = door.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.server_port))
            except OSError:
                phone.close()
                continue
            ways = ((phone, server, True), (server, phone, False))
            carriers = [threading.Thread(target=self._carry, args=way, daemon=True) for way in ways]
            for carrier in carriers:
                carrier.start()
            threading.Thread(target=_close_after, args=(carriers, (phone, server)), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket, up: bool) -> None:
        carried = 0
        with suppress(OSError):
            while segment := here.recv(SEGMENT_BYTES):
                self._take_time(len(segment))
                there.sendall(segment)
                carried += len(segment)
                self._count(segment, up)
                if self.cut_after_bytes and carried >= self.cut_after_bytes:
                    self.cuts += 1
                    break
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _count(self, segment: bytes, up: bool) -> None:
        with self._lock:
            if up:
                self.up_bytes += len(segment)
                if self.heard is not None:
                    self.heard += segment
            else:
                self.down_bytes += len(segment)

    def _take_time(self, size: int) -> None:
        if not self.bits_per_second:
            return
        with self._lock:
            tries = 1
            while self.chance.random() < self.loss:
                tries += 1
            self.lost += tries - 1
            self._free_at = max(time.monotonic(), self._free_at) + tries * size * 8 / self.bits_per_second
            until = self._free_at + (tries - 1) * WAIT_FOR_LOST_S
        time.sleep(max(0.0, until - time.monotonic()))


def _close_after(carriers: list[threading.Thread], ends: tuple[socket.socket, socket.socket]) -> None:
    for carrier in carriers:
        carrier.join()
    for end in ends:
        end.close()
