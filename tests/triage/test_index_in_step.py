"""The index of a process holds what the database holds: after another process wrote, was killed, purged or rebuilt."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from teduh.cli.root import cli, gather
from teduh.listen.models import Report
from teduh.triage import actions, fact_reads, match_reads, reads
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.triage.stories import BALLOTS, BALLOTS_AGAIN, BECAUSE, ROAD, rumour, said

gather()


def asked(world: World, report: Report) -> list[tuple[str, dict[str, object]]]:
    """The candidates with every reason, as this process knows them now."""
    return [(one.issue.title, one.shown) for one in reads.candidates(report, at=world.now)]


def asked_anew(world: World, report: Report) -> list[tuple[str, dict[str, object]]]:
    match_reads.forget()
    return asked(world, report)


class Elsewhere:
    """What another process does: this one's index is put aside meanwhile."""

    def __enter__(self) -> None:
        self.kept = dict(match_reads._kept)
        match_reads._kept.clear()

    def __exit__(self, *_how: object) -> None:
        match_reads._kept.clear()
        match_reads._kept.update(self.kept)


def test_what_another_process_opened_joined_closed_or_took_back_is_seen_at_the_next_question(world: World) -> None:
    report, told = said(world, BALLOTS_AGAIN), []
    first = rumour(world, said(world))
    told.append((asked(world, report), "first"))
    with Elsewhere():
        other = rumour(world, said(world, BALLOTS), title="Surat suara dicoblos di gudang")
    told.append((asked(world, report), "opened"))
    with Elsewhere():
        actions.join_report(report=said(world, f"{BALLOTS} 50 lembar"), issue=other, by=world.budi, at=world.now)
    told.append((asked(world, report), "joined"))
    with Elsewhere():
        actions.answer_reporters(issue=first, text="Surat suara masih tersegel.", by=world.budi, at=world.now)
        actions.close_issue(issue=first, reason=BECAUSE, by=world.budi, at=world.now - timedelta(days=50))
    told.append((asked(world, report), "closed"))

    assert [len(found) for found, _what in told] == [1, 2, 2, 1]
    assert asked(world, report) == asked_anew(world, report)


def test_words_that_are_gone_or_restricted_are_in_no_index(world: World) -> None:
    secret = "jenglot"
    issue = rumour(world, said(world, f"{BALLOTS} kata {secret}"), title="Kabar dari warga")
    asked(world, said(world, BALLOTS_AGAIN))

    def holds() -> list[str]:
        with match_reads.ground(world.polres, at=world.now) as ground:
            return [text for texts in ground.index.nearest(f"{BALLOTS} {secret}").values() for text in texts]

    before = holds()
    with Elsewhere():
        report = reads.reports_of(issue).get()
        report.restricted_at = world.now
        report.save(update_fields=("restricted_at",))
        actions.assign(issue=issue, to=world.budi, by=world.budi, at=world.now)  # any act moves the chain

    assert (any(secret in text for text in before), any(secret in text for text in holds())) == (True, False)


def test_corrected_words_take_the_place_of_the_earlier_ones(world: World) -> None:
    report = said(world, BALLOTS)
    rumour(world, report, title="Kabar dari warga")
    waiting = said(world, ROAD)
    before = asked(world, waiting)
    with Elsewhere():
        again = Report.objects.get(pk=report.pk)
        again.text = ROAD
        again.save()
        actions.assign(issue=reads.issue_of(report), to=None, by=world.budi, at=world.now)  # type: ignore[arg-type]

    assert (before, len(asked(world, waiting))) == ([], 1)


def test_what_was_rolled_back_is_forgotten_again(world: World) -> None:
    report = said(world, BALLOTS_AGAIN)
    with transaction.atomic():
        rumour(world, said(world))
        inside = asked(world, report)
        transaction.set_rollback(True)

    assert (len(inside), asked(world, report)) == (1, [])


def test_a_quiet_database_is_asked_for_nothing_but_the_end_of_the_chain(world: World) -> None:
    rumour(world, said(world))
    with match_reads.ground(world.polres, at=world.now):
        pass

    with CaptureQueriesContext(connection) as caught, match_reads.ground(world.polres, at=world.now):
        pass

    assert ["trust_audithead" in query["sql"] for query in caught] == [True]


def test_the_database_is_asked_as_often_for_a_hundred_texts_as_for_one(world: World) -> None:
    rumour(world, said(world))
    counted = []
    for number in (1, 40):
        for n in range(number):
            rumour(world, said(world, f"{BALLOTS} {n}"), title=f"Kabar {n}")
        report = said(world, BALLOTS_AGAIN)
        match_reads.forget()
        with CaptureQueriesContext(connection) as caught:
            reads.candidates(report, at=world.now)
        counted.append(len(caught))

    assert counted[0] == counted[1]


