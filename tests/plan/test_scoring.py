"""Which village first, and why: a case to check by hand, and properties that always hold."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teduh.plan.scoring import LIMIT_DAYS, NEVER_DAYS, Need, rank, score, strongest
from teduh.plan.weeks import STOPS_BY_WEEKDAY, Officer, plan_week

MONDAY = date(2024, 10, 14)
NEEDS = st.builds(
    Need,
    code=st.just("a"),
    actual=st.integers(0, 3),
    imminent=st.integers(0, 3),
    latent=st.integers(0, 3),
    unanswered=st.integers(0, 5),
    reports_14=st.integers(0, 40),
    days_since_visit=st.none() | st.integers(0, 400),
    has_officer=st.booleans(),
)


def test_points_add_up_as_one_would_by_hand() -> None:
    found = score(Need(code="a", latent=1, unanswered=1, reports_14=3, days_since_visit=10, has_officer=False))

    # 15 for the latent risk, 12 for the answer that is due, 3 × 2, 10 days × 1.5, 6 for the vacancy.
    assert found.score == 15 + 12 + 6 + 15 + 6
    assert [reason.why for reason in strongest(found)] == ["days", "latent", "unanswered"]


@given(NEEDS, st.integers(0, 60))
def test_waiting_longer_never_makes_a_village_less_pressing(need: Need, more: int) -> None:
    if need.days_since_visit is not None:
        assert score(replace(need, days_since_visit=need.days_since_visit + more)).score >= score(need).score


@given(NEEDS, NEEDS)
def test_beyond_the_limit_comes_first_unless_risk_is_imminent(one: Need, other: Need) -> None:
    beyond = replace(one, imminent=0, actual=0, latent=0, days_since_visit=LIMIT_DAYS + 1)
    within = replace(other, imminent=0, actual=0, latent=0, unanswered=0, days_since_visit=LIMIT_DAYS)
    assert score(beyond).score > score(within).score


def test_an_imminent_risk_comes_before_a_village_that_was_never_visited() -> None:
    never, tense = Need(code="never"), Need(code="tense", imminent=1, days_since_visit=1)

    assert [scored.code for scored in rank([never, tense])] == ["tense", "never"]


def test_never_visited_counts_as_long_ago() -> None:
    assert score(Need(code="a")).score == score(Need(code="a", days_since_visit=NEVER_DAYS)).score


def distance(one: str, other: str) -> float:
    return abs(int(one) - int(other))


def plan(count: int, officers: list[Officer], **options: object) -> tuple[list, list]:  # type: ignore[type-arg]
    ranked = rank([Need(code=str(number), reports_14=9 - number) for number in range(count)])
    given_options = {"first_day": MONDAY, "week_start": MONDAY, "distance": distance, **options}
    return plan_week(ranked, officers, **given_options)  # type: ignore[arg-type]


def test_a_week_holds_what_an_officer_can_do_and_says_who_is_left_out() -> None:
    stops, left_out = plan(12, [Officer("wati", frozenset())])

    assert len(stops) == sum(STOPS_BY_WEEKDAY) == 9
    assert [len([stop for stop in stops if stop.day == MONDAY + timedelta(days=n)]) for n in range(7)] == [
        *STOPS_BY_WEEKDAY
    ]
    assert {row.why for row in left_out} == {"full"}
    assert {stop.village for stop in stops} | {row.village for row in left_out} == {str(n) for n in range(12)}


def test_a_village_goes_to_its_own_officer() -> None:
    stops, _left_out = plan(3, [Officer("joni", frozenset()), Officer("wati", frozenset({"0", "1", "2"}))])

    assert {stop.officer for stop in stops} == {"wati"}


def test_without_officers_every_village_is_named_as_left_out() -> None:
    stops, left_out = plan(2, [])

    assert stops == []
    assert [(row.village, row.why) for row in left_out] == [("0", "nobody"), ("1", "nobody")]


def test_days_that_are_over_and_stops_that_stand_use_up_room() -> None:
    taken = {("wati", MONDAY + timedelta(days=3)): 2}
    stops, _left_out = plan(9, [Officer("wati", frozenset())], first_day=MONDAY + timedelta(days=3), taken=taken)

    assert [stop.day for stop in stops] == [MONDAY + timedelta(days=4)]


def test_what_is_pinned_is_passed_over() -> None:
    stops, left_out = plan(3, [Officer("wati", frozenset())], pinned=frozenset({"1"}))

    assert {stop.village for stop in stops} == {"0", "2"}
    assert left_out == []


def test_a_day_goes_on_to_the_nearest_village() -> None:
    ranked = rank([Need(code=code, reports_14=count) for code, count in (("5", 4), ("9", 3), ("6", 2))])
    stops, _left_out = plan_week(
        ranked,
        [Officer("wati", frozenset())],
        first_day=MONDAY,
        week_start=MONDAY,
        distance=distance,
    )

    monday = [stop.village for stop in stops if stop.day == MONDAY]
    assert monday[0] == "5"
    assert [stop.position for stop in stops if stop.day == MONDAY] == [1, 2]
