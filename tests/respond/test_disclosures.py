"""The road out: one person covers, a different one reads the rest; nothing else reaches the partner."""

from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from teduh.cores.errors import NotAllowed, Refused
from teduh.respond import actions, adapt, leaving, reads
from teduh.respond.letter import letter_of
from teduh.respond.models import Disclosure, Referral
from teduh.respond.rules import FINDING_NAMES, NEEDS, ReferralKind, elements_of
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.clarified import asked, let_out, told_of
from tests.respond.test_referrals import KNOWN, WHOLE, envelopes, made

SAID = "mobil putih berhenti depan warung Mak Ijah terus orangnya turun bagi amplop"
CONTACT = "0812-3456-7890"
SPOT = "-4.11744, 103.95519"


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def whole(world: World, **changed: Any) -> Referral:
    """Joko reported it, left a number, and the desk wrote it down with too much in it."""
    joko = asked(world, contact=CONTACT, latitude=-4.1, longitude=103.9)
    assert joko.report is not None
    joko.report.text = SAID
    joko.report.save()
    elements = {
        **WHOLE,
        "what": f"Kata pelapor: {SAID}.",
        "where": f"Desa Ujanmas, RT 02, koordinat {SPOT}.",
        "when": "Selasa, 8 Oktober, pukul 15.42 WIB.",
    }
    return made(world, issue=envelopes(world, joko.report), **({"elements": elements} | changed))


def text_for_partner(world: World, row: Referral) -> str:
    return letter_of(row, on=world.today).as_text()


def findings_of(row: Referral, kind: str) -> dict[str, str]:
    """Finding ids of this kind, and the words they mark."""
    parts = leaving.parts_of(row)
    return {part.id_of(each): part.words_of(each) for part in parts for each in part.findings if each.kind == kind}


def test_nothing_leaves_before_a_second_person_read_it(world: World) -> None:
    row = whole(world)
    for stage in ("nothing", "prepared"):
        if stage == "prepared":
            actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
        with pytest.raises(Refused) as refused:
            letter_of(row, on=world.today)
        assert refused.value.message.startswith("Surat ini belum boleh keluar")
        with pytest.raises(Refused):
            actions.send_referral(referral=row, by=world.budi, at=world.now)

    disclosure = Disclosure.objects.get()
    actions.approve_disclosure(disclosure=disclosure, by=world.hendra, at=world.now)

    assert "Kepada Bawaslu OKU" in text_for_partner(world, row)
    assert actions.send_referral(referral=row, by=world.budi, at=world.now).state == "sent"
    assert told_of(disclosure) == [
        ("respond.prepare_disclosure", "Budi"),
        ("respond.approve_disclosure", "Hendra"),
    ]


def test_what_is_found_is_covered_unless_a_reason_stands_beside_it(world: World) -> None:
    row = whole(world)
    let_out(world, row)

    text = text_for_partner(world, row)

    assert "Kata pelapor: [kata-kata warga]." in text
    assert "koordinat [koordinat]." in text
    # Bawaslu must prove it, so the hour goes along.
    assert "pukul 15.42 WIB" in text
    for secret in (SAID, "Mak Ijah", SPOT, CONTACT, "3456", "Joko"):
        assert secret not in text


def test_keeping_something_readable_needs_a_reason_each(world: World) -> None:
    row = whole(world)
    (quote,) = findings_of(row, "quote")
    for reason in ("", "perlu"):
        with pytest.raises(Refused) as refused:
            actions.prepare_disclosure(referral=row, keep={quote: reason}, by=world.budi, at=world.now)
        assert refused.value.field == quote
    assert Disclosure.objects.count() == 0

    reason = "Bawaslu harus membaca kata-katanya sendiri."
    kept = let_out(world, row, keep={quote: reason})

    # What she wrote stays readable for its reason; the name in it has none and stays covered.
    assert f"Kata pelapor: {SAID.replace('Ijah', '[nama]')}." in text_for_partner(world, row)
    assert SPOT not in text_for_partner(world, row)
    told = [found for found in kept.findings if found["kept"]]
    assert [(found["part"], found["kind"], found["reason"], found["words"]) for found in told] == [
        ("what", "quote", reason, SAID)
    ]


def test_covered_words_are_kept_nowhere_in_the_record(world: World) -> None:
    row = whole(world)

    made_ready = actions.prepare_disclosure(referral=row, words=["abu-abu"], by=world.budi, at=world.now)

    stored = f"{made_ready.words}{made_ready.findings}{AuditEvent.objects.latest('seq').details}"
    for secret in (SAID, SPOT, "abu-abu"):
        assert secret not in stored
    assert "berjaket [ditutup]" in made_ready.words["reported_party"]


def test_a_misspelt_word_is_not_believed_covered(world: World) -> None:
    row = whole(world)

    with pytest.raises(Refused) as refused:
        actions.prepare_disclosure(referral=row, words=["abu abu"], by=world.budi, at=world.now)

    assert (refused.value.field, "abu abu" in refused.value.message) == ("words", True)
    assert Disclosure.objects.count() == 0


def test_a_name_inside_kept_words_of_a_resident_is_still_covered(world: World) -> None:
    row = whole(world)
    (quote,) = findings_of(row, "quote")
    let_out(world, row, keep={quote: "Bawaslu harus membaca kata-katanya sendiri."})

    text = text_for_partner(world, row)

    assert "berhenti depan warung Mak [nama] terus" in text
    assert "Ijah" not in text