class TestRebuild:
    def test_every_process_begins_anew_and_answers_the_same(self, world: World) -> None:
        rumour(world, said(world))
        report = said(world, BALLOTS_AGAIN)
        before = asked(world, report)
        index = match_reads._kept[world.polres.pk].index
        index._texts.clear()  # broken on purpose, without a trace in the database
        index._index.remove(index._index.keys)
        broken = asked(world, report)

        with time_machine.travel(world.now, tick=False):
            result = CliRunner().invoke(cli, ["match", "rebuild"])

        # The title and the report in it.
        assert (result.exit_code, "Texts: 2. Districts: 1." in result.output) == (0, True)
        assert (broken, asked(world, report)) == ([], before)
        assert AuditEvent.objects.get(action="triage.rebuild_index").actor_kind == "system"

    def test_the_registry_begins_anew_too(self, world: World) -> None:
        fact_reads.fact_checks_like(BALLOTS, at=world.now)
        index = fact_reads._checked
        changes = index.changes
        actions.rebuild_index(by=SYSTEM, at=world.now, texts=0)
        fact_reads.fact_checks_like(BALLOTS, at=world.now)

        assert index.changes > changes


LONG_LIVED = """
import json, sys
import django
django.setup()
from datetime import UTC, datetime
from teduh.listen.models import Report
from teduh.triage import match_reads, reads
at = datetime(2024, 10, 14, 2, tzinfo=UTC)

def answers():
    waiting = Report.objects.filter(external_id="waits").get()
    with match_reads.ground(waiting.unit, at=at) as ground:
        texts = len(ground.index)
    return [texts, [[str(one.issue.pk), one.shown] for one in reads.candidates(waiting, at=at)]]

for _line in sys.stdin:
    now = answers()
    match_reads.forget()
    print(json.dumps([now, now == answers()]), flush=True)
"""
BEGIN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from tests.factories import make_world
from tests.triage import stories
from teduh.listen.models import Report
world = make_world()
stories.rumour(world, stories.said(world))
Report.objects.filter(pk=stories.said(world, stories.BALLOTS_AGAIN).pk).update(source="x", external_id="waits")
stories.said(world, stories.BALLOTS + " 50 lembar lalu dibakar")
"""
# Killed while the rows of one act are written, before they are committed, and right after.
KILLED = """
import os, signal
import django
django.setup()
from django.db import transaction
from teduh.listen.models import Report
from teduh.triage import actions, reads
from teduh.triage.models import Issue
from teduh.trust.models import Person
budi, issue = Person.objects.get(username="budi"), Issue.objects.get()
waiting = reads.all_waiting().exclude(external_id="waits").get()
at = issue.opened_at
kill = lambda: os.kill(os.getpid(), signal.SIGKILL)
with transaction.atomic():
    actions.join_report(report=waiting, issue=issue, by=budi, at=at)
    reads.candidates(Report.objects.get(external_id="waits"), at=at)
    {inside}
{after}
"""


@pytest.mark.slow
def test_kill_9_in_the_middle_of_a_write_and_right_after_it(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TEDUH_", "DATABASE_"))}
    environment |= {
        "TEDUH_HOME": str(tmp_path),
        "TEDUH_DISTRICT": "polres-oku",
        "DJANGO_SETTINGS_MODULE": "teduh.config.settings",
    }
    root = Path(__file__).resolve().parents[2]

    def run(story: str) -> int:
        done = subprocess.run([sys.executable, "-c", story], cwd=root, env=environment, capture_output=True, text=True)
        assert done.returncode in (0, -9), done.stderr
        return done.returncode

    assert run(BEGIN) == 0
    with subprocess.Popen(
        [sys.executable, "-c", LONG_LIVED],
        cwd=root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        told = []
        for story in (None, KILLED.format(inside="kill()", after=""), KILLED.format(inside="pass", after="kill()")):
            assert story is None or run(story) == -9
            other.stdin.write("\n")
            other.stdin.flush()
            told.append(other.stdout.readline())
        other.stdin.close()

    # Before: the title and the report in it; the copy that was being joined adds its words only once it is committed.
    assert [json.loads(line)[0][0] for line in told] == [2, 2, 3]
    assert [json.loads(line)[1] for line in told] == [True, True, True]
    assert told[0] == told[1]
