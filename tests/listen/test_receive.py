"""Sari says what she heard: what is kept of it, what is not, and where it goes."""

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError
from PIL import Image

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import actions, reads, receipts, sealed
from teduh.listen.models import Complaint, Photo, Report
from teduh.trust import audit, vault
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.trust.models import AuditEvent, VaultEntry
from tests.factories import World

pytestmark = pytest.mark.usefixtures("oku_receives")

SMS = "ada isu2 sara di ds ujan mas klo bs dicek pak"
BRIBE = "oknum polisi minta uang di pasar malam, pedagang takut"


def picture(size: tuple[int, int] = (60, 40)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG", comment=b"rumah Sari")
    return out.getvalue()


def refusal(**send: object) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        actions.receive_report(**{"channel": "web", "by": RESIDENT, **send})  # type: ignore[arg-type]
    return refused.value.message, refused.value.field


def test_a_report_is_kept_as_it_was_typed(world: World):
    received = actions.receive_report(
        text=SMS, channel="web", by=RESIDENT, at=world.now, place_text="Ujan Mas", when_text="tadi malam", language="id"
    )

    report = Report.objects.get()
    assert received.report == report
    assert (report.text, report.place_text, report.when_text) == (SMS, "Ujan Mas", "tadi malam")
    assert (report.unit, report.channel, report.received_at) == (world.polres, "web", world.now)
    assert report.happened_on == date(2024, 10, 13)
    # The machine proposes a place; it never puts one.
    assert report.village is None
    assert report.entered_by is None
    assert received.complaint is None
    assert received.emergency is False


def test_the_database_holds_a_digest_and_no_code(world: World):
    received = actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now)

    assert received.receipt is not None
    assert Report.objects.get().receipt_digest == receipts.digest(received.receipt)
    kept = json.dumps([list(Report.objects.values()), list(AuditEvent.objects.values())], default=str)
    assert received.receipt not in kept
    assert receipts.show(received.receipt) not in kept


def test_one_audit_row_tells_that_a_report_came_and_not_what_it_said(world: World):
    actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now)

    row = AuditEvent.objects.get()
    assert (row.action, row.actor_kind, row.actor_id, row.unit_id) == (
        "listen.receive",
        "resident",
        "",
        str(world.polres.pk),
    )
    assert json.loads(row.details) == {"channel": "web", "photos": 0, "emergency": False}
    assert list(audit.verify()) == []


def test_an_identity_number_is_masked_before_it_is_kept(world: World):
    nik = "1601081408990001"
    actions.receive_report(
        text=f"KTP {nik} dipakai orang lain, hp 0812-0000-1234",
        channel="web",
        by=RESIDENT,
        at=world.now,
        place_text=f"rumah NIK {nik}",
        contact=f"NIK {nik}",
    )

    report = Report.objects.get()
    assert report.text == "KTP [NIK] dipakai orang lain, hp 0812-0000-1234"
    assert report.place_text == "rumah NIK [NIK]"
    assert vault.unseal(VaultEntry.objects.get()) == "NIK [NIK]"


def test_a_contact_lies_in_the_vault_only(world: World):
    actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, contact="0812-0000-7788")

    report, entry = Report.objects.get(), VaultEntry.objects.get()
    assert (entry.kind, entry.subject_id) == ("contact", report.pk)
    assert entry.expires_at == world.now + timedelta(days=180)
    assert vault.unseal(entry) == "0812-0000-7788"
    assert b"7788" not in bytes(entry.sealed)
    assert "7788" not in json.dumps([list(Report.objects.values()), list(AuditEvent.objects.values())], default=str)


@pytest.mark.parametrize("text", ["", "   ", "\n\r\n", "\x00\x07"])
def test_an_empty_report_gets_one_sentence(world: World, text: str):
    assert refusal(text=text, at=world.now) == ("Tuliskan dulu apa yang Anda lihat atau dengar.", "text")
    assert Report.objects.count() == 0


def test_a_report_that_is_too_long_says_by_how_much(world: World):
    message, field = refusal(text="x" * 102_400, at=world.now)

    assert (
        message == "Tulisan ini kelebihan 97.400 huruf dari 5.000. Pendekkan, lalu kirim lagi; tulisan Anda masih ada."
    )
    assert field == "text"
    assert actions.receive_report(text="x" * 5000, channel="web", by=RESIDENT, at=world.now).report is not None


def test_line_ends_of_a_browser_do_not_count_twice(world: World):
    actions.receive_report(text="satu\r\ndua", channel="web", by=RESIDENT, at=world.now)

    assert Report.objects.get().text == "satu\ndua"


@pytest.mark.parametrize("when", ["2099-01-01", "1 Januari 2099", "01/01/2099"])
def test_a_day_in_2099_gets_one_sentence(world: World, when: str):
    message, field = refusal(text=SMS, when_text=when, at=world.now)

    assert message.startswith("Tanggal ini jauh sekali dari hari ini: 01/01/2099.")
    assert field == "when"


