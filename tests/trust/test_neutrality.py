"""Every rule of the gate has its reason in the reader's language, and marking a text changes no letter."""

from django.utils import translation

from teduh.cores.text.neutrality import RULES
from teduh.trust import neutrality
from tests.factories import World

TEXT = "Ronda malam, p4sl0n 1\nhadir, akan ditangkap. \U0001f44d"


def test_every_rule_has_a_reason_in_both_languages() -> None:
    keys = {why for _key, _kind, _severity, why in RULES}
    assert set(neutrality.WHY) == keys
    indonesian = {key: str(neutrality.WHY[key]) for key in keys}
    with translation.override("en"):
        assert [key for key in keys if str(neutrality.WHY[key]) == indonesian[key]] == []


def test_marking_changes_no_letter(world: World) -> None:
    found = neutrality.held(TEXT, unit=world.polres, on=world.today)
    pieces = neutrality.marked(TEXT, found)

    assert "".join(piece.text for piece in pieces) == TEXT
    assert [piece.text for piece in pieces if piece.held] == ["p4sl0n 1", "akan ditangkap", "\U0001f44d"]
    assert [one.releasable for one in found] == [False, False, True]


def test_the_lists_are_looked_up_once_for_many_texts(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        neutrality.held_in(["satu"] * 50, unit=world.polres, on=world.today)
