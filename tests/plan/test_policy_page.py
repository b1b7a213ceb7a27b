"""The page on which a district sets how its sectors plan."""

from collections.abc import Callable

from django.test import Client

from teduh.plan import reads
from teduh.plan.policy import Policy
from teduh.plan.screens.policy_forms import FEW, LABELS, MORE
from teduh.trust.models import Person
from tests.factories import World

PAGE = "/rencana/cara/"


def test_every_number_of_the_policy_stands_on_the_page(world: World, as_person: Callable[[Person], Client]) -> None:
    page = as_person(world.hendra).get(PAGE).content.decode()

    assert set(LABELS) == set(Policy.__dataclass_fields__)
    assert [name for name in LABELS if f'name="{name}"' not in page] == []
    assert 'name="people_until" value="20:00"' in page
    assert 'name="road_minute" value="0.05"' in page
    assert set(FEW) | set(MORE) == set(LABELS)


def test_what_is_filled_in_counts_and_what_is_empty_stays(world: World, as_person: Callable[[Person], Client]) -> None:
    chief = as_person(world.hendra)

    assert chief.post(PAGE, {"limit_days": "21", "even_load": "12.5", "noon_until": "13:30"}).status_code == 302
    assert chief.post(PAGE, {"now_alarm": "80"}).status_code == 302

    policy, version = reads.policy_of(world.pengandonan)
    assert version == 2
    assert policy.changed() == {"limit_days": 21, "even_load": 12.5, "noon_until": 13 * 60 + 30, "now_alarm": 80.0}


def test_a_number_out_of_range_and_hours_that_end_before_they_begin_are_told_at_the_field(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    chief = as_person(world.hendra)

    far = chief.post(PAGE, {"limit_days": "21", "boat_km_per_hour": "300"})
    # The pause of noon begins at twelve unless the page says otherwise.
    early = chief.post(PAGE, {"noon_until": "11:00"})

    assert (far.status_code, early.status_code) == (400, 400)
    assert "Isi angka dari 2 sampai 60." in far.content.decode()
    assert 'name="limit_days" value="21"' in far.content.decode()
    assert "Jam selesai harus sesudah jam mulai." in early.content.decode()
    assert reads.policy_of(world.pengandonan)[1] == 0
