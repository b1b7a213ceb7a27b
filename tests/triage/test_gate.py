"""What staff write at a receipt passes the neutrality gate: nobody else reads it before the resident does."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import Refused
from teduh.listen import actions as listen
from teduh.listen.models import Note
from teduh.listen.rules import NoteKind
from teduh.setup import actions as setup
from teduh.triage import actions
from teduh.triage.models import Assessment
from teduh.triage.rules import Outcome
from teduh.trust.models import Person
from tests.factories import World
from tests.respond.clarified import asked, ballots

AsPerson = Callable[[Person], Client]
PARTISAN = "Tidak benar. Yang pasti pilih nomor 2 saja."
THREAT = "Yang menyebar kabar itu akan ditangkap."


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.mark.parametrize("kind", [NoteKind.ANSWER, NoteKind.QUESTION])
@pytest.mark.parametrize("text", [PARTISAN, THREAT])
def test_a_line_for_the_reporter_is_held(world: World, kind: str, text: str) -> None:
    report = asked(world).report
    assert report is not None

    with pytest.raises(Refused) as refused:
        listen.tell_reporter(report=report, kind=kind, text=text, by=world.budi, at=world.now)

    assert (refused.value.field, refused.value.message[0]) == ("text", "“")
    assert Note.objects.count() == 0


def test_an_answer_to_everybody_who_asked_is_held(world: World) -> None:
    issue = ballots(world, asked(world).report)

    with pytest.raises(Refused):
        actions.answer_reporters(issue=issue, text=PARTISAN, by=world.budi, at=world.now)

    issue.refresh_from_db()
    assert (issue.answered_at, Note.objects.count()) == (None, 0)


def test_an_answer_that_ends_a_report_is_held_beside_its_box(world: World) -> None:
    report = asked(world).report
    assert report is not None

    with pytest.raises(Refused) as refused:
        actions.decide(
            report=report, outcome=Outcome.ANSWERED, reason="Sudah jelas.", answer=THREAT, by=world.budi, at=world.now
        )

    assert refused.value.field == "answer"
    assert (Assessment.objects.count(), Note.objects.count()) == (0, 0)


def test_the_list_of_the_operation_holds_here_too(world: World) -> None:
    setup.set_words(operation=world.operation, words={"name": ["Melati"]}, by=world.lina, at=world.now)
    report = asked(world).report
    assert report is not None

    with pytest.raises(Refused):
        listen.tell_reporter(
            report=report, kind=NoteKind.ANSWER, text="Tanyakan ke Bu Melati.", by=world.budi, at=world.now
        )


def test_the_desk_reads_why_and_loses_nothing(world: World, as_person: AsPerson) -> None:
    report = asked(world).report
    assert report is not None

    answer = as_person(world.budi).post(f"/meja/{report.pk}/tulis/", {"text": PARTISAN})

    page = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "“pilih nomor 2”: Kalimat ini mengajak memilih" in page
    assert f"{PARTISAN}</textarea>" in page


def test_a_plain_answer_goes_out(world: World) -> None:
    report = asked(world).report
    assert report is not None
    text = "Surat suara di TPS 02 masih tersegel. Terima kasih sudah bertanya."

    listen.tell_reporter(report=report, kind=NoteKind.ANSWER, text=text, by=world.budi, at=world.now)

    assert [note.text for note in Note.objects.all()] == [text]
