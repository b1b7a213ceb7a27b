"""What a new district can start from: OKU's areas and their names, the example units, the calendar."""

import csv
import tomllib
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from teduh.cores.text.namekeys import name_key, words_of
from teduh.cores.text.names import NameIndex, PlaceName
from teduh.places.rules import AreaLevel, ContestKind, PhaseKind, UnitKind
from teduh.trust.rules import Role

PRESETS = files("teduh.places") / "presets"
AREAS = list(csv.DictReader((PRESETS / "oku_areas.csv").read_text("utf-8").splitlines()))
ALIASES = list(csv.DictReader((PRESETS / "oku_aliases.csv").read_text("utf-8").splitlines()))
EXAMPLE = tomllib.loads((PRESETS / "oku_example.toml").read_text("utf-8"))
NAMES = {area["code"]: area["name"] for area in AREAS}
VILLAGES = [area for area in AREAS if area["level"] == AreaLevel.VILLAGE]
SUBDISTRICTS = {area["code"]: area["name"] for area in AREAS if area["level"] == AreaLevel.SUBDISTRICT}


def same_spelling(name: str) -> str:
    return name_key(words_of(name))


def calendar(name: str) -> dict[str, Any]:
    return tomllib.loads((PRESETS / f"{name}.toml").read_text("utf-8"))


def days(preset: dict[str, Any]) -> list[tuple[str, date, date]]:
    return [(phase["kind"], phase["starts_on"], phase["ends_on"]) for phase in preset["phases"]]


# --- areas ---


def test_oku_has_thirteen_subdistricts_and_157_villages() -> None:
    assert Counter(area["kind"] for area in AREAS) == {
        "provinsi": 1,
        "kabupaten": 1,
        "kecamatan": 13,
        "desa": 143,
        "kelurahan": 14,
    }
    assert Counter(SUBDISTRICTS[village["parent"]] for village in VILLAGES) == {
        "Sosoh Buay Rayap": 11,
        "Pengandonan": 12,
        "Peninjauan": 16,
        "Baturaja Barat": 12,
        "Baturaja Timur": 13,
        "Ulu Ogan": 7,
        "Semidang Aji": 21,
        "Lubuk Batang": 15,
        "Lengkiti": 22,
        "Sinar Peninjauan": 6,
        "Lubuk Raja": 7,
        "Muara Jaya": 7,
        "Kedaton Peninjauan Raya": 8,
    }


def test_every_code_stands_once_under_the_area_above_it() -> None:
    assert len(NAMES) == len(AREAS)
    assert {area["code"]: area["parent"] for area in AREAS} == {code: code.rpartition(".")[0] for code in NAMES}
    assert {area["parent"] for area in AREAS} - set(NAMES) == {""}


def test_every_village_lies_near_baturaja_and_no_two_at_one_point() -> None:
    points = [(area["lat"], area["lng"]) for area in VILLAGES]
    assert [point for point in points if not (-4.7 < float(point[0]) < -3.5 and 103.6 < float(point[1]) < 104.6)] == []
    assert {len(number.partition(".")[2]) for point in points for number in point} == {5}
    assert len(set(points)) == 157


def test_the_villages_of_pengandonan_keep_their_gaps_in_the_numbers() -> None:
    numbers = [village["code"].rpartition(".")[2] for village in VILLAGES if village["parent"] == "16.01.08"]
    assert numbers == "2001 2003 2004 2005 2006 2007 2008 2015 2016 2017 2018 2019".split()
    assert NAMES["16.01.08.2018"] == "Ujanmas"


def test_five_names_stand_twice_and_two_subdistricts_are_named_like_a_village() -> None:
    borne = Counter(same_spelling(village["name"]) for village in VILLAGES)
    twice = {village["name"] for village in VILLAGES if borne[same_spelling(village["name"])] == 2}
    assert twice == {"Gunung Meraksa", "Karang Endah", "Saung Naga", "Sukajadi", "Tanjungagung"}
    assert max(borne.values()) == 2
    assert {village["name"] for village in VILLAGES} & set(SUBDISTRICTS.values()) == {"Pengandonan", "Peninjauan"}


