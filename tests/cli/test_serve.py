"""The server ends when it is told to, also when a child does not listen."""

import signal
import subprocess
import sys

STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(1, b"ready\\n")
while True:
    time.sleep(60)
"""
PARENT = f"""
import sys
import django
django.setup()
from teduh.cli import serve
serve.STOP_WITHIN_S = 1
sys.exit(serve._run_until_one_ends([[sys.executable, "-c", {STUBBORN!r}]] * 2))
"""


def test_children_that_do_not_stop_are_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in range(2)] == ["ready\n", "ready\n"]

        parent.send_signal(signal.SIGTERM)

        # The pipe closes only when the children, who hold it too, are gone.
        assert parent.stdout.read() == ""
    assert parent.returncode == 0
