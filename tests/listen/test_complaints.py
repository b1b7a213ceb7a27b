"""A complaint about police: only the outside body and the resident ever see it."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import actions, reads
from teduh.listen.models import Complaint, ComplaintNote, Note, Photo, Report
from teduh.listen.rules import NoteKind
from teduh.trust import audit
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, VaultEntry
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")

WORDS = "petugas itu menyuruh kami mendukung satu calon"
REASON = "Ini tentang petugas pemilihan, bukan polisi."


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return out.getvalue()


def sealed_by_sari(world: World) -> Complaint:
    sent = actions.receive_report(
        text=WORDS,
        channel="web",
        by=RESIDENT,
        at=world.now,
        about_police=True,
        photos=[picture()],
        contact="0812-0000-7788",
    )
    assert sent.complaint is not None
    return sent.complaint


def ordinary(world: World, **more: object) -> tuple[Report, str]:
    sent = actions.receive_report(text=WORDS, channel="web", by=RESIDENT, at=world.now, **more)  # type: ignore[arg-type]
    assert sent.report is not None
    assert sent.receipt is not None
    return sent.report, sent.receipt


class TestReading:
    def test_maya_reads_it_whole_and_the_reading_is_on_record(self, world: World):
        complaint = sealed_by_sari(world)

        read = actions.read_complaint(complaint=complaint, by=world.maya, at=world.now)

        assert (read.words.text, read.words.contact) == (WORDS, "")
        assert Image.open(BytesIO(read.photos[0])).size == (60, 40)
        row = AuditEvent.objects.get(action="complaint.read")
        assert (row.actor_label, row.subject_id, row.unit_id) == ("Maya", str(complaint.pk), str(world.kompolnas.pk))

    def test_nobody_else_reads_it_not_even_the_administrator(self, world: World):
        complaint = sealed_by_sari(world)

        for person in (*world.people, world.yusuf, world.rini):
            if person == world.maya:
                continue
            with pytest.raises(NotAllowed):
                actions.read_complaint(complaint=complaint, by=person, at=world.now)
            assert list(reads.complaints_for(person)) == []
            assert list(reads.reports_for(person, on=world.today)) == []
            with pytest.raises(NotFound):
                reads.complaint(person, complaint.pk)
        assert not AuditEvent.objects.filter(action="complaint.read").exists()

    def test_an_outside_body_reads_only_what_it_received(self, world: World):
        complaint = sealed_by_sari(world)
        world.maya.unit = world.bawaslu

        with pytest.raises(NotFound):
            actions.read_complaint(complaint=complaint, by=world.maya, at=world.now)
        assert list(reads.complaints_for(world.maya)) == []


class TestSealing:
    def test_the_report_leaves_the_unit_whole(self, world: World, tmp_path: Path, django_capture_on_commit_callbacks):
        report, code = ordinary(world, photos=[picture()], contact="0812-0000-7788", village=world.kemalaraja)
        actions.add_at_receipt(code=code, text="kejadian kemarin", at=world.now)
        actions.tell_reporter(report=report, kind=NoteKind.QUESTION, text="Di mana?", by=world.budi, at=world.now)

        with django_capture_on_commit_callbacks(execute=True):
            complaint = actions.seal_report(report=report, by=world.budi, at=world.now + timedelta(hours=1))

        assert [model.objects.count() for model in (Report, Note, Photo)] == [0, 0, 0]
        assert list(tmp_path.iterdir()) == []
        assert (complaint.pk, complaint.received_at, complaint.by_hint) == (report.pk, world.now, True)
        # The contact lies where the desk can no longer ask for it.
        with pytest.raises(NotFound):
            actions.ask_to_open(matter_id=report.pk, purpose="Saya ingin menelepon Sari.", by=world.budi, at=world.now)
        read = actions.read_complaint(complaint=complaint, by=world.maya, at=world.now)
        assert (read.words.text, read.words.village_id, read.words.contact) == (
            WORDS,
            world.kemalaraja.pk,
            "",
        )
        assert [(line.kind, line.text, line.by_id) for line in read.lines] == [
            ("addition", "kejadian kemarin", None),
            ("question", "Di mana?", world.budi.pk),
        ]
        assert len(read.photos) == 1

    def test_the_same_code_still_opens_the_talk(self, world: World):
        report, code = ordinary(world)
        actions.seal_report(report=report, by=world.budi, at=world.now)

        talk = reads.talk_at(code)
        assert talk is not None
        assert (talk.id, talk.sealed, talk.text, talk.unit) == (report.pk, True, WORDS, world.kompolnas)

    def test_a_late_repeat_of_the_send_does_not_bring_it_back(self, world: World):
        report, _code = ordinary(world)
        actions.seal_report(report=report, by=world.budi, at=world.now)

        again = actions.receive_report(text=WORDS, channel="web", by=RESIDENT, at=world.now, report_id=report.pk)

        assert (again.report, again.complaint, again.receipt) == (None, Complaint.objects.get(), None)
        assert Report.objects.count() == 0

    def test_only_the_desk_of_the_district_seals(self, world: World):
        report, _code = ordinary(world)

        with pytest.raises(NotAllowed):
            actions.seal_report(report=report, by=world.wati, at=world.now)
        with pytest.raises(NotFound):
            actions.seal_report(report=report, by=world.rini, at=world.now)
        assert Report.objects.count() == 1


class TestWriting:
    def test_an_answer_reaches_the_resident_and_lies_in_the_vault(self, world: World):
        sent = actions.receive_report(text=WORDS, channel="web", by=RESIDENT, at=world.now, about_police=True)
        assert sent.complaint is not None
        actions.write_about_complaint(
            complaint=sent.complaint, kind="answer", text="Kami periksa.", by=world.maya, at=world.now
        )

        talk = reads.talk_at(sent.receipt or "")
        assert talk is not None
        assert [(line.kind, line.text) for line in talk.lines] == [("answer", "Kami periksa.")]
        assert [field.name for field in ComplaintNote._meta.get_fields() if field.name == "text"] == []
        rows = json.dumps(list(AuditEvent.objects.values()), default=str)
        assert "Kami periksa" not in rows

    def test_the_overseer_does_not_speak_for_the_resident(self, world: World):
        with pytest.raises(Refused):
            actions.write_about_complaint(
                complaint=sealed_by_sari(world), kind="reply", text="ya", by=world.maya, at=world.now
            )

    def test_police_do_not_write(self, world: World):
        complaint = sealed_by_sari(world)
        with pytest.raises(NotAllowed):
            actions.write_about_complaint(complaint=complaint, kind="answer", text="ya", by=world.budi, at=world.now)
        assert ComplaintNote.objects.count() == 0


class TestClosing:
    def test_an_answer_comes_before_the_end(self, world: World):
        complaint = sealed_by_sari(world)
        with pytest.raises(Refused) as refused:
            actions.close_complaint(complaint=complaint, outcome="settled", by=world.maya, at=world.now)
        assert refused.value.message == "Jawablah pelapor dulu, lalu tutup urusan ini."

        actions.write_about_complaint(complaint=complaint, kind="answer", text="Selesai.", by=world.maya, at=world.now)
        actions.close_complaint(complaint=complaint, outcome="settled", by=world.maya, at=world.now)

        complaint.refresh_from_db()
        assert (complaint.closed_at, complaint.closed_by, complaint.outcome) == (world.now, world.maya, "settled")
        with pytest.raises(Refused):
            actions.close_complaint(complaint=complaint, outcome="settled", by=world.maya, at=world.now)

    def test_an_outcome_that_is_none_is_refused(self, world: World):
        with pytest.raises(Refused):
            actions.close_complaint(complaint=sealed_by_sari(world), outcome="guilty", by=world.maya, at=world.now)


def kept(report: Report) -> dict[str, object]:
    """Everything of a report but its envelope, which is fresh each time."""
    envelope = ("sealed", "wrapped_key", "key_id")
    return {name: value for name, value in Report.objects.values().get(pk=report.pk).items() if name not in envelope}


class TestHandingBack:
    def test_what_words_had_sealed_becomes_the_report_that_it_was(self, world: World, tmp_path: Path):
        report, code = ordinary(world, photos=[picture()], contact="0812-0000-7788", place_text="Kemalaraja")
        before, said = kept(Report.objects.get()), Report.objects.get().clear()
        actions.add_at_receipt(code=code, text="kejadian kemarin", at=world.now)
        complaint = actions.seal_report(report=report, by=world.budi, at=world.now)
        actions.add_at_receipt(code=code, text="kapolsek tidak boleh tahu ini", at=world.now)
        actions.write_about_complaint(complaint=complaint, kind="question", text="Siapa?", by=world.maya, at=world.now)

        back = actions.hand_back(complaint=complaint, reason=REASON, by=world.maya, at=world.now)

        assert (kept(Report.objects.get()), Report.objects.get().clear()) == (before, said)
        assert (Complaint.objects.count(), ComplaintNote.objects.count()) == (0, 0)
        assert set(VaultEntry.objects.values_list("kind", flat=True)) == {"contact"}
        assert (
            back.photos.count(),
            len([file for file in tmp_path.iterdir() if back.photos.get().file.name == file.name]),
        ) == (1, 1)
        talk = reads.talk_at(code)
        assert talk is not None
        # What was written to the outside body stays with it.
        assert [line.kind for line in talk.lines] == ["addition", "notice"]
        assert REASON in talk.lines[1].text
        assert talk.lines[1].text.endswith("Yang Anda tulis kepada lembaga pengawas tidak ikut diteruskan.")
        assert "kapolsek tidak boleh tahu" not in json.dumps(list(Note.objects.values()), default=str)
        assert list(audit.verify()) == []

    def test_the_overseer_is_not_named_to_the_unit(self, world: World):
        report, _code = ordinary(world)
        complaint = actions.seal_report(report=report, by=world.budi, at=world.now)
        actions.hand_back(complaint=complaint, reason=REASON, by=world.maya, at=world.now)

        assert Note.objects.get().by is None

    def test_what_the_resident_had_sealed_stays_sealed(self, world: World):
        with pytest.raises(Refused) as refused:
            actions.hand_back(complaint=sealed_by_sari(world), reason=REASON, by=world.maya, at=world.now)
        assert refused.value.message.startswith("Pelapor sendiri meminta urusan ini disegel.")
        assert (Report.objects.count(), Complaint.objects.count()) == (0, 1)

    def test_it_needs_a_reason_and_the_outside_body(self, world: World):
        report, _code = ordinary(world)
        complaint = actions.seal_report(report=report, by=world.budi, at=world.now)

        with pytest.raises(Refused):
            actions.hand_back(complaint=complaint, reason=" salah ", by=world.maya, at=world.now)
        with pytest.raises(NotAllowed):
            actions.hand_back(complaint=complaint, reason=REASON, by=world.budi, at=world.now)
        assert Report.objects.count() == 0

    def test_the_notice_speaks_the_language_of_the_report(self, world: World):
        report, code = ordinary(world, language="en")
        complaint = actions.seal_report(report=report, by=world.budi, at=world.now)
        actions.hand_back(complaint=complaint, reason=REASON, by=world.maya, at=world.now)

        assert reads.talk_at(code).lines[0].text.startswith("The oversight body read this report")  # type: ignore[union-attr]
