"""Claims that others have checked come in from a table or from ClaimReview, once, and without who spread them."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from teduh.cores.errors import NotAllowed, Refused
from teduh.triage import actions
from teduh.triage.factchecks import Claim, Unread, read
from teduh.triage.registry import FactCheck
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent, Person
from tests.factories import World

CSV = """klaim;putusan;sumber;tautan;tanggal
"Surat suara sudah dicoblos di gudang";Salah;Mafindo;https://example.org/1;14/10/2024
;Salah;Mafindo;https://example.org/2;2024-10-14
Gempa besar malam ini;Salah;Mafindo;javascript:alert(1);2024-10-14
Pemungutan suara ditunda;Salah;;;2024-10-15
Listrik padam saat hitung suara;Salah;Mafindo;;kemarin
"""
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "Pemungutan suara ditunda sampai Januari",
    "datePublished": "2024-11-20T08:00:00+07:00",
    "url": "https://example.org/periksa/7",
    "inLanguage": "id-ID",
    "author": {"@type": "Organization", "name": "CekFakta"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "Salah"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Akun Si Penyebar"}},
}


def take(world: World, content: bytes, *, source: str = "") -> tuple[int, int, list[str]]:
    claims = list(read(content, source=source))
    taken = actions.import_factchecks(claims=claims, file_name="daftar", by=SYSTEM, at=world.now)
    return taken.added, taken.already, [f"{entry.place}: {entry.reason}" for entry in taken.refused]


def test_a_table_comes_in_and_each_row_that_cannot_says_why(world: World) -> None:
    assert take(world, CSV.encode()) == (
        1,
        0,
        [
            "line 3: there is no claim",
            "line 4: 'javascript:alert(1)' is no web address",
            "line 5: it does not say who checked it; name them with --source",
            "line 6: 'kemarin' is no day; write it as 2024-10-14",
        ],
    )
    row = FactCheck.objects.get()
    assert (row.claim, row.rating, row.source, row.checked_on) == (
        "Surat suara sudah dicoblos di gudang",
        "Salah",
        "Mafindo",
        date(2024, 10, 14),
    )


def test_the_source_can_be_named_once_for_the_file(world: World) -> None:
    added, _already, refused = take(world, CSV.encode(), source="Jarimu Awasi Pemilu")

    assert (added, len(refused)) == (2, 3)
    assert FactCheck.objects.get(claim="Pemungutan suara ditunda").source == "Jarimu Awasi Pemilu"


@pytest.mark.parametrize(
    "whole",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {**REVIEW, "@type": ["Review", "ClaimReview"]},
    ],
)
def test_claimreview_is_found_wherever_the_file_keeps_it(whole: object) -> None:
    assert list(read(json.dumps(whole).encode(), source="")) == [
        Claim(
            claim="Pemungutan suara ditunda sampai Januari",
            title="",
            rating="Salah",
            source="CekFakta",
            address="https://example.org/periksa/7",
            checked_on=date(2024, 11, 20),
            language="id",
        )
    ]


def test_who_spread_it_and_whose_number_it_was_are_not_kept(world: World) -> None:
    review = {**REVIEW, "claimReviewed": "Hubungi 0812-0000-7788 untuk bantuan"}

    take(world, json.dumps(review).encode())

    kept = " ".join(str(value) for value in FactCheck.objects.values_list().get())
    assert "Penyebar" not in kept
    assert "7788" not in kept


def test_a_second_run_adds_nothing(world: World) -> None:
    once = take(world, json.dumps([REVIEW, REVIEW]).encode())
    again = take(world, json.dumps(REVIEW).encode())

    assert (once, again) == ((1, 1, []), (0, 1, []))
    assert AuditEvent.objects.filter(action="triage.import_factchecks").count() == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "cannot be read as JSON"),
        (b"[]", "holds no ClaimReview"),
        (b'{"@type": "Article"}', "holds no ClaimReview"),
        (b"nama,alamat\nx,y\n", "The column claim"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_none_gets_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        list(read(content, source="Mafindo"))


def test_hostile_shapes_do_not_break_it() -> None:
    deep: object = REVIEW
    for _ in range(60):
        deep = {"x": [deep]}
    odd = {"@type": "ClaimReview", "claimReviewed": {"a": 1}, "author": 7, "reviewRating": "?", "url": ["https://a"]}

    with pytest.raises(Refused):
        list(read(json.dumps(deep).encode(), source=""))
    assert list(read(json.dumps(odd).encode(), source="")) == [Unread("entry 1", "there is no claim")]


def test_the_desk_stops_offering_one_with_a_reason(world: World, as_person: Callable[[Person], Client]) -> None:
    take(world, json.dumps(REVIEW).encode())
    row = FactCheck.objects.get()
    budi = as_person(world.budi)

    short = budi.post(reverse("factcheck_retire", args=[row.pk]), {"reason": "usang"})
    done = budi.post(
        reverse("factcheck_retire", args=[row.pk]), {"reason": "KPU sungguh menunda; kabar ini jadi benar."}
    )

    assert (short.status_code, done.status_code) == (400, 302)
    assert "Sudah usang" not in budi.get(reverse("factchecks")).content.decode()
    retired = budi.get(reverse("factchecks"), {"lihat": "berhenti"}).content.decode()
    assert "KPU sungguh menunda" in retired
    with pytest.raises(Refused):
        actions.retire_factcheck(factcheck=row, reason="sekali lagi begitu", by=world.budi, at=world.now)
    with pytest.raises(NotAllowed):
        actions.retire_factcheck(factcheck=row, reason="sekali lagi begitu", by=world.dewi, at=world.now)
