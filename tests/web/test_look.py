"""Levels, ages, days and counts as Wati and Budi read them, in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from teduh.web.templatetags import teduh_look as look

NOW = datetime(2024, 10, 14, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def test_a_level_is_a_shape_and_a_word() -> None:
    mark = look.level_mark("imminent")

    assert mark == '<span class="level imminent"><i aria-hidden="true">◐</i> Ambang gangguan</span>'


def test_unknown_never_looks_or_reads_like_calm() -> None:
    unknown, calm = look.LEVELS["unknown"], look.LEVELS["calm"]

    assert unknown[0] != calm[0]
    assert str(unknown[1]) == "Belum diketahui"
    assert str(calm[1]) == "Tenang menurut kunjungan"


def test_the_map_tells_the_most_serious_first() -> None:
    assert [level for level, _word in look.map_levels()] == ["actual", "imminent", "latent", "calm", "unknown"]


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=-30), "baru saja"),
        (timedelta(seconds=59), "baru saja"),
        (timedelta(seconds=60), "1 menit lalu"),
        (timedelta(minutes=59, seconds=59), "59 menit lalu"),
        (timedelta(hours=3), "3 jam lalu"),
        (timedelta(hours=47, minutes=59), "47 jam lalu"),
        (timedelta(hours=48), "2 hari lalu"),
        (timedelta(days=24, hours=23), "24 hari lalu"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_that_fits(past: timedelta, words: str) -> None:
    assert look.ago(NOW - past, NOW) == words


def test_what_never_happened_has_no_age() -> None:
    assert look.ago(None, NOW) == "belum pernah"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=5), "5 jam lagi"),
        (timedelta(days=3), "3 hari lagi"),
        (timedelta(seconds=20), "sekarang"),
        (timedelta(hours=-2), "2 jam lalu"),
    ],
)
def test_a_moment_to_come_and_a_moment_gone(left: timedelta, words: str) -> None:
    assert look.in_time(NOW + left, NOW) == words


@pytest.mark.parametrize(
    ("left", "chip"),
    [
        (timedelta(hours=5), '<span class="chip">tinggal 5 jam</span>'),
        (timedelta(seconds=10), '<span class="chip">tinggal 1 menit</span>'),
        (timedelta(days=-2), '<span class="chip late">lewat 2 hari</span>'),
    ],
)
def test_a_clock_turns_amber_only_when_it_has_run_out(left: timedelta, chip: str) -> None:
    assert look.due_chip(NOW + left, NOW) == chip


def test_the_clocks_speak_english_too() -> None:
    with translation.override("en"):
        assert look.ago(NOW - timedelta(hours=1), NOW) == "1 hour ago"
        assert look.ago(NOW - timedelta(hours=3), NOW) == "3 hours ago"
        assert look.in_time(NOW + timedelta(days=3), NOW) == "in 3 days"
        assert look.due_chip(NOW - timedelta(days=2), NOW) == '<span class="chip late">2 days over</span>'


def test_a_day_is_written_as_people_say_it() -> None:
    assert look.day(date(2024, 10, 14)) == "Senin, 14 Okt"
    assert look.day(None) == ""


def test_a_moment_after_midnight_in_oku_belongs_to_that_day() -> None:
    sunday_evening_in_utc = datetime(2024, 10, 13, 18, 30, tzinfo=UTC)
    page = Template("{% load teduh_look %}{{ at|day }}")

    assert page.render(Context({"at": sunday_evening_in_utc})) == "Senin, 14 Okt"


def test_a_number_comes_with_its_base() -> None:
    assert look.count_of(7, 12) == "7 dari 12"
    with translation.override("en"):
        assert look.count_of(7, 12) == "7 of 12"
