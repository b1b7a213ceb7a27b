"""What is gone is gone from the file, too: the bytes of the database and of the photo folder are searched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Said in columns that are not encrypted, too: a title, a visit, a promise, a referral.
STORY = """
import os, sys
from datetime import timedelta
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from tests.factories import make_world
from tests.rights import stories
from teduh.rights import actions
from django.conf import settings
world = make_world()
received = stories.sent(world)
issue = stories.joined(world, stories.report_of(received))
stories.referred(world, issue)
stories.visited(world, issue)
stories.complained(world)
stories.closed(world, issue)
if sys.argv[1] == "purge":
    actions.purge(at=world.now + timedelta(days=731))
elif sys.argv[1] == "erase":
    talk = stories.talk_of(received)
    assert actions.erase_own(talk=talk, at=world.now)
    from teduh.rights.actions import purging
    purging.overwrite_log()
"""
IN_CLEAR = {
    *("judulkata-rahasia", "ringkasankata-rahasia", "alasankata-rahasia", "kunjungankata-rahasia"),
    *("keluhankata-rahasia", "janjikata-rahasia", "unsurkata-rahasia", "laporankata-rahasia"),
}


def found_after(what: str, home: Path) -> set[str]:
    """The words that lie in any file of the home, the write-ahead log included, once the program has ended."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUH_", "DATABASE_"))}
    environment |= {
        "TEDUH_HOME": str(home),
        "TEDUH_DISTRICT": "polres-oku",
        "DJANGO_SETTINGS_MODULE": "teduh.config.settings",
    }
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", STORY, what], cwd=root, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    content = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    from tests.rights.stories import WORDS  # noqa: PLC0415 (needs Django)

    return {word for word in WORDS if word.encode() in content}


@pytest.mark.slow
def test_before_the_purge_some_words_lie_in_the_file(tmp_path: Path) -> None:
    """Else the test below would pass on a search that finds nothing ever."""
    assert found_after("nothing", tmp_path) == IN_CLEAR


@pytest.mark.slow
def test_after_the_purge_no_word_lies_in_any_file(tmp_path: Path) -> None:
    assert found_after("purge", tmp_path) == set()
    assert list((tmp_path / "photos").glob("*.sealed")) == []


@pytest.mark.slow
def test_after_an_erasure_no_word_of_the_report_lies_in_any_file(tmp_path: Path) -> None:
    # The words of the machine's reason quote the report; the rest was said by others and is not Sari's to erase.
    assert "laporankata-rahasia" not in found_after("erase", tmp_path)
