"""An operator's encoder may reorder what the desk is offered; it decides nothing, and breaks nothing when it breaks."""

import logging
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from teduh.config import environment
from teduh.triage import match_reads
from tests.factories import World
from tests.triage.stories import BALLOTS, rumour, said

FEW_WORDS = "surat suara di gudang sudah dicoblos, kotaknya kardus"


def says_cardboard(texts: list[str]) -> list[list[float]]:
    """Two directions: texts that speak of cardboard, and all others."""
    return [[1.0, 0.0] if re.search("kardus", text) else [0.0, 1.0] for text in texts]


def breaks(texts: list[str]) -> list[list[float]]:
    raise RuntimeError(f"no memory for {texts}")


def too_few(_texts: list[str]) -> list[list[float]]:
    return [[1.0, 0.0]]


@pytest.fixture
def asked(world: World) -> list[tuple[str, float]]:
    rumour(world, title=BALLOTS)
    rumour(world, title="Surat suara dicoblos dan kotak kardus di gudang basah")
    return offered(world)


def offered(world: World) -> list[tuple[str, float]]:
    found = match_reads.candidates(said(world, FEW_WORDS), at=world.now)
    return [(one.issue.title, round(one.sure, 6)) for one in found]


def test_it_reorders_and_changes_neither_what_is_offered_nor_how_sure(
    world: World, asked: list[tuple[str, float]], settings: Settings
) -> None:
    settings.MATCH_ENCODER = f"{__name__}:says_cardboard"
    by_title = dict(asked)

    again = offered(world)

    assert again[0][0] == "Surat suara dicoblos dan kotak kardus di gudang basah"
    assert dict(again) == by_title


@pytest.mark.parametrize("named", ["breaks", "too_few", "not_there"])
def test_one_that_breaks_leaves_the_order_and_is_logged_without_words(
    world: World,
    asked: list[tuple[str, float]],
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    named: str,
) -> None:
    settings.MATCH_ENCODER = f"{__name__}:{named}"
    with caplog.at_level(logging.ERROR):
        assert offered(world) == asked

    assert "TEDUH_MATCH_ENCODER broke" in caplog.text
    assert "kardus" not in caplog.text


@pytest.mark.parametrize("value", ["encode", "a b:c", "os.system", "mod:ca-ll", ":x"])
def test_a_name_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TEDUH_MATCH_ENCODER", value)

    with pytest.raises(ImproperlyConfigured, match="module:callable"):
        environment.read_callable("TEDUH_MATCH_ENCODER")
