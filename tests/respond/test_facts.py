"""The public pages of checked facts: what anybody may read, how it is read, and what never stands there."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.respond import actions
from teduh.respond.models import Clarification
from teduh.respond.rules import FACT_LIMITS, SOURCES_LIMIT
from teduh.respond.screens.facts import status_of
from teduh.triage.rules import Verdict
from teduh.trust.models import Person
from tests.factories import World
from tests.respond.clarified import ENGLISH, MYTH, SOURCES, TEXTS, asked, ballots, draft, published

AsPerson = Callable[[Person], Client]
STYLE = Path(__file__).resolve().parents[2] / "src/teduh/web/static/web/css/teduh.css"


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def page(client: Client, address: str, **more: Any) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(html: str) -> str:
    """What a reader sees of the page, on one line."""
    inside = html.split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def test_the_fact_comes_first_and_the_rumour_once(world: World, client: Client) -> None:
    row = published(world)

    html = page(client, f"/fakta/{row.slug}/")

    seen = words(html)
    parts = [
        TEXTS["title"],
        TEXTS["fact"],
        "≠ Terbukti tidak benar",
        "Ada kabar yang mengatakan",
        MYTH,
        TEXTS["why"],
        "KPU OKU : Segel utuh dan bernomor. (13 Oktober 2024)",
        "Terbit 14 Oktober 2024, Polres OKU",
        "Kecamatan Pengandonan",
    ]
    places = [seen.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert html.count(MYTH) == 1


def test_nothing_of_the_village_the_reporter_or_the_officers_stands_there(world: World, client: Client) -> None:
    joko = asked(world, contact="0812-3456-7890")
    row = published(world, ballots(world, joko.report))

    for address in ("/fakta/", f"/fakta/{row.slug}/", f"/fakta/{row.slug}/cetak/"):
        html = page(client, address)
        for secret in ("Ujanmas", "Joko", "RT 2", "3456", joko.receipt or "", "Dewi", "Hendra", str(row.issue_id)):
            assert secret not in html, (address, secret)


def test_no_script_no_picture_of_the_rumour_and_nothing_from_elsewhere(world: World, client: Client) -> None:
    row = published(world)

    html = page(client, f"/fakta/{row.slug}/")

    assert (html.count("<script"), html.count("<img"), html.count("style=")) == (0, 0, 0)
    assert re.findall(r"(?:src|href)=\"https?://", html) == []


def test_the_longest_page_stays_far_below_60_kb_on_a_cold_load(world: World, client: Client) -> None:
    longest = {name: letter * FACT_LIMITS[name] for name, letter in zip(TEXTS, "abcd", strict=True)}
    told = [
        {"name": f"{n}" * FACT_LIMITS["source"], "said": f"{n}" * FACT_LIMITS["said"]} for n in range(SOURCES_LIMIT)
    ]
    row = published(world, **longest, sources=told)

    html = client.get(f"/fakta/{row.slug}/", headers={"accept-encoding": "gzip"})

    assert html.headers["Content-Encoding"] == "gzip"
    assert len(html.content) + len(gzip.compress(STYLE.read_bytes())) < 20_000
    # Even a phone and a server that do not compress stay below.
    assert len(gzip.decompress(html.content)) + len(STYLE.read_bytes()) < 60_000


def test_drafts_and_approved_texts_have_no_public_address(world: World, client: Client) -> None:
    row = draft(world)
    actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)

    answers = [
        client.get(address) for address in (f"/fakta/{row.slug}/", f"/fakta/{row.slug}/cetak/", "/fakta/tidak-ada/")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert TEXTS["title"] not in unescape(client.get("/fakta/").content.decode())


def test_a_withdrawn_page_stays_and_says_why(world: World, client: Client) -> None:
    row = published(world)
    reason = "KPU memperbaiki tanggalnya; tulisan baru menyusul."
    actions.withdraw_clarification(clarification=row, reason=reason, by=world.hendra, at=world.now)

    seen = words(page(client, f"/fakta/{row.slug}/"))

    assert seen.startswith(f"Halaman ini ditarik pada 14 Oktober 2024: {reason} {TEXTS['title']}")
    assert TEXTS["title"] not in page(client, "/fakta/")


def test_the_english_twin_says_in_which_language_each_part_is(world: World, client: Client) -> None:
    row = published(world, **{**ENGLISH, "why_en": ""})

    html = page(client, f"/fakta/{row.slug}/", headers={"accept-language": "en"})

    assert f'<h1 lang="en">{ENGLISH["title_en"]}</h1>' in html
    assert f'<p lang="en">{ENGLISH["myth_en"]}</p>' in html
    assert f'<p lang="id">{TEXTS["why"]}</p>' in html
    assert "≠ Confirmed false" in words(html)
    assert TEXTS["title"] not in html


def test_without_a_twin_the_fact_is_read_in_indonesian(world: World, client: Client) -> None:
    row = published(world)

    html = page(client, f"/fakta/{row.slug}/", headers={"accept-language": "en"})

    assert f'<h1 lang="id">{TEXTS["title"]}</h1>' in html


def test_the_phone_may_keep_the_page_and_asks_with_its_stamp(world: World, client: Client) -> None:
    row = published(world)
    address = f"/fakta/{row.slug}/"

    first = client.get(address)
    stamp = first.headers["ETag"]

    assert first.headers["Cache-Control"] == "private, max-age=300"
    assert {"Cookie", "Accept-Language"} <= set(first.headers["Vary"].split(", "))
    assert client.get(address, headers={"if-none-match": stamp}).status_code == 304
    # Another language, or a withdrawal, is another page.
    assert client.get(address, headers={"if-none-match": stamp, "accept-language": "en"}).status_code == 200
    actions.withdraw_clarification(clarification=row, reason="Tanggalnya keliru.", by=world.hendra, at=world.now)
    assert client.get(address, headers={"if-none-match": stamp}).status_code == 200


def test_the_sheet_for_the_notice_board_carries_the_address_as_qr(
    world: World, client: Client, as_person: AsPerson
) -> None:
    row = published(world)

    html = page(client, f"/fakta/{row.slug}/cetak/")

    assert html.count('<img src="data:image/svg+xml') == 1
    assert f"Baca halaman ini di HP: http://testserver/fakta/{row.slug}/ {TEXTS['title']}" in words(html)
    assert "Budi" not in page(as_person(world.budi), f"/fakta/{row.slug}/cetak/")


def test_the_list_is_newest_first_and_costs_the_same_for_1_3_and_100_facts(world: World, client: Client) -> None:
    issue = ballots(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            page(client, "/fakta/")
        return len(asked_for)

    published(world, issue, title="Fakta pertama")
    counts = [queries()]
    published(world, issue, title="Fakta kedua", at=world.now)
    latest = published(world, issue, title="Fakta ketiga")
    Clarification.objects.filter(pk=latest.pk).update(published_at=world.now + timedelta(minutes=1))
    counts.append(queries())
    first = words(page(client, "/fakta/"))
    assert first.find("Fakta ketiga") < first.find("Fakta pertama")
    for n in range(97):
        row = Clarification.objects.get(pk=latest.pk)
        row.pk, row.slug = None, f"kabar-{n}"
        row.id = Clarification._meta.get_field("id").get_default()
        row.save(force_insert=True)
    # The list of 100 is paged, which costs nothing more.
    assert [*counts, queries()] == [counts[0]] * 3


def test_every_verdict_has_its_words_and_a_shape() -> None:
    shown = {str(verdict): (status_of(verdict).shape, str(status_of(verdict).words)) for verdict in Verdict}

    assert shown == {
        "new": ("i", "Penjelasan"),
        "under_investigation": ("…", "Sedang diperiksa"),
        "probably_true": ("≈", "Mungkin benar"),
        "confirmed_true": ("✓", "Terbukti benar"),
        "probably_false": ("≈", "Mungkin tidak benar"),
        "confirmed_false": ("≠", "Terbukti tidak benar"),
        "unverifiable": ("?", "Tidak dapat dipastikan"),
        "unverifiable_leaning_true": ("?", "Tidak dapat dipastikan, condong benar"),
        "unverifiable_leaning_false": ("?", "Tidak dapat dipastikan, condong tidak benar"),
    }


def test_old_sources_without_a_day_are_shown_without_one(world: World, client: Client) -> None:
    row = published(world, sources=[{"name": "Camat Pengandonan", "said": ""}, SOURCES[0]])

    seen = words(page(client, f"/fakta/{row.slug}/"))

    assert "Camat Pengandonan KPU OKU : Segel utuh dan bernomor. (13 Oktober 2024)" in seen
