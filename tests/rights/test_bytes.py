"""What is gone is gone from the file, too: the bytes of the database and of the photo folder are searched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# A server of its own, on SQLite whatever the other tests run on. Words are said in columns that are not encrypted, too.
STORY = """
import json
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from teduh.respond import actions as respond
from teduh.rights import actions
from teduh.rights.actions import purging
from tests.factories import make_world
from tests.rights import stories

def found():
    "The words that lie in any file, the write-ahead log included."
    purging.overwrite_log()
    content = b"".join(path.read_bytes() for path in Path(settings.HOME).rglob("*") if path.is_file())
    print(json.dumps([word for word in stories.WORDS if word.encode() in content]))

call_command("migrate", verbosity=0, interactive=False)
world = make_world()
received = stories.sent(world)
issue = stories.joined(world, stories.report_of(received))
stories.referred(world, issue)
stories.visited(world, issue)
# Long ones as well: they lie in pages of their own and leave whole free pages behind.
for number in range(20):
    respond.record_visit(**stories.meeting(world) | {"situation": "aman " * 400 + stories.TOLD})
stories.complained(world)
stories.closed(world, issue)
found()
assert actions.erase_own(talk=stories.talk_of(received), at=world.now)
found()
actions.purge(at=world.now + timedelta(days=731))
found()
"""
# The machine's reason quotes the report; everything else of the report, the complaint and the contact is encrypted.
QUOTED = "laporankata-rahasia"
BY_STAFF = {
    f"{word}kata-rahasia" for word in ("judul", "ringkasan", "alasan", "kunjungan", "keluhan", "janji", "unsur")
}


@pytest.mark.slow
def test_no_word_lies_in_any_file_after_an_erasure_and_a_purge(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUH_", "DATABASE_"))}
    environment |= {
        "TEDUH_HOME": str(tmp_path),
        "TEDUH_DISTRICT": "polres-oku",
        "DJANGO_SETTINGS_MODULE": "teduh.config.settings",
    }
    root = Path(__file__).resolve().parents[2]

    done = subprocess.run([sys.executable, "-c", STORY], cwd=root, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    before, erased, purged = (set(json.loads(line)) for line in done.stdout.splitlines())
    assert before == BY_STAFF | {QUOTED}
    assert erased == BY_STAFF
    assert purged == set()
    assert list((tmp_path / "photos").glob("*.sealed")) == []
