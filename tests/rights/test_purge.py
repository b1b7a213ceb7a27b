"""A year later Sari's words are gone, and what was counted is still counted."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client

from teduh.cores.errors import Refused, Unavailable
from teduh.learn import reads as learn
from teduh.listen import actions as listen
from teduh.listen import reads as listen_reads
from teduh.listen.models import Complaint, Note, Photo, Report
from teduh.places.keys import new_id
from teduh.respond.models import Clarification, Visit
from teduh.rights import actions, schedule, steps
from teduh.rights.actions import purging
from teduh.setup import actions as setup
from teduh.triage import reads as triage_reads
from teduh.triage.models import Assessment, Issue, Join, Sighting
from teduh.trust import audit, keys, vault
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, Device, Person, VaultEntry
from teduh.trust.rules import Role
from tests.factories import World
from tests.respond.clarified import draft
from tests.rights.stories import (
    COMPLAINED,
    NUMBER,
    SAID,
    TALKED,
    closed,
    complained,
    done,
    in_clear,
    joined,
    referred,
    report_of,
    sent,
    talk_of,
    visited,
)

YEAR = timedelta(days=366)


def rows(purged: actions.Purged) -> dict[str, int]:
    return {line.kind.key: line.rows for line in purged.lines if line.rows}


def test_before_their_time_nothing_goes(world: World) -> None:
    issue = joined(world, report_of(sent(world)))
    visited(world, issue)
    before = in_clear()

    purged = actions.purge(at=world.now + timedelta(days=29))

    assert rows(purged) == {}
    assert in_clear() == before


def test_after_a_year_the_words_are_gone_and_the_counts_stay(
    world: World, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    received = sent(world)
    report = report_of(received)
    issue = joined(world, report)
    files = sorted(tmp_path.glob("*.sealed"))
    before = learn.funnel(world.budi, first=world.today, last=world.today)

    with django_capture_on_commit_callbacks(execute=True):
        purged = actions.purge(at=world.now + YEAR)

    report.refresh_from_db()
    assert len(files) == 1
    assert rows(purged) == {"report_words": 1, "desk_notes": 1, "contact": 1}
    assert sorted(tmp_path.glob("*.sealed")) == []
    assert (report.text, report.place_text, report.photos.count(), report.receipt_digest) == ("", "", 0, None)
    assert (report.village_id, report.received_at, report.channel) == (world.ujanmas.pk, world.now, "web")
    assert [(note.kind, note.text) for note in Note.objects.all()] == [("addition", "")]
    assert Sighting.objects.filter(issue=issue, village=world.ujanmas).count() == 1
    assert Join.objects.filter(issue=issue, state="confirmed").count() == 1
    after = learn.funnel(world.budi, first=world.today, last=world.today)
    assert (after.received, after.placed, after.assessed) == (before.received, before.placed, before.assessed)
    assert listen_reads.talk_at(received.receipt or "") is None
    assert SAID not in in_clear()


def test_after_two_years_nothing_personal_is_left_anywhere(world: World) -> None:
    issue = joined(world, report_of(sent(world)))
    referred(world, issue)
    visited(world, issue)
    complained(world)
    closed(world, issue)

    actions.purge(at=world.now + timedelta(days=731))

    assert in_clear() == set()
    assert Complaint.objects.count() == 0
    assert VaultEntry.objects.count() == 0
    issue.refresh_from_db()
    visit = Visit.objects.get()
    assert (issue.title, issue.kind, issue.closing_reason) == ("Kabar (isu)", "rumour", "(dihapus)")
    assert [(row["role"], row["count"]) for row in visit.people] == [("tokoh masyarakat", 6), ("warga", 24)]
    assert visit.promises.get().owner == "Kades"


def test_the_photo_that_was_left_behind_can_be_read_by_nobody(world: World, tmp_path: Path) -> None:
    """The process was killed after the commit and before the file was deleted."""
    report = report_of(sent(world))
    photo, key = report.photos.get(), report.data_key()
    content = (tmp_path / str(photo.file.name)).read_bytes()
    assert keys.decrypt(key, content, photo.pk)[:2] == b"\xff\xd8"

    actions.purge(at=world.now + YEAR)

    with pytest.raises(Unavailable):
        keys.decrypt(report_of_again(report).data_key(), content, photo.pk)


def report_of_again(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_killed_half_way_the_next_run_finishes(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reports = [report_of(sent(world)) for _ in range(3)]
    monkeypatch.setattr(purging, "BATCH", 1)
    batches = 0
    real = purging._batch

    def killed_in_the_second(*args: object, **values: object) -> object:
        nonlocal batches
        batches += 1
        if batches == 2:
            raise KeyboardInterrupt
        return real(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(purging, "_batch", killed_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        actions.purge(at=world.now + YEAR)
    assert Report.objects.filter(words_gone_at=None).count() == 2
    assert len(list(tmp_path.glob("*.sealed"))) == 3, "the test's transaction has not been committed"

    monkeypatch.setattr(purging, "_batch", real)
    for file in tmp_path.glob("*.sealed"):
        os.utime(file, (0, 0))
    purged = actions.purge(at=world.now + YEAR)

    assert rows(purged)["report_words"] == 2
    assert Report.objects.filter(words_gone_at=None).count() == 0
    assert Photo.objects.count() == 0
    assert list(tmp_path.glob("*.sealed")) == []
    assert done().count("retention.purge") == 2 * len(reports), "a row for each batch of one: words and contacts"


def test_a_photo_that_is_being_received_is_no_orphan(world: World, tmp_path: Path) -> None:
    sent(world)
    young, old, foreign = (tmp_path / name for name in ("a.sealed", "b.sealed", "notes.txt"))
    for file in (young, old, foreign):
        file.write_bytes(b"x")
    at = world.now.timestamp()
    os.utime(young, (at - 60, at - 60))
    os.utime(old, (at - 7200, at - 7200))
    os.utime(foreign, (at - 7200, at - 7200))

    purged = actions.purge(at=world.now)

    assert purged.orphans == 1
    assert (young.exists(), old.exists(), foreign.exists()) == (True, False, True)
    assert len(list(tmp_path.glob("*.sealed"))) == 2


def test_running_twice_changes_nothing_the_second_time(world: World) -> None:
    joined(world, report_of(sent(world)))
    complained(world)
    actions.purge(at=world.now + timedelta(days=731))
    events = AuditEvent.objects.count()

    again = actions.purge(at=world.now + timedelta(days=731))

    assert (again.rows, AuditEvent.objects.count()) == (0, events)


def test_a_dry_run_says_the_same_and_changes_nothing(world: World, tmp_path: Path) -> None:
    joined(world, report_of(sent(world)))
    before, events = in_clear(), AuditEvent.objects.count()

    said = actions.purge(at=world.now + YEAR, dry_run=True)

    assert (in_clear(), AuditEvent.objects.count(), len(list(tmp_path.glob("*.sealed")))) == (before, events, 1)
    assert rows(said) == rows(actions.purge(at=world.now + YEAR))


def test_the_audit_chain_tells_that_and_no_word(world: World) -> None:
    issue = joined(world, report_of(sent(world)))
    visited(world, issue)
    complained(world)

    actions.purge(at=world.now + timedelta(days=731))

    told = "".join(AuditEvent.objects.values_list("details", flat=True))
    assert [word for word in (SAID, TALKED, NUMBER, COMPLAINED) if word in told] == []
    event = AuditEvent.objects.filter(action="retention.purge", subject_id="report_words").get()
    assert '"rows": 1' in event.details
    assert event.actor_kind == "system"
    assert audit.verify() == []


def test_how_many_complaints_went_is_the_outside_bodys_to_see(world: World) -> None:
    complained(world)

    actions.purge(at=world.now + timedelta(days=731))

    event = AuditEvent.objects.filter(action="retention.purge", subject_id="complaint").get()
    assert event.unit_id == str(world.kompolnas.pk)


def test_the_contact_goes_at_its_time_and_the_words_stay(world: World) -> None:
    received = sent(world)

    actions.purge(at=world.now + timedelta(days=181))

    assert listen_reads.contact_of(received.id, at=world.now) is None
    assert NUMBER not in in_clear()
    assert SAID in in_clear()
    assert talk_of(received).text.endswith(SAID)


def test_an_entry_of_the_vault_goes_at_its_own_day(world: World) -> None:
    vault.seal(kind="other", subject_id=new_id(), text=NUMBER, by=RESIDENT, at=world.now, keep_for=timedelta(days=5))

    actions.purge(at=world.now + timedelta(days=4))
    assert VaultEntry.objects.count() == 1
    actions.purge(at=world.now + timedelta(days=5))

    assert VaultEntry.objects.count() == 0


def test_an_import_counts_from_the_day_it_came(world: World) -> None:
    report = report_of(sent(world))
    Report.objects.filter(pk=report.pk).update(
        channel="import", kept_from=world.now + timedelta(days=400), external_id="17", flags=["repeat_of:3", "no_date"]
    )
    report.refresh_from_db()
    report.extra = {"No HP": NUMBER}
    report.save()

    assert "report_words" not in rows(actions.purge(at=world.now + timedelta(days=480)))
    purged = actions.purge(at=world.now + timedelta(days=491))

    report.refresh_from_db()
    assert rows(purged) == {"import_columns": 1}
    assert (report.extra, report.external_id, report.flags) == ({}, "", ["no_date"])
    assert report.text.endswith(SAID)


def test_a_complaint_of_an_import_counts_from_the_day_it_came(world: World) -> None:
    received = complained(world)
    Complaint.objects.filter(pk=received.id).update(kept_from=world.now + timedelta(days=400))

    assert "complaint" not in rows(actions.purge(at=world.now + timedelta(days=1130)))
    assert talk_of(received).text.endswith(COMPLAINED)
    assert rows(actions.purge(at=world.now + timedelta(days=1131)))["complaint"] == 1


def test_nobody_writes_under_a_key_that_is_gone(world: World) -> None:
    report = report_of(sent(world))
    actions.purge(at=world.now + YEAR)

    with pytest.raises(Refused, match="sudah dihapus"):
        listen.tell_reporter(report=report, kind="answer", text="Terima kasih.", by=world.budi, at=world.now + YEAR)
    assert Note.objects.filter(report=report).count() == 1


def test_a_report_without_words_leaves_the_desk(world: World, as_person: Callable[[Person], Client]) -> None:
    report = report_of(sent(world))
    assert list(triage_reads.waiting(world.budi, on=world.today)) == [report]

    actions.purge(at=world.now + YEAR)

    assert list(triage_reads.waiting(world.budi, on=world.today)) == []
    page = as_person(world.budi).get(f"/meja/{report.pk}/").content.decode()
    assert "(Kata-kata laporan ini sudah dihapus.)" in page
    assert Assessment.objects.count() == 0


def test_who_left_loses_the_name_after_five_years(world: World) -> None:
    world.wati.last_login = world.now
    world.wati.save()
    Device.objects.create(person=world.wati, label="Chrome, Android", signed_in_at=world.now, seen_at=world.now)
    left = {"name": "Wati", "rank": "Aipda", "role": Role.VILLAGE_OFFICER, "unit": world.pengandonan}
    setup.change_person(person=world.wati, is_active=False, by=world.lina, at=world.now, **left)

    soon = actions.purge(at=world.now + timedelta(days=91))
    actions.purge(at=world.now + timedelta(days=1826))

    wati = Person.objects.get(pk=world.wati.pk)
    assert rows(soon) == {"devices": 1}
    assert (wati.name, wati.rank, wati.last_login, wati.role) == ("Mantan petugas", "", None, "village_officer")
    assert "wati" not in wati.username
    assert Person.objects.get(pk=world.budi.pk).name == "Budi"


def test_who_comes_back_keeps_the_name(world: World) -> None:
    values = {"name": "Wati", "rank": "", "role": Role.VILLAGE_OFFICER, "unit": world.pengandonan, "by": world.lina}
    setup.change_person(person=world.wati, is_active=False, at=world.now, **values)
    setup.change_person(person=world.wati, is_active=True, at=world.now + YEAR, **values)

    actions.purge(at=world.now + timedelta(days=4000))

    assert Person.objects.get(pk=world.wati.pk).name == "Wati"


def test_old_sessions_go(world: World) -> None:
    Session.objects.create(session_key="alt", session_data="x", expire_date=world.now - timedelta(days=2))
    Session.objects.create(session_key="neu", session_data="x", expire_date=world.now)

    actions.purge(at=world.now)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["neu"]


def test_every_kind_that_ends_says_how(world: World) -> None:
    for kind in schedule.KINDS:
        if kind.days is None:
            assert (kind.remove, kind.end) == (None, "keep")
        else:
            assert kind.remove is not None
            assert kind.age
            assert kind.least_days <= kind.days


class TestDaily:
    def test_once_a_day(self, world: World) -> None:
        sent(world)

        first = steps.purge_daily(at=world.now + YEAR)
        second = steps.purge_daily(at=world.now + YEAR + timedelta(hours=1))
        next_day = steps.purge_daily(at=world.now + YEAR + timedelta(days=1))

        assert (first, second, next_day) == (2, 0, 0)
        assert done().count("retention.day") == 2

    def test_a_day_that_broke_off_is_run_again(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        sent(world)

        def broken(**_values: object) -> None:
            raise ObjectDoesNotExist

        monkeypatch.setattr(actions, "purge", broken)
        with pytest.raises(ObjectDoesNotExist):
            steps.purge_daily(at=world.now + YEAR)
        monkeypatch.undo()

        assert steps.purge_daily(at=world.now + YEAR + timedelta(minutes=1)) == 2


def test_a_kind_that_does_not_end_what_it_removes_stops_with_an_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(world)
    monkeypatch.setattr("teduh.listen.retention.forget_words", lambda report, at: [])

    with pytest.raises(RuntimeError, match="report_words"):
        actions.purge(at=world.now + YEAR)


def test_drafts_that_were_never_published_go(world: World) -> None:
    draft(world)

    actions.purge(at=world.now + timedelta(days=181))

    assert Clarification.objects.count() == 0
    assert Issue.objects.count() == 1