def test_a_place_that_does_not_exist_is_kept_as_typed(world: World):
    actions.receive_report(text="ada ribut", channel="web", by=RESIDENT, at=world.now, place_text="Desa Antah Berantah")

    report = Report.objects.get()
    assert (report.place_text, report.village) == ("Desa Antah Berantah", None)


def test_a_village_of_another_district_is_refused(world: World):
    message, field = refusal(text=SMS, village=world.ujan_mas_baru, at=world.now)

    assert message == "Ujan Mas Baru di luar wilayah Polres OKU. Pilih desa lain, atau biarkan kosong."
    assert field == "place"


def test_the_same_send_twice_is_one_report(world: World):
    pk = uuid4()
    first = actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, report_id=pk)
    second = actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, report_id=pk)

    assert (Report.objects.count(), AuditEvent.objects.count()) == (1, 1)
    assert second.report == first.report
    # The code is told once; somebody who knows the id of a report does not learn its code.
    assert second.receipt is None


def test_the_same_code_twice_is_one_report_and_one_code(world: World):
    code = receipts.make_code()
    results = [actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, code=code) for _ in range(2)]

    assert Report.objects.count() == 1
    assert [result.receipt for result in results] == [code, code]


def test_two_sends_at_the_same_moment_are_one_report(world: World, monkeypatch: pytest.MonkeyPatch):
    """The second one has looked before the first one was there; the database says no and the answer is the first."""
    code = receipts.make_code()
    first = actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, code=code)
    looks = []

    def blind_once(*given: object) -> actions.Received | None:
        looks.append(given)
        return None if len(looks) == 1 else look(*given)

    look = actions.receive._earlier
    monkeypatch.setattr(actions.receive, "_earlier", blind_once)

    second = actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, code=code)

    assert (second.report, second.receipt, Report.objects.count()) == (first.report, code, 1)


def test_a_report_of_another_source_is_there_once(world: World):
    send = {"text": SMS, "channel": "import", "by": SYSTEM, "at": world.now, "source": "peta", "external_id": "7"}
    actions.receive_report(**send, with_receipt=False)  # type: ignore[arg-type]

    with pytest.raises(IntegrityError):
        actions.receive_report(**send, with_receipt=False)  # type: ignore[arg-type]
    assert Report.objects.get().receipt_digest is None


def test_photos_are_kept_without_what_they_told(world: World, tmp_path: Path):
    actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, photos=[picture(), picture((2000, 900))])

    photos = list(Photo.objects.order_by("pk"))
    assert [(photo.width, photo.height) for photo in photos] == [(60, 40), (1600, 720)]
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(files) == {f"{photo.pk}.sealed" for photo in photos}
    assert not any(b"Sari" in photo.content() for photo in photos)
    assert not any(b"JFIF" in content for content in files.values())
    assert all(b"JFIF" in photo.content() for photo in photos)
    assert oct((tmp_path / f"{photos[0].pk}.sealed").stat().st_mode)[-3:] == "600"


def test_one_bad_photo_keeps_nothing_and_says_so(world: World, tmp_path: Path):
    message, field = refusal(text=SMS, photos=[picture(), b"%PDF-1.7"], at=world.now)

    assert message.startswith("Satu berkas bukan foto yang dapat dibuka")
    assert field == "photos"
    assert (Report.objects.count(), list(tmp_path.iterdir())) == (0, [])


def test_a_fourth_photo_is_one_too_many(world: World):
    assert refusal(text=SMS, photos=[picture()] * 4, at=world.now)[1] == "photos"


def test_a_file_does_not_stay_behind_when_the_report_is_lost(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(**_given: object) -> None:
        raise RuntimeError("the chain is broken")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, photos=[picture()])

    assert (Report.objects.count(), list(tmp_path.iterdir())) == (0, [])


def test_words_of_an_emergency_are_seen(world: World):
    received = actions.receive_report(
        text="orang bawa parang kumpul di depan balai desa, cepat!", channel="web", by=RESIDENT, at=world.now
    )

    assert received.emergency is True
    assert Report.objects.get().emergency is True


def test_a_ticked_complaint_never_becomes_a_report(world: World, tmp_path: Path):
    received = actions.receive_report(
        text="petugas itu tidak adil kepada kami",
        channel="web",
        by=RESIDENT,
        at=world.now,
        place_text="Kemalaraja",
        contact="0812-0000-7788",
        photos=[picture()],
        about_police=True,
    )

    complaint = Complaint.objects.get()
    assert (received.complaint, received.report) == (complaint, None)
    assert (complaint.receiver, complaint.by_hint) == (world.kompolnas, False)
    assert (Report.objects.count(), Photo.objects.count(), list(tmp_path.iterdir())) == (0, 0, [])
    assert complaint.receipt_digest == receipts.digest(received.receipt or "")
    # Not one word of it lies in clear anywhere.
    kept = json.dumps(
        [list(model.objects.values()) for model in (Complaint, AuditEvent, VaultEntry)],
        default=lambda value: bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value),
    )
    for word in ("petugas", "Kemalaraja", "0000-7788"):
        assert word not in kept
    assert sealed.words_of(complaint).contact == ""
    assert vault.unseal(VaultEntry.objects.get(kind="contact")) == "0812-0000-7788"


