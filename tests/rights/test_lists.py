"""Each list of this room costs the same with one row and with many."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.rights import actions
from teduh.trust.models import Person
from tests.factories import World


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


def one_of_each(world: World) -> None:
    at = {"by": world.ratna, "at": world.now}
    asked, verified = "Saya disebut dalam laporan.", "Datang sendiri ke kantor."
    actions.open_request(right="access", asker="named", asked=asked, verified=verified, **at)
    actions.place_hold(
        scope="period", first_day=world.today, last_day=world.today, reason="Surat penyidik nomor 12.", **at
    )
    known = actions.Known(
        happened="HP seorang petugas hilang.",
        measures="Perangkat itu dikeluarkan.",
        known_at=world.now - timedelta(hours=1),
        kinds=("devices",),
    )
    breach = actions.open_breach(known=known, **at)
    for audience in ("authority", "persons", "public"):
        actions.notify(breach=breach, audience=audience, road="surat", **at)


def cost(browser: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", ["/permintaan-data/", "/penahanan/", "/pelanggaran/", "/pelanggaran-data/"])
def test_one_row_or_ten(url: str, world: World, as_person: Callable[[Person], Client]) -> None:
    browser = as_person(world.ratna)
    one_of_each(world)
    one = cost(browser, url)
    for _ in range(9):
        one_of_each(world)

    assert cost(browser, url) == one