# --- other spellings ---


def test_an_alias_belongs_to_a_place_says_why_and_is_told_once() -> None:
    assert {alias["code"] for alias in ALIASES} - set(NAMES) == set()
    assert [alias["alias"] for alias in ALIASES if not alias["note"].strip()] == []
    assert [pair for pair, n in Counter((a["code"], a["alias"].lower()) for a in ALIASES).items() if n > 1] == []


def test_no_alias_is_the_name_of_another_place() -> None:
    wrong = [
        (alias["alias"], area["code"])
        for alias in ALIASES
        for area in AREAS
        if area["code"] != alias["code"] and same_spelling(area["name"]) == same_spelling(alias["alias"])
    ]
    assert wrong == []


def test_every_alias_leads_to_its_place_and_the_shared_one_to_both() -> None:
    others: dict[str, list[str]] = {}
    for alias in ALIASES:
        others.setdefault(alias["code"], []).append(alias["alias"])
    index = NameIndex.build(
        PlaceName(area["code"], area["name"], NAMES.get(area["parent"], ""), tuple(others.get(area["code"], ())))
        for area in AREAS
        if area["level"] in (AreaLevel.SUBDISTRICT, AreaLevel.VILLAGE)
    )
    missed = {alias["alias"]: alias["code"] for alias in ALIASES if index.resolve(alias["alias"]).certain is None}
    assert set(missed) == {"Pengadonan"}
    assert {found.code for found in index.search("Pengadonan") if found.how == "alias"} == {"16.01.08", "16.01.08.2015"}
    assert index.resolve("ds. ujan mas, kec Pengadonan").certain == "16.01.08.2018"
    assert index.resolve("unit 2").certain == "16.01.30.2002"


# --- the example district ---


def test_every_subdistrict_is_served_by_exactly_one_sector_of_the_example() -> None:
    sectors = [unit for unit in EXAMPLE["units"] if unit["kind"] == UnitKind.SECTOR]
    assert Counter(code for unit in sectors for code in unit["serves"]) == dict.fromkeys(SUBDISTRICTS, 1)
    served = {unit["name"]: unit["serves"] for unit in sectors}
    assert served["Polsek Pengandonan"] == ["16.01.08", "16.01.31"]
    assert [unit["name"] for unit in sectors if not unit.get("can_investigate", True)] == ["Polsek Lubuk Raja"]


def test_every_unit_stands_once_below_one_that_came_before_it() -> None:
    keys = [unit["key"] for unit in EXAMPLE["units"]]
    assert len(set(keys)) == len(keys)
    assert {unit["kind"] for unit in EXAMPLE["units"]} <= set(UnitKind)
    parents = [(unit["key"], unit["parent"]) for unit in EXAMPLE["units"] if "parent" in unit]
    assert [key for key, parent in parents if parent not in keys[: keys.index(key)]] == []


def test_complaints_about_police_have_a_body_outside_the_chain_of_command() -> None:
    outside = [unit for unit in EXAMPLE["units"] if unit["kind"] == UnitKind.OVERSIGHT]
    assert [(unit["key"], unit.get("parent"), unit.get("serves")) for unit in outside] == [("kompolnas", None, None)]


def test_every_role_is_filled_and_every_person_belongs_to_a_unit() -> None:
    keys = {unit["key"] for unit in EXAMPLE["units"]}
    assert Counter(person["username"] for person in EXAMPLE["people"]).most_common(1)[0][1] == 1
    assert {person["role"] for person in EXAMPLE["people"]} == set(Role)
    assert [person["username"] for person in EXAMPLE["people"] if person["unit"] not in keys] == []
    in_baturaja = {p["role"] for p in EXAMPLE["people"] if p["unit"] == "polsek-baturaja-timur"}
    assert in_baturaja == {Role.SECTOR_CHIEF, Role.DESK_OFFICER, Role.VILLAGE_OFFICER}


