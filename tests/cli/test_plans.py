"""`teduh plan make`: drafts of a sector or of a whole district, for somebody who may ask for them."""

from datetime import date

import pytest
import time_machine
from click.testing import CliRunner, Result

from teduh.cli.root import cli, gather
from teduh.plan import steps
from teduh.plan.models import Plan
from teduh.warn import steps as warn
from tests.factories import World

gather()


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["plan", "make", *words])


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> object:
    warn.compute_days(at=world.now)
    with time_machine.travel(world.now, tick=False):
        yield


def test_a_district_gets_drafts_of_all_its_sectors(world: World) -> None:
    told = run("--unit", "polres-oku", "--weeks", "2", "--as", "hendra")

    assert told.exit_code == 0, told.output
    assert "Polsek Pengandonan" in told.output
    weeks = Plan.objects.filter(unit=world.pengandonan).order_by("week_start").values_list("week_start", flat=True)
    assert list(weeks) == [date(2024, 10, 14), date(2024, 10, 21)]
    assert Plan.objects.filter(unit=world.baturaja).count() == 2


def test_who_may_not_ask_is_told_so_for_each_sector_and_nothing_is_kept(world: World) -> None:
    told = run("--unit", "polres-oku", "--as", "budi")

    assert "Peran Anda" in told.output
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--unit", "polres-oku", "--as", "siapa"), "Nobody signs in"),
        (("--unit", "polsek-mana", "--as", "hendra"), "no unit with the key"),
        (("--unit", "polres-oku", "--as", "hendra", "--week", "besok"), "is no day"),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_sentence(world: World, words: tuple[str, ...], sentence: str) -> None:
    told = run(*words)

    assert told.exit_code == 1
    assert sentence in told.output


def test_what_travels_to_another_machine_names_nobody(world: World) -> None:
    asked = steps.question(world.pengandonan, monday=world.today, weeks=1, at=world.now)

    travels = repr(steps.plain(asked))

    assert world.ujanmas.pk in travels
    assert [name for name in ("Wati", "wati", "Rahman", "Ujanmas") if name in travels] == []
    assert steps.compute_plain(steps.plain(asked)) == steps.compute(asked)
