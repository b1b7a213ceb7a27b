"""One district with one of everything, a frozen Monday, and the count of what was sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from pytest_django import Settings

from tests.factories import World
from tests.factories.district import District, make_district
from tests.fuzz import budget


def pytest_sessionfinish() -> None:
    budget.write_counts()


# Each test gives its seed: the same requests each time, so that a red run can be repeated and CI does not roll dice.
settings.register_profile(
    "fuzz",
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _that_monday(world: World, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def district(world: World, _that_monday: None) -> District:
    return make_district(world)