def test_officers_look_after_villages_of_their_own_sector_and_many_villages_have_nobody() -> None:
    serves = {unit["key"]: tuple(unit.get("serves", ())) for unit in EXAMPLE["units"]}
    posted = {person["username"]: person["villages"] for person in EXAMPLE["people"] if "villages" in person}
    unit_of = {person["username"]: person["unit"] for person in EXAMPLE["people"]}
    strangers = [
        (name, code) for name, codes in posted.items() for code in codes if not code.startswith(serves[unit_of[name]])
    ]
    assert strangers == []
    assert [NAMES[code] for code in posted["wati"]] == ["Ujanmas", "Pengandonan", "Gunung Kuripan"]
    looked_after = {code for codes in posted.values() for code in codes}
    alone = [village["name"] for village in VILLAGES if village["parent"] == "16.01.08"]
    assert [name for name in alone if name not in {NAMES[code] for code in looked_after}] == [
        "Tanjung Pura",
        "Tanjung Sari",
        "Tangsi Lontar",
        "Belambangan",
        "Kesambirata",
        "Gunung Liwat",
        "Semanding",
    ]


def test_a_posting_that_has_ended_leaves_its_village_with_nobody() -> None:
    looked_after = {code for person in EXAMPLE["people"] for code in person.get("villages", ())}
    assert [(p["username"], NAMES[p["village"]]) for p in EXAMPLE["ended_postings"]] == [("rosa", "Muara Saeh")]
    assert [p["village"] for p in EXAMPLE["ended_postings"] if p["village"] in looked_after] == []


# --- the calendar ---


def test_the_calendar_of_2024() -> None:
    preset = calendar("pilkada_2024")
    assert days(preset) == [
        (PhaseKind.REGISTRATION, date(2024, 8, 27), date(2024, 8, 29)),
        (PhaseKind.DETERMINATION, date(2024, 9, 22), date(2024, 9, 22)),
        (PhaseKind.NUMBER_DRAW, date(2024, 9, 23), date(2024, 9, 23)),
        (PhaseKind.CAMPAIGN, date(2024, 9, 25), date(2024, 11, 23)),
        (PhaseKind.QUIET, date(2024, 11, 24), date(2024, 11, 26)),
        (PhaseKind.VOTE, date(2024, 11, 27), date(2024, 11, 27)),
        (PhaseKind.COUNT, date(2024, 11, 27), date(2024, 12, 16)),
        (PhaseKind.AFTERMATH, date(2024, 12, 17), date(2024, 12, 31)),
    ]
    assert (preset["contest"], preset["candidate_pairs"]) == (ContestKind.CONTESTED, 2)


def test_the_campaign_lasts_sixty_days_and_the_quiet_period_leads_to_the_vote_without_a_gap() -> None:
    spans = {kind: (first, last) for kind, first, last in days(calendar("pilkada_2024"))}
    assert (spans["campaign"][1] - spans["campaign"][0]).days + 1 == 60
    assert spans["quiet"][0] - spans["campaign"][1] == timedelta(days=1)
    assert spans["vote"][0] - spans["quiet"][1] == timedelta(days=1)


def test_a_re_vote_is_put_in_beside_the_phases_that_were_there() -> None:
    preset, plain = calendar("pilkada_2024_revote"), calendar("pilkada_2024")
    assert [phase for phase in days(plain) if phase not in days(preset)] == []
    assert [phase for phase in days(preset) if phase not in days(plain)] == [
        (PhaseKind.QUIET, date(2024, 12, 2), date(2024, 12, 4)),
        (PhaseKind.RE_VOTE, date(2024, 12, 5), date(2024, 12, 5)),
        (PhaseKind.DISPUTE, date(2024, 12, 17), date(2024, 12, 31)),
    ]
    assert (preset["contest"], preset["candidate_pairs"]) == (ContestKind.EMPTY_BOX, 1)


def test_every_phase_lies_within_its_operation() -> None:
    for name in ("pilkada_2024", "pilkada_2024_revote"):
        preset = calendar(name)
        outside = [
            kind for kind, first, last in days(preset) if not preset["starts_on"] <= first <= last <= preset["ends_on"]
        ]
        assert (name, outside) == (name, [])
