"""What gives a spot, a minute or a writer away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.giveaways import find_coordinates, find_hours, find_quotes, find_spots, find_words


def pieces(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("titiknya -4.11744, 103.95519 dekat jembatan", ["-4.11744, 103.95519"]),
        ("di -4,11744; 103,95519", ["-4,11744; 103,95519"]),
        ("lintang -4.117442", ["-4.117442"]),
        ("4°07'02\" LS, 103°57'18\" BT", ["4°07'02\" LS", "103°57'18\" BT"]),
        ("plus code 6P5WVXJ4+2F3 kata dia", ["6P5WVXJ4+2F3"]),
        ("lihat https://maps.example/x?q=1 ya", ["https://maps.example/x?q=1"]),
        ("uang Rp 50.000 dan 1.250.000, 3,5 km, 07.30, 12.10.2024", []),
        ("12 orang, 4,5 jam, TPS 03", []),
    ],
)
def test_coordinates_in_every_spelling_and_no_sum_of_money(text: str, found: list[str]) -> None:
    assert pieces(text, find_coordinates(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("di RT 02/RW 01 dekat pos", ["RT 02/RW 01"]),
        ("rt 3 desa ujanmas", ["rt 3"]),
        ("dusun II, Dusun Talang Jawa Lama", ["dusun II", "Dusun Talang Jawa Lama"]),
        ("gang Melati dan lorong 4", ["gang Melati", "lorong 4"]),
        ("Desa Ujanmas, Kecamatan Pengandonan", []),
        ("di kampung sebelah kata orang", []),
    ],
)
def test_places_smaller_than_a_village(text: str, found: list[str]) -> None:
    assert pieces(text, find_spots(text)) == found


def test_hours_but_no_days() -> None:
    text = "Selasa, 8 Oktober pukul 15.42 WIB, dua kali"

    assert pieces(text, find_hours(text)) == ["pukul 15.42 WIB"]


def test_words_are_found_wherever_they_stand_and_only_whole() -> None:
    text = "Warung Mak Ijah. Kata mak  ijah begitu. Ijahan lain."

    assert pieces(text, find_words(text, ["Mak Ijah"])) == ["Mak Ijah", "mak  ijah"]
    assert pieces(text, find_words(text, ["Mak Ijah", "warung mak"])) == ["Warung Mak Ijah", "mak  ijah"]
    assert find_words(text, ["", "  "]) == []


def test_a_resident_is_known_by_their_own_words() -> None:
    said = "Saya lihat sendiri, mobil putih berhenti depan rumah Pak RT terus bagi amplop"
    written = "Menurut pelapor, mobil putih berhenti depan rumah pak RT. Petugas mencatat amplop."

    assert pieces(written, find_quotes(written, [said])) == ["mobil putih berhenti depan rumah pak RT"]
    # Four words in a row are nobody's own.
    assert find_quotes("mobil putih berhenti depan warung", [said]) == []
    assert find_quotes(written, []) == []
    assert find_quotes("bagi amplop", ["bagi amplop"]) == []


@given(st.text(alphabet="abc ,.", max_size=80), st.integers(0, 60))
def test_whatever_was_said_is_found_when_it_is_copied_whole(said: str, at: int) -> None:
    words = said.split()
    copied = "zz " * (at % 4) + said + " zz"

    found = find_quotes(copied, [said])

    signs = sum(bool(word.strip(",.")) for word in words)
    assert bool(found) == (signs >= 5 or _words(said) >= 5)
    assert all(0 <= start < end <= len(copied) for start, end in found)


def _words(text: str) -> int:
    return len(text.replace(",", " ").replace(".", " ").split())
