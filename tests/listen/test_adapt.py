"""What the machine understands of a text, in the words of this stage."""

from datetime import date, timedelta

import pytest

from teduh.listen import adapt, reads
from tests.factories import World

SMS = "ada isu2 sara di ds ujan mas klo bs dicek pak"


@pytest.fixture
def within(world: World) -> frozenset[str]:
    return reads.village_codes(world.polres, on=world.today)


def test_names_are_looked_for_where_the_unit_serves(world: World, within: frozenset[str]):
    assert world.ujanmas.code in within
    assert world.ujan_mas_baru.code not in within


def test_the_line_of_the_district_is_read_for_its_place(world: World, within: frozenset[str]):
    reading = adapt.read_text(SMS, at=world.now, within=within)

    assert reading.place is not None
    assert reading.place.certain == adapt.PlaceChoice("16.01.08.2018", "Ujanmas", "Pengandonan")
    assert reading.place.typed in SMS
    assert (reading.day, reading.emergency, reading.police_conduct) == (None, False, False)


@pytest.mark.parametrize("typed", ["Ujan Mas", "desa ujanmas", "ds. Ujan-mas", "di dekat pasar desa Ujan Mas"])
def test_a_typed_place_is_understood_with_words_around_it(world: World, within: frozenset[str], typed: str):
    reading = adapt.read_place(typed, within=within)

    assert reading is not None
    assert reading.certain is not None
    assert reading.certain.label == "Ujanmas, Pengandonan"


def test_a_doubled_name_is_never_certain(world: World, within: frozenset[str]):
    reading = adapt.read_place("Gunung Meraksa", within=within)

    assert reading is not None
    assert reading.certain is None
    assert {choice.parent_name for choice in reading.choices} == {"Pengandonan", "Lubuk Batang"}


def test_the_subdistrict_tells_which_one(world: World, within: frozenset[str]):
    reading = adapt.read_place("Gunung Meraksa kec Lubuk Batang", within=within)

    assert reading is not None
    assert reading.certain is not None
    assert reading.certain.parent_name == "Lubuk Batang"


def test_two_places_in_one_text_are_both_offered(world: World, within: frozenset[str]):
    reading = adapt.find_place("rombongan dari Tanjungan mau ke desa Ujanmas", within=within)

    assert reading is not None
    assert reading.certain is None
    assert {choice.name for choice in reading.choices} >= {"Tanjungan", "Ujanmas"}


@pytest.mark.parametrize("typed", ["", "   ", "Antah Berantah", "🙂"])
def test_a_place_that_does_not_exist_is_nothing(world: World, within: frozenset[str], typed: str):
    assert adapt.read_place(typed, within=within) is None


@pytest.mark.parametrize(
    ("typed", "day", "sure"),
    [
        ("2024-10-12", date(2024, 10, 12), True),
        ("tadi malam", date(2024, 10, 13), True),
        ("12/10/2024 jam 9 malam", date(2024, 10, 12), True),
        ("2099-01-01", date(2099, 1, 1), False),
        ("1 Januari 2099", date(2099, 1, 1), False),
    ],
)
def test_a_day_is_read(world: World, typed: str, day: date, sure: bool):
    reading = adapt.read_day(typed, at=world.now)

    assert reading is not None
    assert (reading.day, reading.sure) == (day, sure)


def test_no_day_is_no_day(world: World):
    assert adapt.read_day("entah", at=world.now) is None


def test_near_is_ten_years_back_and_about_a_year_ahead(world: World):
    assert adapt.is_near(world.today + timedelta(days=400), world.now)
    assert not adapt.is_near(world.today + timedelta(days=401), world.now)
    assert not adapt.is_near(date(1924, 10, 14), world.now)


def test_only_identity_numbers_are_masked():
    assert adapt.hide_identity_numbers("NIK 1601 0814 0899 0001, hp 0812-0000-1234") == "NIK [NIK], hp 0812-0000-1234"
