"""A real server process, as `teduh serve` runs it, that can be killed without warning and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

START_S: Final = 240


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Server:
    """Granian in a process group of its own, on 127.0.0.1."""

    environment: dict[str, str]
    log: Path
    processes: int = 1
    port: int = field(default_factory=free_port)
    kills: int = 0

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--blocking-threads", "8", "--workers", str(self.processes), "--no-ws", "--log-level", "warning"),
            "teduh.config.wsgi:application",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                    line.sendall(b"GET /lapangan/hp/masuk HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    if line.recv(12).startswith(b"HTTP/1.1 401"):
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"the server did not start:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")

    def kill(self) -> None:
        """kill -9 to the whole group, in the middle of whatever it does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
