"""The power goes between the commit and the deletion of the files: nothing is half gone, and the next run finishes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BEFORE = """
import os, signal
from datetime import timedelta
import django
django.setup()
from django.core.management import call_command
from teduh.listen import retention
from teduh.rights import actions
from tests.factories import make_world
from tests.rights import stories
call_command("migrate", verbosity=0, interactive=False)
world = make_world()
for number in range(3):
    stories.sent(world)
retention._delete_files = lambda names: os.kill(os.getpid(), signal.SIGKILL)
actions.purge(at=world.now + timedelta(days=366))
"""
AFTER = """
import os
from datetime import datetime, timedelta, UTC
from pathlib import Path
import django
django.setup()
from django.conf import settings
from teduh.listen.models import Photo, Report
from teduh.rights import actions
from teduh.trust import audit
at = datetime(2024, 10, 14, 2, tzinfo=UTC) + timedelta(days=366)
files = list(Path(settings.MEDIA_ROOT).glob("*.sealed"))
for file in files:
    os.utime(file, (at.timestamp() - 7200, at.timestamp() - 7200))
left = Report.objects.filter(words_gone_at=None).count()
print(left, Photo.objects.count(), len(files))
purged = actions.purge(at=at)
print(purged.orphans, len(list(Path(settings.MEDIA_ROOT).glob("*.sealed"))), len(audit.verify()))
"""


@pytest.mark.slow
def test_kill_9_between_the_commit_and_the_files(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUH_", "DATABASE_"))}
    environment |= {
        "TEDUH_HOME": str(tmp_path),
        "TEDUH_DISTRICT": "polres-oku",
        "DJANGO_SETTINGS_MODULE": "teduh.config.settings",
    }
    root = Path(__file__).resolve().parents[2]

    def run(story: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-c", story], cwd=root, env=environment, capture_output=True, text=True)

    killed, finished = run(BEFORE), run(AFTER)

    assert killed.returncode == -9, killed.stderr
    # The batch was committed whole: three reports without words or photo rows, and three files nobody can read.
    assert finished.stdout.splitlines() == ["0 0 3", "3 0 0"], finished.stderr
