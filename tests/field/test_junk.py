"""Whatever comes in as an act is answered; nothing crashes, nothing is stored that cannot be read again."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teduh.field import forms
from teduh.field.actions import take_all
from teduh.field.models import Phone
from teduh.field.rules import Outcome
from teduh.places.keys import new_id
from tests.factories import World
from tests.field.handset import CODE, Handset, told

WORDS = st.one_of(st.text(max_size=30), st.sampled_from(("\x00", "\ud800", "16.01.08.2018", "visit", "9" * 400)))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)


def whole_bodies(world: World) -> dict[str, dict[str, Any]]:
    """One body of each kind that could be taken."""
    visit = told(world)
    again = {name: visit[name] for name in ("visit", "activity", "started_at", "ended_at")} | {"base": 1}
    return {
        "visit.record": visit,
        "visit.correct": again,
        "visit.photo": {"visit": visit["visit"], "file": str(new_id())},
        "visit.voice": {"visit": visit["visit"], "file": str(new_id()), "seconds": 3},
        "stop.skip": {"stop": str(new_id()), "reason": "x"},
        "report.enter": {"report": str(new_id()), "code": CODE, "text": "ramai"},
        "promise.keep": {"promise": str(new_id()), "kept_on": "2024-10-14", "outcome": "x"},
        "promise.tell": {"promise": str(new_id()), "on": "2024-10-14"},
    }


QUIETLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIETLY
@given(sent=JSON)
def test_any_json_is_answered(world: World, wati: Handset, sent: Any) -> None:
    answer = take_all(sent=[sent], phone=Phone.objects.get(), at=world.now)[0]

    assert answer.outcome == Outcome.REFUSED
    assert json.dumps(answer.as_json())


@QUIETLY
@given(data=st.data())
def test_a_body_with_one_wild_value_is_stored_whole_or_refused_with_a_sentence(
    world: World, wati: Handset, data: st.DataObject, caplog: pytest.LogCaptureFixture
) -> None:
    kind, body = data.draw(st.sampled_from(sorted(whole_bodies(world).items())))
    field = data.draw(st.sampled_from(sorted({*body, *forms.KINDS[kind].model_fields})))
    wild = data.draw(st.one_of(JSON, st.sampled_from(("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00"))))
    act = wati.act(kind, body | {field: wild})

    answer = take_all(sent=[act], phone=Phone.objects.get(), at=world.now)[0]

    assert answer.error != "broken", (kind, field, wild, caplog.text)
    assert answer.outcome in Outcome.values
    assert answer.message or answer.outcome in (Outcome.ACCEPTED, Outcome.CONFLICT)


@pytest.mark.parametrize("field", ["id", "kind", "form", "person", "made_at", "body"])
def test_an_envelope_without_one_part_is_refused_by_its_name(world: World, wati: Handset, field: str) -> None:
    act = wati.act("visit.record", told(world))
    del act[field]

    answer = take_all(sent=[act], phone=Phone.objects.get(), at=world.now)[0]

    assert (answer.outcome, answer.field) == (Outcome.REFUSED, field)
