"""The public page of figures: light, explained, and without anybody in it."""

import csv
from html import unescape
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from teduh.listen import actions as listen
from teduh.trust.actors import RESIDENT
from tests.factories import World
from tests.learn.test_public import THAT_TUESDAY, told


@pytest.fixture(autouse=True)
def _monday(world: World, settings: Settings) -> Any:
    settings.RECEIVING_UNIT = "polres-oku"
    with time_machine.travel(world.now, tick=False):
        yield


def rows(client: Client) -> list[list[str]]:
    return list(csv.reader(StringIO(client.get("/transparansi.csv").content.decode("utf-8-sig"))))


def test_small_counts_are_hidden_and_the_page_says_why(world: World, client: Client) -> None:
    told(world, world.ujanmas, 12)
    told(world, world.kemalaraja, 2)

    seen = unescape(client.get("/transparansi/").content.decode())

    assert "30 September sampai 6 Oktober 2024" in seen
    assert "Jumlah di bawah 5 disembunyikan" in seen
    assert "Angka kegiatan menunjukkan usaha, bukan hasil." in seen
    assert '<td data-label="Laporan">2</td>' not in seen
    assert '<td data-label="Laporan"><abbr title="tersembunyi">–</abbr></td>' in seen


def test_words_contacts_points_and_complaints_never_get_there(world: World, client: Client) -> None:
    said: dict[str, Any] = {"unit": world.polres, "channel": "web", "by": RESIDENT, "at": THAT_TUESDAY}
    for _n in range(6):
        listen.receive_report(
            text="rahasia-laporan di RT 2",
            village=world.ujanmas,
            contact="0812-3456-7890",
            latitude=-4.11744,
            longitude=103.95519,
            **said,
        )
    listen.receive_report(text="oknum polisi minta uang rahasia-aduan", about_police=True, **said)

    texts = [client.get("/transparansi/").content.decode(), client.get("/transparansi.csv").content.decode()]

    for secret in ("rahasia", "RT 2", "3456", "4.117", "103.95", "Ujanmas", "oknum", "Budi", "level"):
        assert [secret for text in texts if secret in text] == []


def test_the_file_has_every_week_and_says_what_is_hidden(world: World, client: Client) -> None:
    told(world, world.ujanmas, 12)
    told(world, world.kemalaraja, 2)

    head, *body = rows(client)

    assert head == ["minggu_mulai", "minggu_sampai", "bagian", "nama", "jumlah"]
    assert len({row[0] for row in body}) == 8
    assert "2" not in {row[4] for row in body}
    assert "tersembunyi" in {row[4] for row in body}
    that_week = [row for row in body if row[0] == "2024-09-30"]
    # Five figures for each of three subdistricts and the whole, four for reports without a place, six kinds and all.
    assert len(that_week) == 5 * 4 + 4 + 7


def test_another_week_is_chosen_and_nonsense_shows_the_latest(world: World, client: Client) -> None:
    for typed, seen in (("2024-09-23", "23 September"), ("besok", "30 September"), ("2024-10-07", "30 September")):
        assert f"minggu {seen}" in client.get(f"/transparansi/?minggu={typed}").content.decode()


def test_a_server_without_a_district_says_so(world: World, client: Client, settings: Settings) -> None:
    settings.RECEIVING_UNIT = "tidak-ada"

    assert "Belum ada satuan yang menerima laporan di sini." in client.get("/transparansi/").content.decode()
    assert len(rows(client)) == 1