def test_the_one_who_prepared_does_not_check(world: World) -> None:
    row = actions.prepare_disclosure(referral=whole(world), by=world.budi, at=world.now)

    with pytest.raises(Refused) as refused:
        actions.approve_disclosure(disclosure=row, by=world.budi, at=world.now)
    assert "Orang lain" in refused.value.message
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=row.pk).update(state="approved", checked_by=world.budi, checked_at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=row.pk).update(state="approved")

    row.refresh_from_db()
    assert (row.state, row.checked_by) == ("waiting", None)


def test_who_may_check(world: World) -> None:
    row = actions.prepare_disclosure(referral=whole(world), by=world.budi, at=world.now)
    second = Person.objects.create(username="sinta", name="Sinta", role="desk_officer", unit=world.polres)

    for person in (world.wati, world.rahman, world.yusuf, world.dewi, world.agus, world.lina, world.maya, world.rini):
        with pytest.raises(NotAllowed):
            actions.approve_disclosure(disclosure=row, by=person, at=world.now)
    assert actions.approve_disclosure(disclosure=row, by=second, at=world.now).state == "approved"


def test_who_may_prepare(world: World) -> None:
    row = whole(world)

    for person in (world.wati, world.rahman, world.hendra, world.dewi, world.agus, world.rini):
        with pytest.raises(NotAllowed):
            actions.prepare_disclosure(referral=row, by=person, at=world.now)


def test_a_change_afterwards_needs_a_new_approval(world: World) -> None:
    row = whole(world)
    let_out(world, row)
    row = actions.fill_referral(
        referral=row, elements={**row.elements, "evidence": "Dua amplop."}, by=world.budi, at=world.now
    )

    with pytest.raises(Refused):
        letter_of(row, on=world.today)
    with pytest.raises(Refused):
        actions.send_referral(referral=row, by=world.budi, at=world.now)
    let_out(world, row)
    assert "Dua amplop." in text_for_partner(world, row)


def test_what_changed_while_it_waited_is_not_let_out(world: World) -> None:
    row = whole(world)
    waiting = actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
    actions.fill_referral(
        referral=row, elements={**row.elements, "evidence": "Dua amplop."}, by=world.budi, at=world.now
    )

    with pytest.raises(Refused) as refused:
        actions.approve_disclosure(disclosure=waiting, by=world.hendra, at=world.now)

    assert "sudah diubah" in refused.value.message


def test_returned_with_a_reason_and_prepared_again(world: World) -> None:
    row = whole(world)
    first = actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
    with pytest.raises(Refused) as refused:
        actions.return_disclosure(disclosure=first, reason="tidak", by=world.hendra, at=world.now)
    assert refused.value.field == "reason"

    reason = "Warna jaketnya masih terbaca."
    actions.return_disclosure(disclosure=first, reason=reason, by=world.hendra, at=world.now)
    with pytest.raises(Refused):
        letter_of(row, on=world.today)
    again = actions.prepare_disclosure(referral=row, words=["abu-abu"], by=world.budi, at=world.now)
    actions.approve_disclosure(disclosure=again, by=world.hendra, at=world.now)

    states = [(each.state, each.return_reason) for each in reads.disclosures_of(row).order_by("prepared_at", "pk")]
    assert states == [("returned", reason), ("approved", "")]
    assert "abu-abu" not in text_for_partner(world, row)


def test_a_newer_preparation_replaces_the_one_that_waits_and_outranks_the_approved_one(world: World) -> None:
    row = whole(world)
    let_out(world, row)
    newer = actions.prepare_disclosure(referral=row, words=["abu-abu"], by=world.budi, at=world.now)
    with pytest.raises(Refused):
        letter_of(row, on=world.today)
    newest = actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
    newer.refresh_from_db()

    assert (newer.state, newest.state) == ("replaced", "waiting")
    with pytest.raises(Refused):
        actions.approve_disclosure(disclosure=newer, by=world.hendra, at=world.now)


def test_what_was_sent_stays_printable_though_the_matter_goes_on(world: World) -> None:
    row = whole(world, kind=ReferralKind.OTHER)
    let_out(world, row)
    row = actions.send_referral(referral=row, by=world.budi, at=world.now)
    before = text_for_partner(world, row)

    row.issue.villages.add(world.tanjungan)

    assert text_for_partner(world, row) == before
    with pytest.raises(Refused):
        actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)


def test_a_partner_who_only_talks_gets_the_village_and_the_day(world: World) -> None:
    row = whole(world, kind=ReferralKind.LAND_DISPUTE)
    let_out(world, row)

    text = text_for_partner(world, row)

    assert "   Desa Ujanmas, Kecamatan Pengandonan\n" in text
    assert "   Selasa, 8 Oktober, [jam].\n" in text
    for secret in ("RT 02", SPOT, "15.42", "Joko", CONTACT, "Dua orang bersedia", "ketua RT", SAID):
        assert secret not in text


def test_places_and_hours_in_the_story_itself_are_covered_too(world: World) -> None:
    told = {"what": "Ribut di Dusun II jam 9 malam.", "when": "Kemarin.", "where": "x"}
    row = whole(world, kind=ReferralKind.RELIGIOUS_FRICTION, elements=told)
    let_out(world, row)

    assert "Ribut di [tempat] [jam]." in text_for_partner(world, row)


def test_every_kind_says_how_exact_its_partner_is() -> None:
    assert set(NEEDS) == set(ReferralKind.values)
    assert set(FINDING_NAMES) >= {*adapt.redact.WORDS, *adapt.COVERS}


def test_the_partners_copy_holds_the_elements_of_its_kind_and_nothing_else(world: World) -> None:
    row = whole(world, kind=ReferralKind.DISASTER, elements=KNOWN)
    ready = let_out(world, row)

    assert set(ready.words) == {"reason", *elements_of(ReferralKind.DISASTER)}
