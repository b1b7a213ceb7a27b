"""What tests of listening stand on: photos go to a folder of the test, and nobody has tried a code yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from teduh.listen import slowing


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    slowing.forget()
    yield
    slowing.forget()


@pytest.fixture
def oku_receives(settings: Settings) -> None:
    """Of the two districts of the small world, this server takes reports for Polres OKU."""
    settings.RECEIVING_UNIT = "polres-oku"
