"""A clarification: fact first, read by a second person, told to those who asked, and never changed in silence."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import reads as listen
from teduh.listen.rules import NoteKind
from teduh.respond import actions, gate, reads
from teduh.respond.models import Clarification
from teduh.respond.rules import PublicationState
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind, Verdict
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.respond.clarified import ENGLISH, MYTH, SOURCES, TEXTS, asked, ballots, draft, published, told_of


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def test_from_draft_to_the_receipt_that_asked(world: World) -> None:
    joko = asked(world)
    issue = ballots(world, joko.report)

    row = draft(world, issue)
    assert (row.state, row.verdict) == ("draft", Verdict.CONFIRMED_FALSE)
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
    row = actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)

    talk = listen.talk_at(joko.receipt or "")
    assert talk is not None
    answers = [(line.text, line.link) for line in talk.lines if line.kind == NoteKind.ANSWER]
    assert answers == [(f"{TEXTS['title']}\n{TEXTS['fact']}", f"/fakta/{row.slug}/")]
    assert told_of(row) == [
        ("respond.write_clarification", "Dewi"),
        ("respond.approve_clarification", "Hendra"),
        ("respond.publish_clarification", "Dewi"),
    ]
    issue.refresh_from_db()
    assert issue.answered_at == world.now


def test_a_second_press_of_publish_tells_nobody_twice(world: World) -> None:
    joko = asked(world)
    row = published(world, ballots(world, joko.report))

    with pytest.raises(Refused):
        actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)

    talk = listen.talk_at(joko.receipt or "")
    assert talk is not None
    assert [line.kind for line in talk.lines].count(NoteKind.ANSWER) == 1


def test_nobody_approves_what_they_wrote(world: World) -> None:
    row = draft(world)

    with pytest.raises(NotAllowed):
        actions.approve_clarification(clarification=row, by=world.dewi, at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.filter(pk=row.pk).update(approved_by=world.dewi, approved_at=world.now)
    row.refresh_from_db()
    assert row.state == "draft"


def test_whoever_changes_a_draft_is_its_writer_and_cannot_approve_it(world: World) -> None:
    row = draft(world, by=world.budi)
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)

    row = actions.edit_clarification(
        clarification=row,
        texts={**TEXTS, "title": "Kotak suara masih tersegel"},
        sources=SOURCES,
        by=world.dewi,
        at=world.now,
    )

    assert (row.state, row.written_by, row.approved_by, row.approved_at) == ("draft", world.dewi, None, None)
    with pytest.raises(NotAllowed):
        actions.approve_clarification(clarification=row, by=world.dewi, at=world.now)
    with pytest.raises(Refused):
        actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)


def test_what_changed_since_it_was_read_is_not_approved(world: World) -> None:
    row = draft(world)
    read_at = row.written_at
    later = world.now + timedelta(minutes=5)
    actions.edit_clarification(clarification=row, texts=TEXTS, sources=SOURCES, by=world.dewi, at=later)

    with pytest.raises(Refused) as refused:
        actions.approve_clarification(clarification=row, by=world.hendra, at=later, read_at=read_at)
    assert refused.value.message == "Tulisan ini berubah sejak Anda membacanya. Baca lagi, lalu setujui."
    actions.approve_clarification(clarification=row, by=world.hendra, at=later, read_at=later)

    row.refresh_from_db()
    assert row.state == "approved"


def test_who_may_write_approve_and_withdraw(world: World) -> None:
    issue = ballots(world)
    for person in (world.wati, world.rahman, world.hendra, world.agus, world.maya, world.rini):
        with pytest.raises(NotAllowed):
            draft(world, issue, by=person)
    row = draft(world, issue)
    for person in (world.budi, world.wati, world.rahman, world.agus, world.maya, world.rini):
        with pytest.raises(NotAllowed):
            actions.approve_clarification(clarification=row, by=person, at=world.now)
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
    row = actions.publish_clarification(clarification=row, by=world.budi, at=world.now)
    for person in (world.budi, world.wati, world.rini):
        with pytest.raises(NotAllowed):
            actions.withdraw_clarification(clarification=row, reason="Keliru semuanya.", by=person, at=world.now)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"fact": "Surat suara aman. Ayo coblos nomor 1 hari Rabu."}, "“coblos nomor 1”"),
        ({"why": "Penyebar kabar ini akan ditangkap."}, "“akan ditangkap”"),
        ({**ENGLISH, "why_en": "They will be arrested."}, "“will be arrested”"),
        ({"sources": [{"name": "KPU OKU", "said": "Terima kasih kepada Kapolres."}]}, "“Terima kasih kepada Kapolres”"),
        ({"sources": []}, "Tulis paling sedikit satu sumber sebelum disetujui."),
    ],
)
def test_what_a_public_page_must_not_say_stops_at_the_approval(
    world: World, changed: dict[str, Any], words: str
) -> None:
    row = draft(world, **changed)

    with pytest.raises(Refused) as refused:
        actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)

    assert refused.value.message.startswith(words)
    held = [stop.sentence for stop in gate.still_held(row, on=world.today)]
    assert refused.value.message == " ".join([*reads.hindrances(row), *held])
    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("draft", None)


def test_a_rumour_that_nobody_weighed_is_not_made_public(world: World) -> None:
    issue = ballots(world, verdict=None)
    row = draft(world, issue)

    with pytest.raises(Refused):
        actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)

    reason = "Masih ditanyakan kepada KPU."
    triage.give_verdict(issue=issue, verdict=Verdict.UNDER_INVESTIGATION, reason=reason, by=world.budi, at=world.now)
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
    assert row.verdict == Verdict.UNDER_INVESTIGATION


def test_the_answer_to_a_question_needs_no_verdict(world: World) -> None:
    issue = ballots(world, kind=IssueKind.QUESTION, title="Bagaimana memilih tanpa undangan", verdict=None)

    row = published(world, issue, myth="", why="")

    assert (row.state, row.verdict, row.slug.split("-")[0]) == ("published", Verdict.NEW, "jawaban")


def test_a_verdict_that_changed_after_the_approval_must_be_read_again(world: World) -> None:
    issue = ballots(world)
    row = actions.approve_clarification(clarification=draft(world, issue), by=world.hendra, at=world.now)
    reason = "KPU menarik penjelasannya."
    triage.give_verdict(issue=issue, verdict=Verdict.UNVERIFIABLE, reason=reason, by=world.budi, at=world.now)

    with pytest.raises(Refused):
        actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)

    row = actions.edit_clarification(clarification=row, texts=TEXTS, sources=SOURCES, by=world.dewi, at=world.now)
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
    row = actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)
    assert (row.state, row.verdict) == ("published", Verdict.UNVERIFIABLE)


def test_what_is_public_is_withdrawn_with_a_reason_and_never_changed(world: World) -> None:
    row = published(world)
    with pytest.raises(Refused):
        actions.edit_clarification(clarification=row, texts=TEXTS, sources=SOURCES, by=world.dewi, at=world.now)
    for reason in ("", "Keliru.", "a" * 301, "Penulisnya akan ditangkap."):
        with pytest.raises(Refused) as refused:
            actions.withdraw_clarification(clarification=row, reason=reason, by=world.hendra, at=world.now)
        assert refused.value.field == "reason"

    reason = "KPU memperbaiki tanggalnya; tulisan baru menyusul."
    row = actions.withdraw_clarification(clarification=row, reason=reason, by=world.hendra, at=world.now)

    assert (row.state, row.withdrawn_reason, row.withdrawn_at) == (PublicationState.WITHDRAWN, reason, world.now)
    assert list(reads.published()) == []
    assert reads.published_by_slug(row.slug) == row
    assert told_of(row)[-1] == ("respond.withdraw_clarification", "Hendra")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 121}, "title"),
        ({"fact": "Aman."}, "fact"),
        ({"fact": "a" * 100_000}, "fact"),
        ({"why": ""}, "why"),
        ({"fact": f"{TEXTS['fact']} {MYTH.upper()}"}, "myth"),
        ({"title_en": "Sealed"}, "title_en"),
        ({"sources": [{"name": "KPU OKU", "said": "Aman.", "on": "2099-01-01"}]}, None),
        ({"sources": [{"name": "KPU OKU", "said": "a" * 121}]}, None),
        ({"sources": [{"name": f"Kantor {n}"} for n in range(5)]}, None),
    ],
)
def test_a_draft_that_would_not_fit_or_tells_the_rumour_twice_is_refused(
    world: World, changed: dict[str, Any], field: str | None
) -> None:
    issue = ballots(world)
    rows = AuditEvent.objects.count()

    with pytest.raises(Refused) as refused:
        draft(world, issue, **changed)

    assert refused.value.field == field
    assert (Clarification.objects.count(), AuditEvent.objects.count()) == (0, rows)


def test_the_address_says_nothing_of_whom_or_where_and_numbers_are_masked(world: World) -> None:
    row = draft(
        world,
        title="Joko dari Ujanmas keliru, kotak suara tersegel",
        why="Joko, 0812-3456-7890, NIK 1601081203900001, melihat gambar simulasi.",
        sources=[{"name": "Ketua RT 2", "said": "Hubungi 0812-3456-7890."}],
    )

    assert row.slug == f"kabar-{row.pk.hex[-10:]}"
    assert row.why == "Joko, [telepon], NIK [NIK], melihat gambar simulasi."
    assert row.sources == [{"name": "Ketua RT 2", "said": "Hubungi [telepon].", "on": ""}]
    assert reads.villages_named(row) == ["Ujanmas"]


def test_a_village_that_is_called_like_its_subdistrict_is_not_warned_of(world: World) -> None:
    issue = ballots(world)
    issue.villages.add("16.01.08.2015")

    row = draft(world, issue, fact="Semua kotak di Kecamatan Pengandonan masih tersegel di gudang.")

    assert (reads.coarse_places(row), reads.villages_named(row)) == (["Pengandonan"], [])


def test_who_sees_which_clarifications(world: World) -> None:
    mine = draft(world)
    here = published(world, ballots(world, title="Kabar gudang"))
    muara_enim = triage.open_issue(
        kind=IssueKind.QUESTION,
        title="Rini",
        unit=world.muara_enim,
        villages=[world.ujan_mas_baru],
        by=world.rini,
        at=world.now,
    )
    theirs = draft(world, muara_enim, by=world.rini)

    def seen(person: Any) -> list[Clarification]:
        return list(reads.clarifications_for(person, on=world.today))

    assert seen(world.budi) == seen(world.dewi) == seen(world.agus) == [mine, here]
    # The officers of Ujanmas carry what was approved; drafts of the Polres stay at the Polres.
    assert seen(world.wati) == seen(world.rahman) == [here]
    assert seen(world.yusuf) == []
    assert seen(world.rini) == [theirs]
    with pytest.raises(NotFound):
        reads.clarification(world.rini, mine.pk, on=world.today)
    assert [reads.drafts_waiting(person, on=world.today) for person in (world.hendra, world.dewi, world.rahman)] == [
        1,
        0,
        0,
    ]
