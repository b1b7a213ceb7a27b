"""Which issue a report is like, why, and what speaks against it; and an index that holds what the database holds."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.triage import match_adapt
from teduh.triage.match_adapt import Following, Heard, Match, Matter
from teduh.triage.rules import IssueKind
from tests.triage.stories import BALLOTS, BALLOTS_AGAIN, ROAD

HEARD = datetime(2024, 10, 14, 2, 0, tzinfo=UTC)
UJANMAS, TANJUNGAN = ("16.01.08.2018", "Ujanmas"), ("16.01.08.2017", "Tanjungan")
OKU = match_adapt.names(frozenset({"Ujanmas", "Tanjungan", "Terusan", "Lubuk Batang"}))
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def matter(kind: str = IssueKind.RUMOUR, village: tuple[str, str] | None = UJANMAS, heard: datetime = HEARD) -> Matter:
    return Matter(kind, dict([village]) if village else {}, heard)


def matched(
    text: str, issues: dict[UUID, tuple[str, ...]], village: tuple[str, str] | None = None, **matters: Matter
) -> list[Match]:
    """The report against issues with these texts; matters by the letter of the issue."""
    of = {issue: matters.get("ABC"[issue.int - 1], matter()) for issue in issues}
    found = match_adapt.evidences(text, {str(issue): texts for issue, texts in issues.items()}, names=OKU)
    return match_adapt.matches(Heard(village, HEARD), found, of)


class TestMatches:
    def test_an_issue_is_as_alike_as_its_most_alike_text(self):
        (found,) = matched(BALLOTS, {A: (ROAD, BALLOTS, "kabar lain tentang harga gabah")}, UJANMAS)

        assert (found.issue_id, found.same_place, found.days_apart) == (A, True, 0)
        assert (found.alike.like > 0.95, found.alike.sure > 0.95) == (True, True)
        assert {"surat", "suara", "gudang"} <= set(found.alike.words)

    def test_the_surest_come_first_and_unlike_ones_not_at_all(self):
        found = matched(BALLOTS, {A: (ROAD,), B: ("Kabar surat suara kurang di gudang",), C: (BALLOTS_AGAIN,)})

        assert [match.issue_id for match in found] == [C, B]

    def test_of_equally_sure_ones_the_same_village_and_the_nearest_day_come_first(self):
        texts = {A: (BALLOTS_AGAIN,), B: (BALLOTS_AGAIN,), C: (BALLOTS_AGAIN,)}
        elsewhere = matter(village=TANJUNGAN)

        found = matched(BALLOTS, texts, UJANMAS, A=matter(heard=HEARD - timedelta(days=20)), B=elsewhere)

        assert [(match.issue_id, match.same_place, match.days_apart) for match in found] == [
            (C, True, 0),
            (A, True, 20),
            (B, False, 0),
        ]

    @pytest.mark.parametrize(
        ("report", "kind"),
        [
            ("surat suara di desa Tanjungan sudah tercoblos 50 lembar di TPS 3", "place"),
            ("surat suara di desa Ujanmas sudah tercoblos 70 lembar di TPS 3", "number"),
            ("surat suara di desa Ujanmas sudah tercoblos 50 lembar di TPS 5", "station"),
            ("surat suara di desa Ujanmas tidak tercoblos 50 lembar di TPS 3", "negation"),
        ],
    )
    def test_another_place_number_station_or_a_denial_splits_what_words_alone_would_join(self, report: str, kind: str):
        told = ("surat suara di desa Ujanmas sudah tercoblos 50 lembar di TPS 3", "Kabar surat suara tercoblos")

        (found,) = matched(report, {A: told})

        assert [one.kind for one in found.alike.conflicts] == [kind]
        assert (found.alike.like > 0.8, found.alike.sure < 0.2) == (True, True)

    def test_a_text_nearly_as_alike_without_a_conflict_speaks_for_the_issue(self):
        both = ("surat suara di TPS 3 sudah tercoblos 50 lembar", "surat suara di TPS 5 sudah tercoblos 50 lembar")

        (found,) = matched("katanya surat suara di TPS 5 sudah tercoblos 50 lembar", {A: both})

        assert (found.alike.conflicts, found.alike.sure > 0.9) == ((), True)

    def test_a_rumour_travels_and_a_broken_bridge_stays_where_it_is(self):
        texts = {A: (ROAD,), B: (ROAD,)}

        found = {
            match.issue_id: match
            for match in matched(ROAD, texts, TANJUNGAN, A=matter(), B=matter(IssueKind.SERVICE_MATTER))
        }

        assert (found[A].alike.conflicts, found[A].alike.sure > 0.9) == ((), True)
        (other,) = found[B].alike.conflicts
        assert (other.kind, other.here, other.there) == ("place", "Tanjungan", "Ujanmas")
        assert found[B].alike.sure < 0.2

    @pytest.mark.parametrize("where", [None, UJANMAS])
    def test_an_unknown_village_is_no_other_one(self, where: tuple[str, str] | None):
        (found,) = matched(ROAD, {A: (ROAD,)}, where, A=matter(IssueKind.INCIDENT, village=None))

        assert found.alike.conflicts == ()

    def test_an_everyday_word_that_is_a_village_too_is_no_place(self):
        (found,) = matched(f"Dapat terusan: {BALLOTS}", {A: (f"Di Ujanmas: {BALLOTS}",)})

        assert found.alike.conflicts == ()

    def test_nothing_is_like_nothing(self):
        assert matched(BALLOTS, {}) == []
        assert matched("", {A: (BALLOTS,)}) == []
        assert matched(BALLOTS, {A: ("",)}) == []

    def test_the_reasons_that_are_kept_hold_no_words_of_the_other_report(self):
        (found,) = matched(
            "surat suara di TPS 5 sudah tercoblos", {A: ("surat suara di TPS 3 sudah tercoblos",)}, UJANMAS
        )

        assert found.why == {
            "sure": round(found.alike.sure, 4),
            "like": round(found.alike.like, 4),
            "words": list(found.alike.words),
            "same_place": True,
            "days_apart": 0,
            "conflicts": [{"kind": "station", "here": "tps 5"}],
        }
        assert found.shown["conflicts"] == [{"kind": "station", "here": "tps 5", "there": "tps 3"}]
        assert "3" not in str(found.why["conflicts"])


Rows = dict[str, tuple[str, str]]  # row: owner and text


def follow(index: Following, rows: Rows) -> Following:
    def read(new: Iterable[str]) -> list[tuple[str, str, str]]:
        return [(row, *rows[row]) for row in new]

    index.follow(rows, read)
    return index


WORDS = "surat suara gudang bakar polisi desa kabar uang mobil anak hilang jembatan 3 12".split()
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
TABLES = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.sampled_from(["1", "2", "3"]), TEXTS), max_size=8)


class TestFollowing:
    @given(st.lists(TABLES, min_size=1, max_size=5), TEXTS)
    @settings(max_examples=60, deadline=None)
    def test_after_any_history_it_answers_as_one_built_from_the_last_table(self, history: list[Rows], asked: str):
        index = Following()
        for table in history:
            follow(index, table)

        fresh = follow(Following(), history[-1])
        assert index.nearest(asked) == fresh.nearest(asked)
        assert len(index) == len(fresh)

    def test_ten_thousand_copies_in_one_issue_are_one_entry(self):
        index = follow(Following(), {f"r{n}": ("1", BALLOTS) for n in range(10_000)} | {"t": ("2", BALLOTS)})

        assert (len(index), index.nearest(BALLOTS_AGAIN)) == (2, {"1": [BALLOTS], "2": [BALLOTS]})

    def test_the_last_copy_that_goes_takes_the_words_with_it(self):
        rows = {f"r{n}": ("1", BALLOTS) for n in range(3)} | {"road": ("2", ROAD)}
        index = follow(Following(), rows)
        follow(index, {"r1": rows["r1"], "road": rows["road"]})
        one_left = index.nearest(BALLOTS).get("1")
        follow(index, {"road": rows["road"]})

        assert (one_left, "1" in index.nearest(BALLOTS), len(index)) == ([BALLOTS], False, 1)

    def test_only_those_asked_about_and_without_the_refused(self):
        index = follow(Following(), {name: (name, f"{BALLOTS} {name}") for name in "abc"})

        assert set(index.nearest(BALLOTS, among={"a", "b"})) == {"a", "b"}
        assert set(index.nearest(BALLOTS, but_not={"a", "b"})) == {"c"}

    def test_a_row_that_went_before_it_could_be_read_is_looked_for_again(self):
        index = Following()
        index.follow({"a": 1}, lambda _new: [])
        assert index.nearest(BALLOTS) == {}

        index.follow({"a": 1}, lambda _new: [("a", "1", BALLOTS)])
        assert index.nearest(BALLOTS) == {"1": [BALLOTS]}

    def test_a_reading_that_breaks_leaves_an_index_that_the_next_one_mends(self):
        def broken(_new: list[str]) -> Iterable[tuple[str, str, str]]:
            yield "a", "1", BALLOTS
            raise ConnectionError

        index = Following()
        with pytest.raises(ConnectionError):
            index.follow({"a": 1, "b": 1}, broken)
        follow(index, {"a": ("1", BALLOTS), "b": ("2", ROAD)})

        assert (index.nearest(BALLOTS)["1"], index.nearest(ROAD)["2"]) == ([BALLOTS], [ROAD])
