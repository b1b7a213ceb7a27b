"""How pressing a village is, and why: a case to check by hand, and properties that always hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.plan.policy import RANGES, Policy
from teduh.plan.scoring import Need, rank, score, strongest

NEEDS = st.builds(
    Need,
    code=st.just("a"),
    actual=st.integers(0, 3),
    imminent=st.integers(0, 3),
    latent=st.integers(0, 3),
    alarms=st.integers(0, 3),
    unanswered=st.integers(0, 5),
    reports_14=st.integers(0, 40),
    promises_due=st.integers(0, 5),
    roles_missing=st.integers(0, 3),
    reached=st.booleans(),
    vulnerability=st.floats(0, 100),
    days_since_visit=st.none() | st.integers(0, 400),
    has_officer=st.booleans(),
)


def test_points_add_up_as_one_would_by_hand() -> None:
    need = Need(code="a", latent=1, unanswered=1, reports_14=3, days_since_visit=10, has_officer=False)

    found = score(need)

    # A day: 1 for every village, 0.5 for the latent risk, 3 × 0.1 for reports, 0.4 for the vacancy. Now: 12 to answer.
    assert (found.daily, found.urgent) == (1 + 0.5 + 0.3 + 0.4, 12)
    assert [reason.why for reason in strongest(found)] == ["unanswered", "days", "latent"]


@given(NEEDS, st.sampled_from(["actual", "imminent", "latent", "alarms", "unanswered", "reports_14", "promises_due"]))
def test_more_going_on_never_makes_a_village_less_pressing(need: Need, name: str) -> None:
    more = replace(need, **{name: getattr(need, name) + 1})

    assert score(more).daily >= score(need).daily
    assert score(more).urgent >= score(need).urgent


@given(NEEDS)
def test_reports_alone_weigh_less_than_being_a_village(need: Need) -> None:
    shouting = replace(need, reports_14=1000)

    assert score(shouting).daily - score(replace(need, reports_14=0)).daily <= Policy().day_reports_most + 1e-9


@given(NEEDS)
def test_a_stop_says_three_reasons_at_most_and_each_once(need: Need) -> None:
    reasons = strongest(score(need))

    assert len(reasons) <= 3
    assert len({reason.why for reason in reasons}) == len(reasons)
    assert all(reason.points > 0 for reason in reasons)


def test_an_imminent_risk_is_said_before_a_visit_that_never_was() -> None:
    never, tense = Need(code="never"), Need(code="tense", imminent=1)

    assert [scored.code for scored in rank([never, tense])] == ["tense", "never"]
    assert [reason.why for reason in strongest(score(tense))] == ["imminent", "never"]


def test_a_wait_beyond_the_limit_is_said_before_what_merely_lasts() -> None:
    need = Need(code="a", latent=3, vulnerability=100, days_since_visit=14)

    assert strongest(score(need))[0].why == "days"
    assert strongest(score(need, Policy(limit_days=60)))[0].why == "latent"


def test_a_policy_refuses_what_cannot_be_meant_and_keeps_only_what_differs() -> None:
    assert Policy.of({"limit_days": 21, "visit_minutes": 60}).changed() == {"limit_days": 21}
    assert set(RANGES) == set(Policy.__dataclass_fields__)
    with pytest.raises(Refused, match="limit_days"):
        Policy.of({"limit_days": 0})
    with pytest.raises(Refused, match="duty_until"):
        Policy.of({"duty_from": 700, "duty_until": 600})
