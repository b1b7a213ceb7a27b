"""Typed names of villages against the real list of Kabupaten OKU: certain only where nothing else can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.names import Candidate, NameIndex, PlaceName
from tests.cores.text.oku import INSIDE, OKU, VILLAGES, oku_places, villages_only

UJANMAS = "16.01.08.2018"
TWICE_IN_OKU = {
    "Gunung Meraksa": ("16.01.08.2001", "16.01.22.2002"),
    "Saung Naga": ("16.01.09.2011", "16.01.13.1004"),
    "Tanjungagung": ("16.01.13.1003", "16.01.28.2022"),
    "Karang Endah": ("16.01.13.2009", "16.01.28.2002"),
    "Sukajadi": ("16.01.14.1006", "16.01.20.2006"),
}


def codes(candidates: list[Candidate]) -> list[str]:
    return [candidate.code for candidate in candidates]


def test_the_list_is_the_whole_of_oku() -> None:
    assert (len(OKU), len(VILLAGES)) == (170, 157)


@pytest.mark.parametrize(
    "typed",
    [
        "Ujanmas",
        "Ujan Mas",
        "ujan mas",
        "UJAN  MAS",
        "ujan-mas",
        "Desa Ujan Mas",
        "ds. ujan mas",
        "Ds.Ujan Mas",
        "Ujan Mas, Pengandonan",
        "ujan mas kec pengandonan",
        "Desa Ujan Mas Kec. Pengandonan Kab. OKU",
        "kecamatan Pengandonan, desa Ujan Mas",
        "RT 03 RW 01 Desa Ujan Mas",
        "dusun 2 desa ujan mas",
        "Ujan Mas kab Ogan Komering Ulu",
        "ujan mas pengandonan",
    ],
)
def test_ujan_mas_of_the_press_is_ujanmas(typed: str) -> None:
    assert OKU.resolve(typed, within=INSIDE).certain == UJANMAS


@pytest.mark.parametrize("typed", ["Ujan Mas, Muara Enim", "ujan mas kab kepahiang", "Ujan Mas, kec Peninjauan"])
def test_ujan_mas_of_somewhere_else_is_not_certain(typed: str) -> None:
    found = OKU.resolve(typed, within=INSIDE)

    assert (found.certain, codes(found.candidates)[:1]) == (None, [UJANMAS])


def test_a_misspelt_name_is_only_offered() -> None:
    found = VILLAGES.resolve("Pengadonan", within=INSIDE)

    assert found.certain is None
    assert (found.candidates[0].name, found.candidates[0].how) == ("Pengandonan", "near")


@pytest.mark.parametrize(("name", "both"), TWICE_IN_OKU.items())
def test_a_name_borne_twice_is_never_certain_without_its_subdistrict(name: str, both: tuple[str, str]) -> None:
    for typed in (name, name.lower(), f"Desa {name}", f"Kel. {name}"):
        found = OKU.resolve(typed, within=INSIDE)
        assert (found.certain, sorted(codes(found.candidates)[:2])) == (None, sorted(both)), typed


@pytest.mark.parametrize(("name", "both"), TWICE_IN_OKU.items())
@pytest.mark.parametrize(
    "form", ["{}, {}", "{} kec {}", "{} kec. {}", "{} ({})", "{} {}", "desa {} kecamatan {} kab OKU"]
)
def test_the_subdistrict_tells_them_apart(form: str, name: str, both: tuple[str, str]) -> None:
    parents = {place.code: place.parent_name for place in villages_only()}

    assert [OKU.resolve(form.format(name, parents[code])).certain for code in both] == list(both)


def test_a_subdistrict_that_has_no_such_village_makes_nothing_certain() -> None:
    found = OKU.resolve("Gunung Meraksa kec Peninjauan")

    assert (found.certain, len([each for each in found.candidates if each.how == "exact"])) == (None, 2)


def test_a_name_borne_twice_is_certain_where_only_one_of_them_counts() -> None:
    assert OKU.resolve("Gunung Meraksa", within={"16.01.22"}).certain == "16.01.22.2002"
    assert OKU.resolve("Gunung Meraksa", within={"16.01.08.2001"}).certain == "16.01.08.2001"


@pytest.mark.parametrize(
    ("typed", "code", "neighbour"),
    [
        ("Sukaraja", "16.01.28.2012", "16.01.14.1005"),
        ("Sukaraya", "16.01.14.1005", "16.01.28.2012"),
        ("Mekar Jaya", "16.01.07.2010", "16.01.14.1014"),
        ("Sekar Jaya", "16.01.14.1014", "16.01.07.2010"),
        ("Batu Marta I", "16.01.30.2001", "16.01.30.2002"),
        ("Batu Marta II", "16.01.30.2002", "16.01.30.2001"),
    ],
)
def test_a_neighbour_one_letter_apart_comes_after_and_as_near(typed: str, code: str, neighbour: str) -> None:
    found = OKU.resolve(typed, within=INSIDE)

    assert found.certain == code
    assert [(each.code, each.how) for each in found.candidates[:2]] == [(code, "exact"), (neighbour, "near")]


def test_a_neighbour_is_not_taken_for_a_name_that_lies_elsewhere() -> None:
    assert OKU.resolve("Sukaraja", within={"16.01.14"}).certain is None


@pytest.mark.parametrize(
    "typed", ["Kemala Jaye", "Lubuk Bara", "Makarti Jaya 1", "Tanjung Sar", "Tanjung Kurang", "Sukamayu", "Tj Karang"]
)
def test_what_looks_like_several_villages_is_never_certain(typed: str) -> None:
    found = OKU.resolve(typed, within=INSIDE)

    assert found.certain is None
    assert {each.how for each in found.candidates} == {"near"}


@pytest.mark.parametrize(
    "typed",
    [
        "Batu Marta II",
        "batu marta 2",
        "Batumarta 2",
        "BATUMARTA II",
        "Batumarta Unit II",
        "batu marta unit 2",
        "batumarta2",
    ],
)
def test_spaces_and_numerals_do_not_matter(typed: str) -> None:
    assert OKU.resolve(typed, within=INSIDE).certain == "16.01.30.2002"


def test_batumarta_without_its_number_is_two_villages() -> None:
    found = OKU.resolve("Batumarta", within=INSIDE)

    assert (found.certain, codes(found.candidates)[:2]) == (None, ["16.01.30.2001", "16.01.30.2002"])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Battu Winangun", "Battu Winangun"),
        ("Air Wall", "Air Wall"),
        ("baturaja permai", "Baturaja Permai"),
        ("kesam birata", "Kesambirata"),
        ("kel kemelak bindung langit", "Kemelak Bindung Langit"),
    ],
)
def test_odd_official_spellings_are_found_as_they_are(typed: str, name: str) -> None:
    found = OKU.resolve(typed, within=INSIDE)

    assert [(each.code, each.name) for each in found.candidates[:1]] == [(found.certain, name)]


def test_a_subdistrict_and_a_village_of_one_name_are_both_offered() -> None:
    assert [codes(OKU.resolve("Pengandonan").candidates)[:2], OKU.resolve("Pengandonan").certain] == [
        ["16.01.08", "16.01.08.2015"],
        None,
    ]
    assert VILLAGES.resolve("Pengandonan").certain == "16.01.08.2015"


def test_the_typed_level_decides_between_a_subdistrict_and_its_village() -> None:
    assert OKU.resolve("Desa Peninjauan").certain == "16.01.09.2010"
    assert OKU.resolve("Kec. Peninjauan").certain == "16.01.09"


def test_an_alias_is_certain_like_a_name_but_not_when_another_place_bears_it() -> None:
    aliases = {UJANMAS: ("Tebat Lama",), "16.01.31.2006": ("Laya",), "16.01.32": ("KPR",)}
    index = NameIndex.build(
        PlaceName(place.code, place.name, place.parent_name, aliases.get(place.code, ())) for place in oku_places()
    )

    found = index.resolve("tebat lama")
    assert (found.certain, found.candidates[0].how) == (UJANMAS, "alias")
    assert index.resolve("Laya").certain is None
    assert index.resolve("Kampai kec KPR").certain == "16.01.32.2003"


def test_how_says_how_the_name_was_matched() -> None:
    assert [OKU.search(typed)[0].how for typed in ("Ujanmas", "Ujan Mas", "Ujanmaz")] == ["exact", "spelling", "near"]


def test_the_beginning_of_a_name_finds_it() -> None:
    assert [each.name for each in OKU.search("gunung kur", limit=1)] == ["Gunung Kuripan"]


def test_search_stays_within_and_keeps_to_the_limit() -> None:
    found = OKU.search("Tanjung", within={"16.01.08"}, limit=2)

    assert [each.name for each in found] == ["Tanjungan", "Tanjung Pura"]


@pytest.mark.parametrize("typed", ["", "   ", "😡", "\u202e", ",,,", "kec", "desa", "x" * 5000])
def test_what_names_no_place_finds_none(typed: str) -> None:
    found = OKU.resolve(typed, within=INSIDE)

    assert (found.certain, found.candidates) == (None, [])


def test_an_empty_index_finds_nothing() -> None:
    assert NameIndex.build([]).resolve("Ujanmas").candidates == []


def test_the_order_of_the_entries_does_not_matter() -> None:
    turned = NameIndex.build(reversed(oku_places()))

    assert [turned.search(typed) for typed in ("sukara", "tanjung")] == [
        OKU.search(typed) for typed in ("sukara", "tanjung")
    ]


@given(st.text(alphabet=st.characters(categories=("Ll", "Lu", "Nd", "Zs", "Pd")), min_size=1, max_size=30))
def test_a_name_that_was_added_is_found_first(name: str) -> None:
    index = NameIndex.build([*villages_only(), PlaceName("99.99.99.2001", name, "Kecamatan Baru")])

    found = index.search(name)

    if any(letter.isalnum() for letter in name):
        same = [each for each in found if each.how != "near"]
        assert "99.99.99.2001" in codes(same)
        assert found[: len(same)] == same


@given(st.text(max_size=60))
def test_no_typed_text_breaks_it(typed: str) -> None:
    found = OKU.resolve(typed, within=INSIDE)

    assert found.certain is None or found.certain in codes(found.candidates)
