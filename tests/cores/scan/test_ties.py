"""Windows over neighbours and social ties."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.errors import Refused
from teduh.cores.scan import AlongTies, Circles, Counts, Flexible, Places, Settings, Ties, scan
from teduh.cores.scan.ties import along, flexible

NOWHERE = Places.on_plane([np.nan] * 6, [np.nan] * 6)
SPACE = Settings(extent="space", replicates=0)
# A row of five, and a kin tie from the first to the last.
ROW = Ties.of([0, 1, 2, 3, 0], [1, 2, 3, 4, 4], [1.0, 1.0, 1.0, 1.0, 0.5])
ALL = np.ones(6, bool)


def windows_of(chains) -> list[tuple[int, tuple[int, ...]]]:  # type: ignore[no-untyped-def]
    """Centre and places of every window, in order."""
    found = []
    for chain, centre in enumerate(chains.centre):
        start, stop = chains.first[chain], chains.first[chain + 1]
        for i in range(start, stop):
            if chains.closes[i]:
                found.append((int(centre), tuple(int(place) for place in chains.place[start : i + 1])))
    return found


def test_windows_grow_by_the_shortest_way_and_equal_lengths_enter_together() -> None:
    weights, most = np.ones((6, 1)), np.array([6.0])

    chains = along(ROW, ALL, np.array([0, 5]), weights, most=most, radius=np.inf)

    # From 0: 4 by kin (0.5), 1 (1.0), 3 over 4 (1.5), 2 (2.0). Place 5 has no tie.
    assert windows_of(chains) == [
        (0, (0,)), (0, (0, 4)), (0, (0, 4, 1)), (0, (0, 4, 1, 3)), (0, (0, 4, 1, 3, 2)), (5, (5,)),
    ]  # fmt: skip
    equal = along(Ties.of([0, 0], [1, 2]), ALL, np.array([0]), weights, most=most, radius=np.inf)
    assert windows_of(equal) == [(0, (0,)), (0, (0, 1, 2))]


def test_limits_hold_along_ties() -> None:
    weights = np.ones((6, 1))

    near = along(ROW, ALL, np.array([0]), weights, most=np.array([6.0]), radius=1.0)
    few = along(ROW, ALL, np.array([0]), weights, most=np.array([2.0]), radius=np.inf)

    assert windows_of(near)[-1] == (0, (0, 4, 1))
    assert windows_of(few)[-1] == (0, (0, 4))


def test_a_kin_tie_joins_what_a_circle_cannot() -> None:
    places = Places.on_plane([0, 1, 2, 3, 40, 5], [0, 1, 0, 1, 0, 1])
    counts = Counts.poisson([6, 1, 1, 1, 6, 1], [1] * 6)

    circle = scan(counts, places, SPACE, seed=1).clusters[0]
    tied = scan(counts, places, SPACE, seed=1, windows=AlongTies(ROW)).clusters[0]

    assert len(circle.places) == 1
    assert (set(tied.places), tied.cases, tied.radius_km) == ({0, 4}, 12, None)
    assert tied.statistic > circle.statistic


def test_places_without_coordinates_can_lie_in_windows_over_ties() -> None:
    counts = Counts.poisson([6, 1, 1, 1, 6, 1], [1] * 6)

    assert scan(counts, NOWHERE, SPACE, seed=1, windows=AlongTies(ROW)).left_out.no_coordinates == ()
    result = scan(counts, NOWHERE, SPACE, seed=1, windows=Circles())
    assert (result.clusters, result.left_out.no_coordinates, result.left_out.cases) == ((), (0, 1, 2, 3, 4, 5), 16)


@settings(max_examples=40, deadline=None)
@given(edges=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), nearest=st.integers(1, 6))
def test_flexible_windows_are_all_connected_sets_of_near_places(edges: set[tuple[int, int]], nearest: int) -> None:
    pairs = sorted((a, b) for a, b in edges if a != b)
    ties = Ties.of([a for a, _ in pairs], [b for _, b in pairs])
    weights, most = np.ones((6, 1)), np.array([4.0])

    found = windows_of(flexible(ties, ALL, np.array([2]), weights, most=most, radius=np.inf, nearest=nearest))

    steps = {2: 0}
    while True:
        grown = {b: steps[a] + 1 for x, y in pairs for a, b in ((x, y), (y, x)) if a in steps and b not in steps}
        if not grown:
            break
        steps |= grown
    near = sorted(steps, key=lambda place: (steps[place], place))[:nearest]
    expected = {
        frozenset({2, *rest})
        for size in range(len(near))
        for rest in combinations([place for place in near if place != 2], size)
        if len(rest) < 4 and connected({2, *rest}, pairs)
    }
    assert {frozenset(places) for _, places in found} == expected
    assert len(found) == len(expected)


def connected(places: set[int], pairs: list[tuple[int, int]]) -> bool:
    reached = {min(places)}
    for _ in places:
        reached |= {b for x, y in pairs for a, b in ((x, y), (y, x)) if a in reached and b in places}
    return reached == places


def test_a_flexible_window_follows_a_crooked_shape() -> None:
    # A road of six villages; the trouble lies at both ends of a bend that no circle follows.
    places = Places.on_plane([0, 1, 2, 2, 2, 1], [0, 0, 0, 1, 2, 2])
    ties = Ties.of([0, 1, 2, 3, 4], [1, 2, 3, 4, 5])
    counts = Counts.poisson([1, 5, 5, 5, 5, 1, ], [2, 1, 1, 1, 1, 4])  # fmt: skip

    asked = Settings(extent="space", replicates=19, max_cases_share=0.5)
    bent = scan(counts, places, asked, seed=1, windows=Flexible(ties, nearest=6)).clusters[0]

    assert set(bent.places) == {1, 2, 3, 4}
    assert bent.p_monte_carlo == 0.05


def test_bad_ties_are_refused() -> None:
    with pytest.raises(Refused, match="above 0"):
        Ties.of([0], [1], [0.0])
    with pytest.raises(Refused, match="two places"):
        Ties.of([0, 1], [1])
    with pytest.raises(Refused, match="outside 0 to 5"):
        scan(Counts.poisson([1] * 6, [1] * 6), NOWHERE, SPACE, seed=1, windows=AlongTies(Ties.of([0], [6])))
    with pytest.raises(Refused, match="nearest must lie from 1 to 16"):
        Flexible(ROW, nearest=17)
