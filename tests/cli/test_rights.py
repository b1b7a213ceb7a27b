"""`teduh purge` says what it did in a table; `teduh dpia` writes the assessment."""

from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from pytest_django import Settings

from teduh.cli.root import cli, gather
from teduh.listen.models import Report
from tests.factories import World
from tests.rights.stories import SAID, sent

gather()


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def line_of(result: Result, kind: str) -> list[str]:
    return next(line.split() for line in result.output.splitlines() if line.startswith(f"{kind} "))


def test_a_dry_run_and_then_the_run(world: World) -> None:
    sent(world)
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        dry = run("purge", "--dry-run")
        kept = Report.objects.get().text
        wet = run("purge")
        again = run("purge")

    assert kept.endswith(SAID)
    assert line_of(dry, "report_words") == ["report_words", "365", "days,", "anonymised", "1", "0", "0", "2024-10-14"]
    assert line_of(wet, "report_words") == ["report_words", "365", "days,", "anonymised", "1", "0", "1", "–"]
    assert line_of(again, "report_words")[4:6] == ["0", "0"]
    assert Report.objects.get().text == ""
    for result in (dry, wet, again):
        assert (result.exit_code, SAID in result.output) == (0, False)


@pytest.mark.django_db
def test_the_assessment_in_either_language(tmp_path: Path) -> None:
    file = tmp_path / "dpia.md"

    english, written = run("dpia"), run("dpia", "--language", "id", "--out", str(file))

    assert english.output.startswith("# Data protection impact assessment\n")
    assert written.output == f"Written to {file}.\n"
    assert file.read_text().startswith("# Penilaian dampak pelindungan data\n")
