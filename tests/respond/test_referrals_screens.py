"""The screens of referrals: the checklist, the days left, the letter, the partner's answer."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.respond import actions
from teduh.respond.models import Disclosure, Referral
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.clarified import let_out
from tests.respond.test_referrals import BECAUSE, KNOWN, WHOLE, envelopes, made

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_budi_refers_fills_sends_and_notes_the_answer(world: World, as_person: AsPerson) -> None:
    issue, budi = envelopes(world), as_person(world.budi)
    begun = text_of(budi.get(f"/rujukan/baru/?isu={issue.pk}"))
    # The day on which Polres OKU knew, and the matter, stand there already.
    assert 'value="2024-10-14"' in begun
    assert '<option value="money_politics" selected>' in begun

    told = {"partner": world.bawaslu.pk, "kind": "money_politics", "known_on": "2024-10-08", "reason": BECAUSE}
    address = budi.post(f"/rujukan/baru/?isu={issue.pk}", told).headers["Location"]
    seen = text_of(budi.get(address))
    assert "tinggal 1 hari" in seen
    assert seen.count("Siapa yang diduga melakukan, menurut pelapor?") == 2
    budi.post(f"{address}isi/", WHOLE)
    assert "Semua unsur sudah terisi." in text_of(budi.get(address))
    assert "Sudah dikirim" not in text_of(budi.get(address))
    budi.post(f"{address}keluar/", {})
    waiting = Disclosure.objects.get()
    as_person(world.hendra).post(f"{address}keluar/setuju/", {"disclosure": waiting.pk})
    assert "Sudah dikirim" in text_of(budi.get(address))
    budi.post(f"{address}kirim/", {})
    budi.post(f"{address}jawaban/", {"accepted": "tidak", "answer": "Waktunya kurang jelas."})

    row = Referral.objects.get()
    assert (row.state, row.sent_by, row.answer) == ("returned", world.budi, "Waktunya kurang jelas.")
    assert "Waktunya kurang jelas." in text_of(budi.get(address))


def test_leaving_incomplete_without_a_reason_is_refused_beside_the_field(world: World, as_person: AsPerson) -> None:
    row, budi = made(world), as_person(world.budi)

    for typed in ("", "Mepet"):
        refused = budi.post(f"/rujukan/{row.pk}/keluar/", {"incomplete_reason": typed})
        seen = text_of(refused)
        assert refused.status_code == 400
        assert seen.count("Ada unsur yang belum terisi. Lengkapi, atau tuliskan mengapa tetap dikirim.") == 2
    assert 'value="Mepet"' in seen
    budi.post(f"/rujukan/{row.pk}/keluar/", {"incomplete_reason": "Besok hari terakhir."})
    row.refresh_from_db()
    assert (row.state, row.incomplete_reason) == ("draft", "Besok hari terakhir.")
    assert "Besok hari terakhir." in text_of(budi.get(f"/rujukan/{row.pk}/"))


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"reason": "Karena."}, "Karena."),
        ({"known_on": "2099-01-01"}, "2099-01-01"),
        ({"known_on": "besok"}, "besok"),
        ({"partner": ""}, BECAUSE),
    ],
)
def test_a_refused_beginning_keeps_what_was_typed(
    world: World, as_person: AsPerson, changed: dict[str, str], kept: str
) -> None:
    issue = envelopes(world)
    rows = AuditEvent.objects.count()
    told = {"partner": str(world.bawaslu.pk), "kind": "money_politics", "known_on": "2024-10-08", "reason": BECAUSE}

    answer = as_person(world.budi).post(f"/rujukan/baru/?isu={issue.pk}", told | changed)

    assert answer.status_code == 400
    assert kept in text_of(answer)
    assert (Referral.objects.count(), AuditEvent.objects.count()) == (0, rows)


def test_an_answer_of_the_partner_without_words_is_refused(world: World, as_person: AsPerson) -> None:
    row, budi = made(world), as_person(world.budi)
    let_out(world, row)
    actions.send_referral(referral=row, by=world.budi, at=world.now)

    refused = budi.post(f"/rujukan/{row.pk}/jawaban/", {"accepted": "ya", "answer": "ok"})

    row.refresh_from_db()
    assert (refused.status_code, row.state) == (400, "sent")
    assert "Tuliskan jawaban mitra dalam beberapa kalimat." in text_of(refused)


def test_police_bodies_and_the_overseer_cannot_be_chosen(world: World, as_person: AsPerson) -> None:
    issue = envelopes(world)

    seen = text_of(as_person(world.budi).get(f"/rujukan/baru/?isu={issue.pk}"))

    offered = seen.split('name="partner"', 1)[1].split("</select>", 1)[0]
    assert [unit.name for unit in (world.bawaslu, world.kompolnas, world.polres) if unit.name in offered] == [
        "Bawaslu OKU"
    ]


def test_the_letter_is_indonesian_on_paper_and_as_text(world: World, as_person: AsPerson) -> None:
    row, budi = made(world), as_person(world.budi)
    let_out(world, row)

    paper = text_of(budi.get(f"/rujukan/{row.pk}/surat/", headers={"accept-language": "en"}))
    text = budi.get(f"/rujukan/{row.pk}/surat.txt", headers={"accept-language": "en"})

    assert '<html lang="id">' in paper
    for line in ("Penerusan informasi: Politik uang", KNOWN["what"], "Belum kami ketahui:", "Kepada Bawaslu OKU"):
        assert line in paper
        assert line in text.content.decode()
    assert "Joko" not in paper
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.headers["Content-Disposition"] == (f'attachment; filename="penerusan-2024-10-14-{row.pk.hex[-6:]}.txt"')


def test_the_neighbour_district_and_the_other_sector_find_nothing(world: World, as_person: AsPerson) -> None:
    row = made(world)

    for person in (world.rini, world.yusuf):
        client = as_person(person)
        addresses = ("/rujukan/", f"/rujukan/{row.pk}/", f"/rujukan/{row.pk}/surat/", f"/rujukan/{row.pk}/surat.txt")
        answers = [client.get(address) for address in addresses]
        assert [answer.status_code for answer in answers] == [200, 404, 404, 404]
        assert [answer for answer in answers if row.issue.title in text_of(answer) or BECAUSE in text_of(answer)] == []
    assert as_person(world.rini).post(f"/rujukan/{row.pk}/kirim/").status_code == 404
    assert as_person(world.rini).get(f"/rujukan/baru/?isu={row.issue_id}").status_code == 404
    row.refresh_from_db()
    assert row.state == "draft"


def test_the_chief_of_the_sector_reads_and_has_nothing_to_press(world: World, as_person: AsPerson) -> None:
    row = made(world)

    seen = text_of(as_person(world.rahman).get(f"/rujukan/{row.pk}/"))

    assert BECAUSE in seen
    assert [word for word in ("/isi/", "/kirim/", "/jawaban/", "keluar/setuju/") if word in seen] == []
    assert as_person(world.rahman).post(f"/rujukan/{row.pk}/kirim/").status_code == 403


@pytest.mark.parametrize(
    ("known_on", "words"),
    [
        (date(2024, 10, 14), "tinggal 7 hari"),
        (date(2024, 10, 8), "tinggal 1 hari"),
        (date(2024, 10, 7), "hari terakhir"),
        (date(2024, 10, 6), "lewat tujuh hari"),
    ],
)
def test_the_list_says_how_many_days_are_left(world: World, as_person: AsPerson, known_on: date, words: str) -> None:
    made(world, known_on=known_on)

    seen = text_of(as_person(world.budi).get("/rujukan/"))

    shown = ("tinggal 7 hari", "tinggal 1 hari", "hari terakhir", "lewat tujuh hari")
    assert [each for each in shown if each in seen] == [words]
    assert "4 unsur" in seen


def test_the_last_day_lasts_until_midnight_in_baturaja(world: World, as_person: AsPerson) -> None:
    made(world, known_on=date(2024, 10, 7))
    midnight = world.now.replace(hour=17)

    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        before = text_of(as_person(world.budi).get("/rujukan/"))
    with time_machine.travel(midnight, tick=False):
        after = text_of(as_person(world.budi).get("/rujukan/"))

    assert ("hari terakhir" in before, "lewat tujuh hari" in after) == (True, True)


def test_the_list_costs_the_same_for_1_3_and_100_rows(world: World, as_person: AsPerson) -> None:
    client, row = as_person(world.budi), made(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/rujukan/")
        return len(asked_for)

    counts = [queries()]
    for more in (2, 97):
        copies = [Referral.objects.get(pk=row.pk) for _n in range(more)]
        for copy in copies:
            copy.id = uuid4()
        Referral.objects.bulk_create(copies)
        counts.append(queries())
    assert counts == [counts[0]] * 3
