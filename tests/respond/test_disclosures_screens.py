"""The screens of the road out: every finding marked, covered by default, and a second person who sees what leaves."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from teduh.respond import actions
from teduh.respond.models import Disclosure
from teduh.trust.models import Person
from tests.factories import World
from tests.respond.clarified import let_out
from tests.respond.test_disclosures import CONTACT, SAID, SPOT, findings_of, whole
from tests.respond.test_referrals import made

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_budi_sees_every_finding_marked_and_unticked(world: World, as_person: AsPerson) -> None:
    row = whole(world)

    seen = text_of(as_person(world.budi).get(f"/rujukan/{row.pk}/keluar/"))

    assert f"<mark>{SAID}</mark>" in seen
    assert f"<mark>{SPOT}</mark>" in seen
    assert "kata-kata warga sendiri" in seen
    assert "checked" not in seen


def test_a_blank_form_covers_everything_and_hendra_sees_exactly_that(world: World, as_person: AsPerson) -> None:
    row = whole(world)
    address = f"/rujukan/{row.pk}/"
    as_person(world.budi).post(f"{address}keluar/", {})

    seen = text_of(as_person(world.hendra).get(address))

    panel = seen.split('id="keluar"', 1)[1]
    assert "Kata pelapor: [kata-kata warga]." in panel
    assert "3 hal ditutup." in panel
    assert [secret for secret in (SAID, SPOT, CONTACT) if secret in panel] == []
    assert "Setujui: boleh keluar" in panel
    assert "Setujui: boleh keluar" not in text_of(as_person(world.budi).get(address))
    assert "Menunggu pemeriksa kedua" in text_of(as_person(world.hendra).get("/rujukan/"))


def test_a_kept_finding_without_a_reason_comes_back_with_everything_typed(world: World, as_person: AsPerson) -> None:
    row = whole(world)
    (quote,) = findings_of(row, "quote")
    budi, typed = as_person(world.budi), {"keep": quote, f"why-{quote}": "perlu", "words": "abu-abu"}

    refused = budi.post(f"/rujukan/{row.pk}/keluar/", typed)

    seen = text_of(refused)
    assert refused.status_code == 400
    assert "Yang tetap terbaca harus ada alasannya" in seen
    assert f'value="{quote}" checked' in seen
    assert 'value="perlu"' in seen
    assert "abu-abu</textarea>" in seen
    assert Disclosure.objects.count() == 0


def test_the_letter_of_an_unapproved_referral_says_why_it_stays(world: World, as_person: AsPerson) -> None:
    row, budi = whole(world), as_person(world.budi)
    actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)

    for address in (f"/rujukan/{row.pk}/surat/", f"/rujukan/{row.pk}/surat.txt"):
        answer = budi.get(address)
        assert answer.status_code == 400
        assert "Surat ini belum boleh keluar" in text_of(answer)
        assert "Amplop" not in text_of(answer)
    assert budi.post(f"/rujukan/{row.pk}/kirim/").status_code == 400


def test_a_button_pressed_on_an_old_page_lets_nothing_out(world: World, as_person: AsPerson) -> None:
    row = whole(world)
    old = actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
    actions.prepare_disclosure(referral=row, words=["abu-abu"], by=world.budi, at=world.now)

    answer = as_person(world.hendra).post(f"/rujukan/{row.pk}/keluar/setuju/", {"disclosure": old.pk})

    assert answer.status_code == 400
    assert "sudah diganti" in text_of(answer)
    assert Disclosure.objects.filter(state="approved").count() == 0


def test_hendra_returns_it_and_budi_reads_why(world: World, as_person: AsPerson) -> None:
    row = whole(world)
    waiting = actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
    hendra = as_person(world.hendra)
    short = hendra.post(f"/rujukan/{row.pk}/keluar/kembali/", {"disclosure": waiting.pk, "reason": "tidak"})
    assert (short.status_code, "\ntidak</textarea>" in text_of(short)) == (400, True)

    reason = "Warna jaketnya masih terbaca."
    hendra.post(f"/rujukan/{row.pk}/keluar/kembali/", {"disclosure": waiting.pk, "reason": reason})

    assert reason in text_of(as_person(world.budi).get(f"/rujukan/{row.pk}/"))
    assert reason in text_of(as_person(world.budi).get(f"/rujukan/{row.pk}/keluar/"))


def test_the_neighbour_and_the_other_sector_open_none_of_it(world: World, as_person: AsPerson) -> None:
    row = made(world)
    waiting = actions.prepare_disclosure(
        referral=row, incomplete_reason="Unsur menyusul besok.", by=world.budi, at=world.now
    )

    for person in (world.rini, world.yusuf):
        client = as_person(person)
        answers = [client.get(f"/rujukan/{row.pk}/keluar/").status_code]
        for step in ("setuju", "kembali"):
            address = f"/rujukan/{row.pk}/keluar/{step}/"
            answers.append(client.post(address, {"disclosure": waiting.pk, "reason": "Coba kembalikan."}).status_code)
        assert set(answers) <= {403, 404}
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_what_was_sent_is_not_prepared_again(world: World, as_person: AsPerson) -> None:
    row = whole(world)
    let_out(world, row)
    actions.send_referral(referral=row, by=world.budi, at=world.now)

    answer = as_person(world.budi).get(f"/rujukan/{row.pk}/keluar/")

    assert answer.status_code == 400
    assert "Siapkan ulang" not in text_of(as_person(world.budi).get(f"/rujukan/{row.pk}/"))
