"""Days and hours as people name them, heard on Wednesday 20 November 2024 at 14.05 in Baturaja."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.text.when import When, read_when

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2024, 11, 20, 14, 5, tzinfo=WIB)


def only(text: str, at: datetime = NOW) -> When:
    (when,) = read_when(text, at=at)
    return when


def nov(day: int) -> date:
    return date(2024, 11, day)


@pytest.mark.parametrize(
    ("typed", "day", "sure"),
    [
        ("22/11/2024", nov(22), True),
        ("22-11-2024", nov(22), True),
        ("22.11.2024", nov(22), True),
        ("22/11/24", nov(22), True),
        ("2024-11-22", nov(22), True),
        ("tgl 25-11", nov(25), True),
        ("25-11", nov(25), True),
        ("22 November 2024", nov(22), True),
        ("22 nopember", nov(22), True),
        ("25 Nov", nov(25), True),
        ("3 Januari", date(2025, 1, 3), True),
        ("20 Desember 2023", date(2023, 12, 20), True),
        ("tgl 25", nov(25), True),
        ("tanggal 3", nov(3) + timedelta(days=30), False),
        ("tgl 31", date(2024, 10, 31), False),
        ("hari ini", nov(20), True),
        ("kemarin", nov(19), True),
        ("kmrn", nov(19), True),
        ("kemarin lusa", nov(18), True),
        ("kemarin dulu", nov(18), True),
        ("besok", nov(21), True),
        ("bsk", nov(21), True),
        ("lusa", nov(22), True),
        ("besok lusa", nov(22), True),
        ("tadi malam", nov(19), True),
        ("td mlm", nov(19), True),
        ("semalam", nov(19), True),
        ("malam kemarin", nov(19), True),
        ("nanti malam", nov(20), True),
        ("malam ini", nov(20), True),
        ("tadi pagi", nov(20), True),
        ("3 hari lalu", nov(17), True),
        ("3 hari yg lalu", nov(17), True),
        ("2 hari lagi", nov(22), True),
        ("jumat kemarin", nov(15), True),
        ("Jum'at lalu", nov(15), True),
        ("Jumat besok", nov(22), True),
        ("senin depan", nov(25), True),
        ("senin ini", nov(18), True),
        ("jumat", nov(22), False),
        ("Jum’at", nov(22), False),
        ("senin", nov(18), False),
        ("hari minggu", nov(17), False),
        ("jumat depan", nov(22), False),
        ("27/11/2099", date(2099, 11, 27), False),
    ],
)
def test_the_day(typed: str, day: date, sure: bool) -> None:
    when = only(typed)

    assert (when.day, when.to_day, when.hour, when.sure) == (day, day, None, sure)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("malam Jumat", 21), ("malam jum'at", 21), ("malam Minggu", 23), ("malam Kamis", 20), ("malam Jumat nanti", 21)],
)
def test_the_night_of_friday_begins_on_thursday(typed: str, day: int) -> None:
    assert only(f"kumpul {typed} di balai desa").day == nov(day)


def test_friday_night_is_on_friday() -> None:
    assert (only("Jumat malam").day, only("malam Jumat").day) == (nov(22), nov(21))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("minggu dpn", nov(25), date(2024, 12, 1)),
        ("minggu lalu", nov(11), nov(17)),
        ("minggu ini", nov(18), nov(24)),
        ("24-26 November 2024", nov(24), nov(26)),
        ("tgl 24 s/d 26", nov(24), nov(26)),
        ("tgl 24-26", nov(24), nov(26)),
        ("25 sampai 27 nov", nov(25), nov(27)),
        ("bulan depan", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_a_stretch_of_days(typed: str, first: date, last: date) -> None:
    when = only(typed)

    assert (when.day, when.to_day) == (first, last)


@pytest.mark.parametrize(
    ("typed", "day", "hour", "minute"),
    [
        ("besok pukul 09.30 WIB", 21, 9, 30),
        ("besok jam 9 malam", 21, 21, 0),
        ("besok jam 4 sore", 21, 16, 0),
        ("kemarin jam 1 siang", 19, 13, 0),
        ("kemarin jam 12 siang", 19, 12, 0),
        ("besok pagi jam 8", 21, 8, 0),
        ("tadi malam jam 9", 19, 21, 0),
        ("tadi malam sekitar jam 1", 20, 1, 0),
        ("tadi malam jam 12", 20, 0, 0),
        ("nanti malam jam 12", 21, 0, 0),
        ("jam 9 malam besok", 21, 21, 0),
        ("besok jam setengah 9", 21, 8, 30),
        ("besok jam 9 kurang 10", 21, 8, 50),
        ("besok jam 9 lewat seperempat", 21, 9, 15),
        ("besok 09:15", 21, 9, 15),
        ("Jum'at, 22 November 2024 pukul 09.30 WIB", 22, 9, 30),
        ("tgl 25 malam jam 9", 25, 21, 0),
        ("besok jam 19.00-22.00 WIB", 21, 19, 0),
        ("barusan", 20, 14, 5),
        ("2 jam lalu", 20, 12, 5),
        ("sejam yg lalu", 20, 13, 5),
        ("setengah jam lalu", 20, 13, 35),
    ],
)
def test_the_hour(typed: str, day: int, hour: int, minute: int) -> None:
    when = only(typed)

    assert (when.day, when.hour, when.minute, when.sure) == (nov(day), hour, minute, True)


@pytest.mark.parametrize(("typed", "hour"), [("jam 9 malam", 21), ("pukul 21.00", 21), ("09.30 WIB", 9)])
def test_an_hour_alone_is_of_today_and_unsure(typed: str, hour: int) -> None:
    when = only(typed)

    assert (when.day, when.hour, when.sure) == (nov(20), hour, False)


def test_a_weekday_that_disagrees_with_its_date_makes_the_day_unsure() -> None:
    assert [(only(text).day, only(text).sure) for text in ("Jumat 22 November 2024", "Kamis 22 November 2024")] == [
        (nov(22), True),
        (nov(22), False),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "32/13/2024",
        "31/02/2024",
        "rt 03/05",
        "ada 10-12 orang",
        "1/2 kg beras",
        "uang 10.000",
        "10.30",
        "setiap jumat",
        "2 minggu",
        "tiap hari senin",
        "jam 25",
        "9999 jam",
        "nomor 081234567890",
        "16.01.08.2018",
        "marah",
        "desa",
    ],
)
def test_what_names_no_day(typed: str) -> None:
    assert read_when(typed, at=NOW) == []


def test_several_in_one_message_come_in_order() -> None:
    text = "kemarin aman, malam Jumat jam 8 ada kumpul, lusa tgl 22-11 bubar"

    assert [(when.typed, when.day.day, when.hour) for when in read_when(text, at=NOW)] == [
        ("kemarin", 19, None),
        ("malam Jumat jam 8", 21, 20),
        ("lusa", 22, None),
        ("tgl 22-11", 22, None),
    ]


def test_words_that_depend_on_the_time_of_speaking_become_unsure() -> None:
    late, early = NOW.replace(hour=21), NOW.replace(hour=1)

    assert (only("tadi malam", late).sure, only("tadi sore", early).sure) == (False, False)


def test_the_year_turns() -> None:
    new_year = datetime(2025, 1, 1, 0, 30, tzinfo=WIB)

    assert [only(text, new_year).day for text in ("kemarin", "tgl 31", "30 Des")] == [
        date(2024, 12, 31),
        date(2024, 12, 31),
        date(2024, 12, 30),
    ]


def test_the_day_is_that_of_the_speaker() -> None:
    in_jayapura = datetime(2024, 11, 21, 0, 30, tzinfo=ZoneInfo("Asia/Jayapura"))

    assert (only("hari ini", in_jayapura).day, only("hari ini", in_jayapura.astimezone(WIB)).day) == (nov(21), nov(20))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_when("besok", at=NOW.replace(tzinfo=None))

    assert refused.value.field == "at"


@given(
    st.lists(st.sampled_from("jam 9 malam Jumat besok tgl 25 - / 11 2024 lalu pukul 09.30 é 😡 , sampai nov".split()))
)
def test_what_is_typed_is_the_slice(words: list[str]) -> None:
    text = " ".join(words)

    found = read_when(text, at=NOW)

    assert [when.typed for when in found] == [text[when.start : when.end] for when in found]
    assert all(when.day <= when.to_day for when in found)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert all(0 <= when.start < when.end <= len(text) for when in read_when(text, at=NOW))
