"""A phone with open pages is lost. The clock of 3 × 24 hours runs, letters are filled in, the residents are told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.rights import actions, notices, reads
from teduh.rights.models import Breach
from teduh.rights.rules import Audience, BreachState
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.rights.stories import complained, sent, talk_of

HAPPENED = "HP seorang petugas hilang di pasar; halaman laporan masih terbuka."
MEASURES = "Perangkat itu dikeluarkan, kata sandinya diganti."


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


def known(world: World, **more: object) -> actions.Known:
    base = actions.Known(
        happened=HAPPENED,
        measures=MEASURES,
        known_at=world.now - timedelta(hours=5),
        happened_at=world.now - timedelta(hours=9),
        kinds=("report_words",),
        people=12,
        first_day=world.today,
        last_day=world.today,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def opened(world: World, *, drill: bool = False, **more: object) -> Breach:
    return actions.open_breach(known=known(world, **more), drill=drill, by=world.ratna, at=world.now)


def told(world: World, breach: Breach, *audiences: str) -> Breach:
    for audience in audiences:
        actions.notify(breach=breach, audience=audience, road="surat nomor 12", by=world.ratna, at=world.now)
    return reads.breach(world.ratna, breach.pk)


def test_the_clock_runs_from_when_it_was_known(world: World, as_person: Callable[[Person], Client]) -> None:
    breach = opened(world)

    assert breach.due_at == world.now + timedelta(hours=67)
    assert "tinggal 67 jam" in as_person(world.ratna).get(f"/pelanggaran/{breach.pk}/").content.decode()
    with time_machine.travel(world.now + timedelta(hours=68), tick=False):
        page = as_person(world.ratna).get("/pelanggaran/").content.decode()
        assert "lewat 1 jam" in page


def test_it_is_told_when_authority_and_persons_are(world: World) -> None:
    breach = opened(world)

    states = [told(world, breach, audience).state for audience in ("public", "authority", "persons")]

    assert states == [BreachState.OPEN, BreachState.OPEN, BreachState.NOTIFIED]
    assert reads.breach(world.ratna, breach.pk).told_within_hours == 5


def test_it_closes_only_after_that_and_with_what_was_learnt(world: World) -> None:
    breach = told(world, opened(world), "authority")
    with pytest.raises(Refused, match="Beri tahu dulu"):
        actions.close_breach(breach=breach, lessons="Sesi ditutup lebih cepat.", by=world.ratna, at=world.now)

    told(world, breach, "persons")
    closed = actions.close_breach(breach=breach, lessons="Sesi ditutup lebih cepat.", by=world.ratna, at=world.now)

    assert (closed.state, closed.closed_by) == (BreachState.CLOSED, world.ratna)
    with pytest.raises(Refused, match="sudah ditutup"):
        told(world, breach, "public")


def test_the_letters_are_filled_in_in_both_languages(world: World) -> None:
    letters = notices.write(opened(world), Audience.AUTHORITY)

    for language, words in (("id", ("pasal 46", "Berapa orang: 12")), ("en", ("article 46", "How many people: 12"))):
        text = letters[language].text
        assert all(word in text for word in (*words, HAPPENED, MEASURES, "Polres OKU")), text
    assert "Words, photos and talk of a report" in letters["en"].text
    assert "LATIHAN" not in letters["id"].text


def test_the_residents_read_it_at_their_receipts(world: World) -> None:
    received = sent(world)
    earlier = sent(world, at=world.now - timedelta(days=3))
    complaint = complained(world)
    english = sent(world, language="en")

    told(world, opened(world), "persons")

    assert "Data Anda yang ada pada kami" in talk_of(received).lines[-1].text
    assert HAPPENED in talk_of(complaint).lines[-1].text
    assert "we apologise" in talk_of(english).lines[-1].text
    assert [line.kind for line in talk_of(earlier).lines] == ["addition"]
    event = AuditEvent.objects.get(action="listen.notify_receipts")
    assert '"reports": 2' in event.details, "how many complaints there are stays untold"


def test_the_neighbours_reports_are_not_told(world: World) -> None:
    received = sent(world, unit=world.muara_enim, village=world.ujan_mas_baru)

    told(world, opened(world), "persons")

    assert [line.kind for line in talk_of(received).lines] == ["addition"]


def test_the_public_page_tells_real_ones_only(world: World, client: Client) -> None:
    told(world, opened(world, drill=True, happened="Latihan: server dianggap dicuri."), "public")
    assert "Belum ada yang perlu kami beritahukan." in client.get("/pelanggaran-data/").content.decode()

    told(world, opened(world), "public")

    page = client.get("/pelanggaran-data/").content.decode()
    assert HAPPENED in page
    assert "Latihan" not in page
    assert "Ratna" not in page


def test_a_drill_reaches_no_receipt(world: World) -> None:
    received = sent(world)

    breach = told(world, opened(world, drill=True), "authority", "persons")

    assert breach.state == BreachState.NOTIFIED
    assert [line.kind for line in talk_of(received).lines] == ["addition"]
    assert breach.notices.first().text.startswith("LATIHAN")  # type: ignore[union-attr]


def test_the_moment_it_was_known_never_moves_later(world: World) -> None:
    breach = opened(world)

    with pytest.raises(Refused, match="tidak dapat dimundurkan"):
        actions.change_breach(breach=breach, known=known(world, known_at=world.now), by=world.ratna, at=world.now)
    earlier = world.now - timedelta(hours=8)
    row = actions.change_breach(breach=breach, known=known(world, known_at=earlier), by=world.ratna, at=world.now)
    assert row.known_at == earlier


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ()},
        {"kinds": ("nothing",)},
        {"happened": "hilang"},
        {"last_day": None},
        {"known_at": "later"},
    ],
    ids=str,
)
def test_what_is_not_whole_is_refused(world: World, wrong: dict[str, object]) -> None:
    if wrong.get("known_at"):
        wrong = {"known_at": world.now + timedelta(minutes=1)}

    with pytest.raises(Refused):
        opened(world, **wrong)


@pytest.mark.parametrize("name", ["budi", "wati", "rahman", "dewi", "agus", "maya", "rini"])
def test_who_may_not_open_one(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.open_breach(known=known(world), by=getattr(world, name), at=world.now)


def test_the_neighbour_sees_none(world: World) -> None:
    breach = opened(world)
    sinta = Person.objects.create(username="sinta", name="Sinta", role="data_protection", unit=world.muara_enim)

    assert list(reads.breaches_for(sinta)) == []
    with pytest.raises(NotFound):
        actions.notify(breach=breach, audience="public", road="papan", by=sinta, at=world.now)


def test_the_whole_drill_through_the_pages(world: World, as_person: Callable[[Person], Client]) -> None:
    """Golden flow 8 of the field study: a breach drill against the clock."""
    ratna = as_person(world.ratna)
    form = {
        "happened": HAPPENED,
        "kinds": ["report_words", "contact"],
        "people": "12",
        "known_at": "2024-10-14T08:00",
        "measures": MEASURES,
        "drill": "on",
    }
    url = ratna.post("/pelanggaran/baru/", form)["Location"]

    letter = ratna.get(f"{url}surat/authority/").content.decode()
    for audience in ("authority", "persons"):
        ratna.post(f"{url}beritahu/", {"audience": audience, "road": "surat nomor 12"})
    ratna.post(f"{url}tutup/", {"lessons": "Nomor telepon lembaga ditempel di meja."})

    page = ratna.get("/pelanggaran/").content.decode()
    assert "LATIHAN" in letter
    assert ("latihan" in page, "ditutup" in page, "diberitahukan dalam 1 jam" in page) == (True, True, True)
    assert "Catat pemberitahuan" not in ratna.get(url).content.decode()
