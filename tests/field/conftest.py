"""Fixtures of the phone: the Monday of the world, and Wati's phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from teduh.trust.models import Person
from tests.factories import World
from tests.field.handset import Handset, handset

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def that_monday(world: World, settings: Settings, tmp_path: Path) -> Iterator[time_machine.Traveller]:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT = tmp_path, "polres-oku"
    with time_machine.travel(world.now, tick=False) as clock:
        yield clock


@pytest.fixture
def wati(world: World, as_person: AsPerson) -> Handset:
    return handset(world.wati, as_person)


@pytest.fixture
def rahman(world: World, as_person: AsPerson) -> Handset:
    return handset(world.rahman, as_person)
