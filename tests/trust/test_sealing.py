"""Words lie encrypted under the key of their own record, and a master key changes without a stop."""

import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from teduh.cores.errors import Refused, Unavailable
from teduh.listen import actions, reads
from teduh.listen.models import Note, Photo, Report
from teduh.trust import keys, rotation, vault
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.trust.models import AuditEvent, VaultEntry
from tests.factories.world import World
from tests.listen.test_receive import picture

SMS = "ado wong bagi amplop di lorong Kenanga, dekat langgar"
NEW, OLD = "ab" * 32, "cd" * 32


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"


@pytest.fixture
def key_file(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "vault.key"
    path.write_text(OLD)
    settings.VAULT_KEY, settings.VAULT_KEY_COMMAND, settings.VAULT_KEY_FILE = "", "", path
    return path


def sent(world: World, text: str = SMS) -> Report:
    received = actions.receive_report(
        text=text,
        channel="web",
        by=RESIDENT,
        at=world.now,
        place_text="lorong Kenanga",
        contact="0812-0000-7788",
        photos=[picture()],
    )
    assert received.report is not None
    actions.add_at_receipt(code=received.receipt or "", text="yang bagi orang luar desa", at=world.now)
    return received.report


def everything_stored() -> bytes:
    """Every cell of every table, as the database holds it."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the database itself)
            for row in cursor.fetchall():
                cells += [bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode() for cell in row]
    return b"\n".join(cells)


def test_no_word_of_a_report_lies_in_clear_in_any_table(world: World, tmp_path: Path):
    sent(world)

    stored = everything_stored()

    assert [word for word in (b"amplop", b"langgar", b"Kenanga", b"orang luar", b"0000-7788") if word in stored] == []
    assert len(list(tmp_path.glob("*.sealed"))) == 1
    report = Report.objects.get()
    assert (report.text, report.place_text, report.when_text, report.extra) == (SMS, "lorong Kenanga", "", {})
    assert [note.text for note in report.notes.all()] == ["yang bagi orang luar desa"]
    assert Photo.objects.get().content().startswith(b"\xff\xd8")


def test_each_report_has_a_key_of_its_own(world: World):
    first, second = sent(world), sent(world)

    assert first.data_key() != second.data_key()
    Report.objects.filter(pk=second.pk).update(sealed=first.sealed, wrapped_key=first.wrapped_key)
    with pytest.raises(Unavailable, match="cannot be opened"):
        _ = Report.objects.get(pk=second.pk).text


def test_without_the_report_its_talk_and_its_photo_are_noise(world: World, tmp_path: Path):
    report = sent(world)
    note, photo = Note.objects.get(), Photo.objects.get()
    stolen_note, stolen_file = bytes(note.sealed), next(tmp_path.glob("*.sealed")).read_bytes()
    report.delete()

    other = sent(world)
    for blob, owner in ((stolen_note, note.pk), (stolen_file, photo.pk)):
        with pytest.raises(Unavailable):
            keys.decrypt(other.data_key(), blob, owner)


def test_what_is_written_is_read_back_whole_and_survives_an_ordinary_save(world: World):
    report = sent(world, "“Petir” 🌩 & <b>\n\tbaris dua")
    actions.confirm_place(report=report, village=world.ujanmas, by=world.budi, at=world.now)

    again = Report.objects.get()
    assert (again.text, again.village) == ("“Petir” 🌩 & <b>\n\tbaris dua", world.ujanmas)
    again.text = "diubah"
    assert Report.objects.get().text == "“Petir” 🌩 & <b>\n\tbaris dua"
    again.refresh_from_db()
    assert again.text == "“Petir” 🌩 & <b>\n\tbaris dua"


def test_lists_are_read_without_one_query_more_for_each_row(
    world: World, django_assert_num_queries: "pytest.FixtureRequest"
):
    for _ in range(4):
        sent(world)

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [note.text for note in reads.notes_of(Report.objects.values_list("pk"))] == [
            "yang bagi orang luar desa"
        ] * 4


def test_a_new_key_comes_into_use_and_nothing_is_lost(world: World, key_file: Path):
    report = sent(world)
    entry = VaultEntry.objects.get()
    old_words = bytes(report.sealed)

    fresh = rotation.add_key(by=SYSTEM, at=world.now)
    late = sent(world, "laporan yang masuk di tengah jalan")
    assert (Report.objects.get(pk=report.pk).text, late.key_id) == (SMS, fresh)
    done = rotation.rewrap(by=SYSTEM, at=world.now)

    assert done == 2
    assert {use.key_id: use.records for use in rotation.key_uses()} == {fresh: 4, keys.master_key(OLD).id: 0}
    assert bytes(Report.objects.get(pk=report.pk).sealed) == old_words
    assert rotation.retire_keys(by=SYSTEM, at=world.now) == [keys.master_key(OLD).id]
    assert OLD not in key_file.read_text()
    assert (Report.objects.get(pk=report.pk).text, vault.unseal(VaultEntry.objects.get(pk=entry.pk))) == (
        SMS,
        "0812-0000-7788",
    )
    assert oct(key_file.stat().st_mode)[-3:] == "600"
    actions_told = list(AuditEvent.objects.filter(action__startswith="keys.").order_by("seq").values_list("action"))
    assert actions_told == [("keys.add",), ("keys.rewrap",), ("keys.retire",)]


def test_a_rotation_that_was_cut_short_goes_on(world: World, key_file: Path, monkeypatch: pytest.MonkeyPatch):
    for number in range(5):
        sent(world, f"kabar ke-{number}")
    rotation.add_key(by=SYSTEM, at=world.now)
    monkeypatch.setattr(rotation, "BATCH", 2)

    class PowerCut(Exception):
        pass

    def cut(_rows: int) -> None:
        raise PowerCut

    with pytest.raises(PowerCut):
        rotation.rewrap(by=SYSTEM, at=world.now, progress=cut)
    assert {report.text for report in Report.objects.all()} == {f"kabar ke-{number}" for number in range(5)}

    rotation.rewrap(by=SYSTEM, at=world.now)

    assert [use.records for use in rotation.key_uses()] == [10, 0]
    assert {report.text for report in Report.objects.all()} == {f"kabar ke-{number}" for number in range(5)}


def test_a_key_that_records_need_is_never_forgotten(world: World, key_file: Path):
    sent(world)
    rotation.add_key(by=SYSTEM, at=world.now)

    with pytest.raises(Refused, match="still needed"):
        rotation.retire_keys(by=SYSTEM, at=world.now)
    assert OLD in key_file.read_text()


def test_keys_of_the_environment_are_not_written_anywhere(world: World, settings: Settings, key_file: Path):
    settings.VAULT_KEY = f"{NEW},{OLD}"

    assert [key.id for key in keys.keyring()] == [keys.master_key(NEW).id, keys.master_key(OLD).id]
    with pytest.raises(Refused, match="with a comma between them"):
        rotation.add_key(by=SYSTEM, at=world.now)


def test_a_command_brings_the_keys_and_is_asked_again_for_one_it_did_not_name(
    world: World, settings: Settings, tmp_path: Path
):
    store = tmp_path / "kms.txt"
    store.write_text(OLD)
    settings.VAULT_KEY_COMMAND = f"{sys.executable} -c \"print(open('{store}').read())\""
    sent(world)
    store.write_text(f"{NEW}\n{OLD}")
    other = Report.objects.get()
    other.key_id, other.wrapped_key = (
        keys.master_key(NEW).id,
        keys.encrypt(bytes.fromhex(NEW), other.data_key(), other.pk),
    )
    Report.objects.filter(pk=other.pk).update(key_id=other.key_id, wrapped_key=other.wrapped_key)

    assert Report.objects.get().text == SMS


def test_a_missing_key_is_said_in_one_sentence_without_its_secret(world: World, key_file: Path):
    sent(world)
    key_file.write_text(NEW)

    with pytest.raises(Unavailable) as told:
        _ = Report.objects.get().text
    assert str(told.value) == (
        f"The master key {keys.master_key(OLD).id} of the vault is missing. "
        "Put it back beside the key in use, then try again."
    )
    assert OLD not in repr(keys.keyring()) + repr(keys.master_key(OLD))


@pytest.mark.parametrize("text", ["", "kunci", "ab" * 31, "zz" * 32])
def test_a_key_file_with_something_else_is_refused(world: World, key_file: Path, text: str):
    key_file.write_text(text)

    with pytest.raises(Unavailable), transaction.atomic():
        sent(world)
    assert Report.objects.count() == 0
