"""Which report tells something of its own, and which one accuses a neighbour. It judges nobody."""

import pytest

from teduh.cores.text.claims import accusation, differing, has_grounds, own_details

COPIED = "Warga resah, rumah Darto jadi tempat simpan senjata, usir saja dari kampung sebelum pemilihan"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (COPIED, ()),
        (COPIED.upper() + "!!!", ()),
        ("Diteruskan dari grup: " + COPIED, ()),
        (COPIED + ". Saya lihat sendiri", ("eyewitness",)),
        (COPIED + ", tadi malam jam 21.30", ("time",)),
        (COPIED + " di dekat masjid lama", ("place",)),
        (COPIED + " saya liat jam 9 di lorong mawar", ("eyewitness", "time", "place")),
        (COPIED + ". Padahal setahu aku orangnya pendiam, kerja kebun tiap hari, istrinya jualan gorengan", ("words",)),
    ],
)
def test_a_detail_of_its_own_is_what_the_copied_text_has_not(text: str, kinds: tuple[str, ...]) -> None:
    assert own_details(text, COPIED) == kinds


def test_what_the_copied_text_says_itself_is_no_detail() -> None:
    copied = COPIED + " saya lihat sendiri jam 9"

    assert own_details(copied, copied) == ()


@pytest.mark.parametrize(
    ("text", "words", "matter"),
    [
        ("Pak Darto itu dukun santet, usir saja", "Pak Darto itu dukun", "magic"),
        ("keluarga sukri simpan sabu di rumahnya", "keluarga sukri simpan sabu", "drugs"),
        ("awas si udin provokator", "si udin provokator", "stirring"),
        ("maling sapi itu bang Rohim", "maling sapi itu bang Rohim", "theft"),
        ("rumah pak haji mahmud tempat judi", "haji mahmud tempat judi", "cheating"),
        ("bu yanti selingkuh dgn sopir", "bu yanti selingkuh", "morals"),
    ],
)
def test_a_neighbour_named_near_a_wrong(text: str, words: str, matter: str) -> None:
    found = accusation(text)

    assert found is not None
    assert (text[found.start : found.end], found.matter) == (words, matter)


@pytest.mark.parametrize(
    "text",
    [
        "Selamat pagi pak, ada maling masuk kampung tadi malam",
        "pak darto bukan maling",
        "pak kades dituduh korupsi dana desa",
        "pak polisi tolong ada pencuri",
        "ayam saya dicuri semalam pak",
        "Pak Darto orangnya baik. Di desa lain memang ada dukun",
        "pak rt sudah lapor soal judi",
        "Bu, saya dengar ada yang bagi sabu",
        "",
    ],
)
def test_what_accuses_no_private_person(text: str) -> None:
    assert accusation(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Pak Darto itu dukun santet", "katanya darto, eh pak DARTO, main santet", True),
        ("Pak Darto itu dukun santet", "Pak Karto itu dukun santet", False),
        ("Pak Darto itu dukun santet", "Pak Darto itu maling", False),
    ],
)
def test_the_key_says_whether_two_accuse_the_same_of_the_same(one: str, other: str, same: bool) -> None:
    first, second = accusation(one), accusation(other)

    assert first is not None
    assert second is not None
    assert (first.key == second.key) is same


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("Pak Darto itu dukun santet", False),
        ("Pak Darto dukun, saya lihat sendiri", True),
        ("jam 9 pak darto bawa sabu", True),
        ("semalam pak darto berjudi", True),
    ],
)
def test_grounds_are_what_was_seen_or_when(text: str, grounds: bool) -> None:
    assert has_grounds(text) is grounds


def test_differing_words_are_marked_and_no_letter_is_lost() -> None:
    text = "FW: " + COPIED + ", saya lihat sendiri!"

    pieces = differing(text, COPIED)

    assert "".join(piece for piece, _own in pieces) == text
    assert [piece for piece, own in pieces if own] == ["FW", "saya", "lihat", "sendiri"]
