"""What tests of this room stand on: a folder for photos, and a server that receives for Polres OKU."""

from pathlib import Path

import pytest
from pytest_django import Settings

from teduh.listen import limits


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"
    limits.forget()
