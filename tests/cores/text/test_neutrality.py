"""What police must not say is found and explained, however it is dressed up; what is neutral passes."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.neutrality import RULES, Finding, Lists, findings

LINES = tomllib.loads(Path(__file__).with_name("neutrality_lines.toml").read_text("utf-8"))
LISTS = Lists(**{kind: tuple(words) for kind, words in LINES["lists"].items()})
GOOD = LINES["lines"]["good"]
BAD = [(kind, text) for kind, texts in LINES["lines"]["bad"].items() for text in texts]

# February 2024: police asked rectors for videos that praise the President's record and called it a cooling system
# (domain.md §1.7). The wording is ours; what is asked for is what the press reported.
FEBRUARY_2024 = [
    "Mohon kesediaan Bapak Rektor membuat video apresiasi atas kinerja Bapak Presiden selama dua periode.",
    "Dalam rangka cooling system, mohon berkenan membuat video apresiasi atas kinerja Presiden.",
    "Kami mengharapkan Ibu Rektor memberikan testimoni berupa video tentang keberhasilan pemerintahan Presiden.",
    "Sekiranya berkenan, mohon rekaman pernyataan Rektor yang menghargai kepemimpinan Presiden dan jalannya pemilu.",
    "Izin Prof, mohon bantuannya video pendek saja, isinya capaian Bapak Presiden.",
    "Tokoh kampus diminta menyampaikan narasi positif tentang Presiden supaya suasana sejuk.",
    "Mhn berkenan bikin vidio dukungan utk pemerintah, nanti kami kirim contohnya.",
    "Contoh kalimat: kami civitas akademika mengucapkan terima kasih kepada Bapak Presiden atas prestasi beliau.",
    "Demi pemilu damai, mohon Bapak Rektor menyampaikan ucapan terima kasih kepada Presiden lewat video.",
    "Dear Rector, please record a short video expressing appreciation for the President's work.",
    "As part of the cooling system we kindly ask for a video statement supporting the President.",
    "Would the rector be willing to make a video praising the achievements of the government?",
    "mohon ijin bpk rektor, v1d30 apresi4si kinerj4 pres1den",
    "Tokoh agama, rektor, dan guru besar: kirimkan rekaman kesan positif terhadap Presiden paling lambat Jumat.",
]


def said(text: str, lists: Lists = LISTS) -> list[tuple[str, str]]:
    return [(one.words, one.severity) for one in findings(text, lists)]


@pytest.mark.parametrize("text", FEBRUARY_2024)
def test_the_appeal_to_the_rectors_cannot_go_out(text: str) -> None:
    found = [one for one in findings(text) if one.kind == "praise"]

    assert "block" in {one.severity for one in found}


@pytest.mark.parametrize("text", GOOD)
def test_what_is_neutral_passes(text: str) -> None:
    assert findings(text, LISTS) == []


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_what_is_not_neutral_is_found(kind: str, text: str) -> None:
    assert kind in {one.kind for one in findings(text, LISTS)}


def test_there_are_enough_lines_of_both_kinds() -> None:
    assert (len(GOOD) >= 60, len(BAD) >= 120) == (True, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Golden flow 5: a candidate's number cannot go out, whatever stands around it.
        ("Ayo ke TPS, coblos nomor 2.", [("coblos nomor 2", "block")]),
        ("Paslon 02 hadir di lapangan.", [("Paslon 02", "block")]),
        ("Coblos nomor 1 atau akan ditangkap.", [("Coblos nomor 1", "block"), ("akan ditangkap", "block")]),
        # What may be innocent is for a second person …
        ("Ingat nomor 2 ya.", [("nomor 2", "check")]),
        ("Antrean nomor urut 2 dipanggil.", []),
        ("Peserta antrean, ambil nomor urut 2.", [("nomor urut 2", "check")]),
        ("Terima kasih Kapolres.", [("Terima kasih Kapolres", "check")]),
        ("Menyebar hoaks melanggar UU ITE.", [("UU ITE", "check")]),
        ("Bu Melati menyapa warga.", [("Melati", "check")]),
        ("Warna kuning warna kita.", [("kuning", "check")]),
        ("Siap ☝️ bersama", [("☝", "check")]),
        ("OKU Bangkit Bersama!", [("OKU Bangkit Bersama", "check")]),
        # … until the sentence asks for votes as well.
        ("Pilih Melati.", [("Melati", "block")]),
        ("Dukung warna kuning.", [("kuning", "block")]),
        ("Calon kita memang OKU Bangkit Bersama.", [("OKU Bangkit Bersama", "block")]),
        # A whole name is hardly a village.
        ("Suryadi Pratama datang.", [("Suryadi Pratama", "block")]),
        # Saying that we never ask is worth a second look, not a ban; comfort is no threat.
        ("Kami tidak pernah minta video dukungan untuk Presiden.", [("minta video dukungan untuk Presiden", "check")]),
        ("Jangan lupa kirim video dukungan untuk Presiden.", [("kirim video dukungan untuk Presiden", "block")]),
        ("Warga tidak akan ditangkap karena bertanya.", []),
        ("Kami tidak segan menangkap penyebarnya.", [("segan menangkap", "block")]),
    ],
)
def test_what_must_be_blocked_and_what_may_be_innocent(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ayo p4sl0n 1 ya", "p4sl0n 1"),
        ("Ayo p a s l o n 2 ya", "p a s l o n 2"),
        ("Ayo pa\u200bsl\u00adon 1 ya", "pa\u200bsl\u00adon 1"),
        ("Ayo р\u0430ѕlon ① ya", "р\u0430ѕlon ①"),
        ("Ayo ｐａｓｌｏｎ ２ ya", "ｐａｓｌｏｎ ２"),
        ("Ayo paaasloooon duaaa ya", "paaasloooon duaaa"),
        ("Ayo pas lon 1 ya", "pas lon 1"),
        ("Ayo #PilihNomor1 ya", "PilihNomor1"),
        ("Ayo páslón 1 ya", "páslón 1"),
        ("Ayo 𝐩𝐚𝐬𝐥𝐨𝐧 𝟏 ya", "𝐩𝐚𝐬𝐥𝐨𝐧 𝟏"),
        ("Ayo p_a_s_l_o_n 1 ya", "p_a_s_l_o_n 1"),
        ("Ayo paslon-2 ya", "paslon-2"),
        ("Ayo coblos'nomor'2 ya", "coblos'nomor'2"),
        ("Ayo coblos\nnomor 2 ya", "coblos\nnomor 2"),
        ("Ayo paslon d u a ya", "paslon d u a"),
        ("Ayo No.urut.2 ya", "No.urut.2"),
        ("Ayo paslon nol dua ya", "paslon nol dua"),
        ("Ayo c0bl05 n0m0r 2 ya", "c0bl05 n0m0r 2"),
    ],
)
def test_a_disguise_is_seen_through_and_shown_as_it_was_typed(text: str, words: str) -> None:
    assert [one.words for one in findings(text)] == [words]


def test_a_finding_tells_where_which_rule_and_why() -> None:
    text = "Warga, jangan lupa nomor urut 2 ya."

    assert findings(text) == [Finding(19, 31, "nomor urut 2", "ballot_number", "number", "block", "numbered")]


def test_without_lists_the_general_rules_still_block() -> None:
    assert said("Coblos paslon 1, kata Suryadi Pratama.", Lists()) == [("Coblos paslon 1", "block")]


def test_an_allowed_phrase_silences_only_what_may_be_innocent() -> None:
    lists = Lists(name=("Melati",), allowed=("Desa Melati", "coblos nomor 2", "nomor cantik 2"))

    assert said("Desa Melati aman.", lists) == []
    assert said("Bu Melati aman.", lists) == [("Melati", "check")]
    assert said("Ayo coblos nomor 2.", lists) == [("coblos nomor 2", "block")]


def test_a_listed_phrase_is_found_in_any_spelling() -> None:
    lists = Lists(slogan=("Gas Pol!", "  "), name=("Dr. Budi Santoso",))

    assert [one.words for one in findings("g4s   pol, kata bud1 s4ntoso", lists)] == ["g4s   pol", "bud1 s4ntoso"]


def test_a_name_is_found_without_its_titles_and_a_slogan_with_its_number() -> None:
    lists = Lists(name=("Dr. H. M. Suryadi Pratama, S.H., M.Si.",), slogan=("Satu Hati Bangun Desa",))

    assert said("Bapak M. Suryadi Pratama hadir.", lists) == [("M. Suryadi Pratama", "block")]
    assert said("Mari satu hati bangun desa.", lists) == [("satu hati bangun desa", "check")]


def test_every_rule_is_known_by_one_key() -> None:
    keys = [key for key, _kind, _severity, _why in RULES]

    assert len(keys) == len(set(keys))


@given(st.text(alphabet=st.sampled_from("palsoncbi 012#.,-‍️✌@$!íаｐ①\n"), max_size=60))
def test_findings_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = findings(text, LISTS)

    assert [text[one.start : one.end] for one in found] == [one.words for one in found]
    assert all(one.start < one.end for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))


@given(st.text(max_size=80))
def test_no_text_breaks_the_gate(text: str) -> None:
    assert findings(text, LISTS) == findings(text, LISTS)


def test_the_docs_name_every_rule_with_its_severity() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "neutrality.md").read_text("utf-8")
    told = [line.split("|") for line in text.splitlines() if line.startswith("| `")]

    assert sorted((row[1].strip(" `"), row[3].strip()) for row in told) == sorted(
        (key, severity) for key, _kind, severity, _why in RULES
    )