def test_words_about_police_conduct_are_sealed_by_themselves(world: World):
    received = actions.receive_report(text=BRIBE, channel="sms", by=world.budi, at=world.now)

    complaint = Complaint.objects.get()
    assert (received.report, complaint.by_hint, complaint.receiver) == (None, True, world.kompolnas)
    assert Report.objects.count() == 0


def test_asking_for_police_is_no_complaint(world: World):
    actions.receive_report(text="polisi tolong datang, ada yang berkelahi", channel="web", by=RESIDENT, at=world.now)

    assert (Report.objects.count(), Complaint.objects.count()) == (1, 0)


def test_the_rows_of_a_complaint_belong_to_the_outside_body(world: World):
    actions.receive_report(text=BRIBE, channel="web", by=RESIDENT, at=world.now, about_police=True)

    assert {row.unit_id for row in AuditEvent.objects.filter(action="complaint.receive")} == {str(world.kompolnas.pk)}
    assert not AuditEvent.objects.filter(unit_id=str(world.polres.pk)).exists()


def test_without_an_outside_body_a_complaint_is_refused_and_not_shown_to_the_unit(world: World):
    world.maya.delete()
    world.kompolnas.delete()

    message, field = refusal(text=BRIBE, at=world.now)
    assert message.startswith("Laporan tentang perilaku polisi belum dapat diterima di sini")
    assert field == "about_police"
    assert (Report.objects.count(), Complaint.objects.count()) == (0, 0)


def test_a_role_that_does_not_enter_reports_is_refused(world: World):
    with pytest.raises(NotAllowed):
        actions.receive_report(text=SMS, channel="officer", by=world.agus, at=world.now)
    assert Report.objects.count() == 0


def test_an_officer_writes_down_for_somebody_else(world: World, settings: object):
    settings.RECEIVING_UNIT = ""  # type: ignore[attr-defined]
    actions.receive_report(text=SMS, channel="officer", by=world.wati, at=world.now, village=world.ujanmas)

    report = Report.objects.get()
    # Wati's sector belongs to Polres OKU, which receives; another district uses the same server.
    assert (report.unit, report.entered_by, report.village) == (world.polres, world.wati, world.ujanmas)


def test_without_a_receiving_unit_nothing_is_lost_in_silence(world: World, settings: object):
    settings.RECEIVING_UNIT = ""  # type: ignore[attr-defined]

    assert refusal(text=SMS, at=world.now)[0].startswith("Halaman ini belum diatur")


class TestConfirmingAPlace:
    def report(self, world: World, **more: object) -> Report:
        report = actions.receive_report(text=SMS, channel="web", by=RESIDENT, at=world.now, **more).report  # type: ignore[arg-type]
        assert report is not None
        return report

    def test_the_desk_confirms_and_takes_back(self, world: World):
        report = self.report(world)
        actions.confirm_place(report=report, village=world.ujanmas, by=world.budi, at=world.now)
        assert Report.objects.get().village == world.ujanmas

        actions.confirm_place(report=report, village=None, by=world.budi, at=world.now)
        assert Report.objects.get().village is None
        assert [
            json.loads(row.details) for row in AuditEvent.objects.filter(action="listen.confirm_place").order_by("seq")
        ] == [
            {"village": "16.01.08.2018"},
            {"village": None},
        ]

    def test_the_resident_chooses_once(self, world: World):
        report = self.report(world)
        actions.confirm_place(report=report, village=world.ujanmas, by=RESIDENT, at=world.now)

        with pytest.raises(Refused):
            actions.confirm_place(report=report, village=world.tanjungan, by=RESIDENT, at=world.now)
        assert Report.objects.get().village == world.ujanmas

    def test_nobody_puts_it_into_another_district(self, world: World):
        report = self.report(world)
        with pytest.raises(Refused):
            actions.confirm_place(report=report, village=world.ujan_mas_baru, by=RESIDENT, at=world.now)
        with pytest.raises(NotAllowed):
            actions.confirm_place(report=report, village=world.ujan_mas_baru, by=world.budi, at=world.now)
        assert Report.objects.get().village is None

    def test_rini_of_another_district_does_not_find_it(self, world: World):
        report = self.report(world)
        with pytest.raises(NotFound):
            actions.confirm_place(report=report, village=world.ujan_mas_baru, by=world.rini, at=world.now)

    def test_the_officer_who_wrote_it_down_may_and_a_colleague_may_not(self, world: World):
        report = self.report(world)
        own = actions.receive_report(text=SMS, channel="officer", by=world.wati, at=world.now).report
        assert own is not None
        actions.confirm_place(report=own, village=world.kemalaraja, by=world.wati, at=world.now)
        with pytest.raises(NotAllowed):
            actions.confirm_place(report=report, village=world.ujanmas, by=world.wati, at=world.now)

        assert reads.report_by_id(own.pk).village == world.kemalaraja  # type: ignore[union-attr]
        assert reads.report_by_id(report.pk).village is None  # type: ignore[union-attr]
