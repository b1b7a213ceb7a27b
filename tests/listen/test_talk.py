"""The talk at a receipt: Budi asks and answers, Sari replies, and nobody else reads along."""

import pytest

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import actions, reads, receipts
from teduh.listen.models import ComplaintNote, Note, Report
from teduh.listen.rules import NoteKind
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.trust.models import AuditEvent
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")

SMS = "ada isu2 sara di ds ujan mas klo bs dicek pak"
BRIBE = "polisi itu minta uang lagi tadi malam"


@pytest.fixture
def sent(world: World) -> actions.Received:
    return actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now)


def code_of(sent: actions.Received) -> str:
    assert sent.receipt is not None
    return sent.receipt


def report_of(sent: actions.Received) -> Report:
    assert sent.report is not None
    return sent.report


def lines(sent: actions.Received) -> list[tuple[str, str]]:
    talk = reads.talk_at(code_of(sent))
    assert talk is not None
    return [(line.kind, line.text) for line in talk.lines]


def test_the_code_opens_the_talk_however_it_is_written(world: World, sent: actions.Received):
    talk = reads.talk_at(receipts.show(code_of(sent)).replace("-", "  "))

    assert talk is not None
    assert (talk.id, talk.text, talk.unit, talk.sealed, talk.lines) == (
        report_of(sent).pk,
        SMS,
        world.polres,
        False,
        (),
    )


def test_an_unknown_code_and_a_slip_open_nothing(world: World, sent: actions.Received):
    code = code_of(sent)
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)

    assert (reads.talk_at(receipts.make_code()), reads.talk_at(slip), reads.talk_at("")) == (None, None, None)


def test_a_question_is_replied_to_and_then_answered(world: World, sent: actions.Received):
    report, code = report_of(sent), code_of(sent)
    actions.tell_reporter(report=report, kind=NoteKind.QUESTION, text="Dusun berapa?", by=world.budi, at=world.now)
    actions.add_at_receipt(code=code, text="dusun 2", at=world.now)
    actions.add_at_receipt(code=code, text="dekat masjid", at=world.now)
    actions.tell_reporter(
        report=report, kind=NoteKind.ANSWER, text="Tidak benar, aman.", by=world.budi, at=world.now, link="/fakta/aman/"
    )

    assert lines(sent) == [
        ("question", "Dusun berapa?"),
        ("reply", "dusun 2"),
        ("addition", "dekat masjid"),
        ("answer", "Tidak benar, aman."),
    ]
    talk = reads.talk_at(code)
    assert talk is not None
    assert (talk.answered, talk.open_question, talk.lines[-1].link) == (True, None, "/fakta/aman/")
    assert [note.by for note in Note.objects.all()] == [world.budi, None, None, world.budi]


def test_the_talk_names_no_officer(world: World, sent: actions.Received):
    actions.tell_reporter(report=report_of(sent), kind=NoteKind.ANSWER, text="Aman.", by=world.budi, at=world.now)

    assert "Budi" not in repr(reads.talk_at(code_of(sent)).lines)  # type: ignore[union-attr]


def test_each_line_leaves_one_row_without_its_words(world: World, sent: actions.Received):
    actions.tell_reporter(report=report_of(sent), kind=NoteKind.ANSWER, text="Aman.", by=world.budi, at=world.now)
    actions.add_at_receipt(code=code_of(sent), text="terima kasih pak", at=world.now)

    rows = list(AuditEvent.objects.order_by("seq").values_list("action", "actor_kind", "details"))[1:]
    assert rows == [("listen.tell", "person", '{"kind": "answer"}'), ("listen.add", "resident", '{"kind": "addition"}')]


def test_an_unknown_code_adds_nothing(world: World):
    with pytest.raises(NotFound):
        actions.add_at_receipt(code=receipts.make_code(), text="halo", at=world.now)
    assert Note.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_an_empty_or_endless_line_is_refused(world: World, sent: actions.Received, text: str):
    with pytest.raises(Refused) as refused:
        actions.add_at_receipt(code=code_of(sent), text=text, at=world.now)
    assert refused.value.field == "text"
    assert lines(sent) == []


def test_a_complaint_does_not_slip_into_a_talk_that_police_read(world: World, sent: actions.Received):
    with pytest.raises(Refused) as refused:
        actions.add_at_receipt(code=code_of(sent), text=BRIBE, at=world.now)
    assert refused.value.field == "about_police"
    assert lines(sent) == []

    actions.add_at_receipt(code=code_of(sent), text=BRIBE, at=world.now, not_about_police=True)
    assert lines(sent) == [("addition", BRIBE)]


def test_lines_about_a_complaint_are_sealed_with_it(world: World):
    sent = actions.receive_report(text=BRIBE, channel="web", by=RESIDENT, at=world.now, about_police=True)
    actions.add_at_receipt(code=code_of(sent), text="kejadiannya di pasar", at=world.now)

    assert lines(sent) == [("addition", "kejadiannya di pasar")]
    assert (Note.objects.count(), ComplaintNote.objects.count()) == (0, 1)
    assert not hasattr(ComplaintNote.objects.get(), "text")
    assert AuditEvent.objects.get(action="listen.add").unit_id == str(world.kompolnas.pk)


def test_an_officer_cannot_speak_for_the_resident(world: World, sent: actions.Received):
    with pytest.raises(Refused):
        actions.tell_reporter(report=report_of(sent), kind=NoteKind.REPLY, text="ya", by=world.budi, at=world.now)
    assert lines(sent) == []


def test_roles_that_do_not_speak_are_refused(world: World, sent: actions.Received):
    for person in (world.wati, world.agus, world.lina, world.maya):
        with pytest.raises(NotAllowed):
            actions.tell_reporter(report=report_of(sent), kind=NoteKind.ANSWER, text="ya", by=person, at=world.now)
    assert lines(sent) == []


def test_rini_of_another_district_does_not_find_it(world: World, sent: actions.Received):
    with pytest.raises(NotFound):
        actions.tell_reporter(report=report_of(sent), kind=NoteKind.ANSWER, text="ya", by=world.rini, at=world.now)
    assert lines(sent) == []


def test_the_sector_and_public_relations_may_answer_and_so_may_the_system(world: World, sent: actions.Received):
    for by in (world.rahman, world.dewi, SYSTEM):
        actions.tell_reporter(
            report=report_of(sent), kind=NoteKind.NOTICE, text="Sedang diperiksa.", by=by, at=world.now
        )
    assert len(lines(sent)) == 3
