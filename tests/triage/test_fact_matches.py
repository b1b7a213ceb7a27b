"""A claim that others have checked is found in other words, with its source, its day and what speaks against it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teduh.triage import actions, fact_reads, reads
from teduh.triage.factchecks import Claim
from teduh.triage.registry import FactCheck
from teduh.trust.actors import SYSTEM
from tests.factories import World

BALLOTS = "Surat suara di gudang KPU sudah dicoblos semua sebelum hari pemungutan"
KIDNAP = "Penculik anak memakai mobil putih berkeliling di sekolah dasar"
IN_OTHER_WORDS = "ktnya surat suaranya udh dicoblos smua di gudang kpu"


def checked(world: World, claim: str, *, title: str = "", on: date | None = date(2024, 9, 30), n: int = 1) -> FactCheck:
    row = Claim(claim, title, "Salah", "Mafindo", f"https://example.org/{n}", on, "id")
    actions.import_factchecks(claims=[row], file_name="mafindo.csv", by=SYSTEM, at=world.now)
    return FactCheck.objects.get(claim=claim)


def test_other_words_find_it_with_source_day_and_reasons(world: World) -> None:
    row = checked(world, BALLOTS)
    checked(world, KIDNAP, n=2)

    (found,) = reads.fact_checks_like(IN_OTHER_WORDS, at=world.now)

    assert (found.id, found.claim, found.verdict) == (row.pk, BALLOTS, "Salah")
    assert (found.source, found.checked_on, found.url) == ("Mafindo", date(2024, 9, 30), "https://example.org/1")
    assert {"surat", "suaranya", "dicoblos", "gudang"} <= set(found.words)
    assert (found.conflicts, found.may_be_old) == ((), False)
    assert found.sureness > 0.7


def test_the_title_counts_without_what_the_checker_put_before_it(world: World) -> None:
    long_story = "Beredar tangkapan layar. " + "Narasi panjang tentang hal lain sama sekali. " * 20
    row = checked(world, long_story, title=f"[SALAH] {BALLOTS}")

    (found,) = reads.fact_checks_like(IN_OTHER_WORDS, at=world.now)

    assert (found.id, found.sureness > 0.7) == (row.pk, True)


def test_the_explanation_of_the_checker_is_not_the_claim(world: World) -> None:
    checked(world, f"{KIDNAP} = = = Penjelasan: {BALLOTS}")

    assert reads.fact_checks_like(IN_OTHER_WORDS, at=world.now) == []


def test_a_denial_is_told_and_lowers_the_sureness(world: World) -> None:
    checked(world, BALLOTS)

    (found,) = reads.fact_checks_like("surat suara di gudang KPU tidak dicoblos sebelum hari pemungutan", at=world.now)

    assert [(one.kind, one.here) for one in found.conflicts] == [("negation", "tidak dicoblos")]
    assert (found.sureness < 0.1, found.likeness > 0.8) == (True, True)


@pytest.mark.parametrize(("on", "old"), [(date(2024, 10, 1), False), (date(2023, 10, 14), True), (None, True)])
def test_what_is_over_a_year_old_or_has_no_day_may_be_old(world: World, on: date | None, old: bool) -> None:
    checked(world, BALLOTS, on=on)

    assert [found.may_be_old for found in reads.fact_checks_like(BALLOTS, at=world.now)] == [old]


def test_a_retired_one_is_not_found_any_more_and_a_new_one_at_once(world: World) -> None:
    row = checked(world, BALLOTS)
    before = [found.id for found in reads.fact_checks_like(IN_OTHER_WORDS, at=world.now)]
    actions.retire_factcheck(factcheck=row, reason="Penerbit sudah menariknya.", by=world.budi, at=world.now)
    between = reads.fact_checks_like(IN_OTHER_WORDS, at=world.now)
    again = checked(world, BALLOTS.replace("semua", "habis"), n=3)

    assert (before, between) == ([row.pk], [])
    assert [found.id for found in reads.fact_checks_like(IN_OTHER_WORDS, at=world.now)] == [again.pk]


def test_the_surest_come_first_and_only_so_many(world: World) -> None:
    for number in range(5):
        checked(world, f"{BALLOTS} " + " ".join(f"kata{number}{n}" for n in range(number)), n=number)

    found = reads.fact_checks_like(BALLOTS, at=world.now, limit=3)

    assert len(found) == 3
    assert [one.sureness for one in found] == sorted((one.sureness for one in found), reverse=True)


@pytest.mark.parametrize("nothing", ["", "😀", "yang di ke dari", "\u200b\u200f", "ok pak"])
def test_what_says_nothing_finds_nothing(world: World, nothing: str) -> None:
    checked(world, BALLOTS)

    assert reads.fact_checks_like(nothing, at=world.now) == []


def test_with_a_hundred_claims_the_database_is_asked_as_often_as_with_one(world: World) -> None:
    checked(world, BALLOTS)
    reads.fact_checks_like(BALLOTS, at=world.now)
    with CaptureQueriesContext(connection) as with_one:
        reads.fact_checks_like(BALLOTS, at=world.now)
    rows = [Claim(f"{BALLOTS} nomor {n}", "", "Salah", "Mafindo", "", world.today, "id") for n in range(100)]
    actions.import_factchecks(claims=rows, file_name="banyak.csv", by=SYSTEM, at=world.now + timedelta(minutes=1))
    reads.fact_checks_like(BALLOTS, at=world.now)

    with CaptureQueriesContext(connection) as with_many:
        reads.fact_checks_like(BALLOTS, at=world.now)

    assert len(with_one) == len(with_many) == 2


def test_a_process_that_begins_anew_answers_the_same(world: World) -> None:
    for number in range(30):
        checked(world, f"{BALLOTS} {number}", n=number)
    grown = reads.fact_checks_like(IN_OTHER_WORDS, at=world.now, limit=30)
    fact_reads.forget()

    assert reads.fact_checks_like(IN_OTHER_WORDS, at=world.now, limit=30) == grown
