"""Against the slowest way, on random small districts, and the fast path against the general one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teduh.cores.scan import Circles, Counts, Places, Settings, prepare, scan
from teduh.cores.scan.hierarchy import nodes
from tests.cores.scan import oracle

GRID = st.tuples(st.integers(0, 4), st.integers(0, 4))
QUICK = settings(max_examples=60, deadline=None)


@st.composite
def districts(draw: st.DrawFn, model: str) -> tuple[Counts, list[tuple[float, float]]]:
    """A few villages on a grid, so that equal distances and equal spots come often."""
    points = draw(st.lists(GRID, min_size=2, max_size=7))
    times = draw(st.integers(2, 6))
    table = st.lists(
        st.lists(st.integers(0, 4), min_size=times, max_size=times), min_size=len(points), max_size=len(points)
    )
    cases = np.array(draw(table))
    if model == "poisson":
        return Counts.poisson(cases, np.array(draw(table)) + 1.0), [(float(x), float(y)) for x, y in points]
    if model == "bernoulli":
        return Counts.bernoulli(cases, np.array(draw(table))), [(float(x), float(y)) for x, y in points]
    return Counts.permutation(cases), [(float(x), float(y)) for x, y in points]


def choices(*, extents: tuple[str, ...]) -> st.SearchStrategy[Settings]:
    return st.builds(
        Settings,
        extent=st.sampled_from(extents), rates=st.sampled_from(["high", "low", "both"]),
        max_cases_share=st.sampled_from([0.3, 0.5, 1.0]), max_duration=st.sampled_from([None, 1, 3]),
        min_cases=st.sampled_from([1, 2, 3]), replicates=st.just(0), most_clusters=st.just(1),
    )  # fmt: skip


@pytest.mark.parametrize("model", ["poisson", "bernoulli", "permutation"])
@pytest.mark.parametrize("when", ["retrospective", "prospective"])
def test_the_first_cluster_is_the_strongest_window_of_all(model: str, when: str) -> None:
    extents = ("space-time",) if model == "permutation" else ("space-time", "space", "time")

    @QUICK
    @given(districts(model), choices(extents=extents if when == "retrospective" else extents[:1] + extents[2:]))
    def check(district: tuple[Counts, list[tuple[float, float]]], chosen: Settings) -> None:
        counts, points = district
        asked = Settings(**{**chosen.__dict__, "when": when})
        places = Places.on_plane([x for x, _ in points], [y for _, y in points])

        found = scan(counts, places, asked, seed=1).clusters
        best = oracle.strongest(counts, oracle.circles(points), asked)

        if best is None or best.statistic < 1e-9:
            assert all(cluster.statistic < 1e-9 for cluster in found)
            return
        assert found[0].statistic == pytest.approx(best.statistic, rel=1e-9)
        said = frozenset(found[0].places), found[0].first, found[0].last
        same = [
            window
            for window in oracle.windows(counts, oracle.circles(points), asked)
            if (window.places, window.first, window.last) == said
        ]
        assert (same[0].cases, same[0].expected) == (found[0].cases, pytest.approx(found[0].expected))

    check()


@QUICK
@given(
    seed=st.integers(0, 2**63 - 1), villages=st.integers(2, 40), days=st.integers(3, 30), longest=st.integers(1, 20),
    share=st.sampled_from([0.1, 0.5, 1.0]), least=st.integers(1, 3), shortest=st.integers(1, 2),
    mean=st.sampled_from([0.02, 0.2, 1.0]),
)  # fmt: skip
def test_the_fast_path_gives_the_same_bits(
    seed: int, villages: int, days: int, longest: int, share: float, least: int, shortest: int, mean: float
) -> None:
    rng = np.random.default_rng(seed % 2**32)
    places = Places.on_plane(rng.integers(0, 9, villages), rng.integers(0, 9, villages))
    counts = Counts.permutation(rng.poisson(mean, (villages, days)))
    asked = Settings(
        when="prospective", max_cases_share=share, max_duration=max(longest, shortest), min_duration=shortest,
        min_cases=least, replicates=6,
    )  # fmt: skip

    fast = prepare(counts, places, Circles(), asked)
    slow = prepare(counts, places, Circles(), asked, fast=False)

    assert slow.fast is None
    assert np.array_equal(fast.maxima(seed, 3, 6), slow.maxima(seed, 3, 6))


def settlements(mean: float, days: int) -> tuple[Counts, Places]:
    """600 villages in eight settlements."""
    rng = np.random.default_rng(5)
    middles = rng.uniform(0, 100, (8, 2))
    points = middles[rng.integers(0, 8, 600)] + rng.normal(0, 3, (600, 2))
    return Counts.permutation(rng.poisson(mean, (600, days))), Places.on_plane(points[:, 0], points[:, 1])


@pytest.mark.parametrize(
    ("mean", "days", "longest", "share"), [(0.01, 90, 14, 0.25), (0.004, 400, 6, 0.1), (0.05, 30, 20, 1.0)]
)
def test_the_fast_path_is_taken_and_meets_the_slow_one_on_a_province(
    mean: float, days: int, longest: int, share: float
) -> None:
    counts, places = settlements(mean, days)
    asked = Settings(when="prospective", max_cases_share=share, max_duration=longest, replicates=60)

    fast = prepare(counts, places, Circles(), asked)
    slow = prepare(counts, places, Circles(), asked, fast=False)

    assert fast.fast is not None
    maxima = fast.maxima(11, 0, 60)
    assert np.array_equal(maxima, slow.maxima(11, 0, 60))
    # The maxima differ from each other, so a missed one would show.
    assert len(set(maxima.tolist())) > 40


@pytest.mark.parametrize(
    "bands", [((2**31 - 2, (8,)),), ((3, (32, 1)), (2**31 - 2, (600, 60, 2))), ((2**31 - 2, (600,)),)]
)
def test_any_grouping_of_centres_gives_the_same_maxima(bands: tuple[tuple[int, tuple[int, ...]], ...]) -> None:
    counts, places = settlements(0.01, 90)
    plan = prepare(counts, places, Circles(), Settings(when="prospective", max_cases_share=0.25, max_duration=14))
    usual = plan.fast
    assert usual is not None

    other = replace(usual, nodes=nodes(plan.chains.first, usual.site, usual.held, usual.places, bands))

    assert other.nodes.start.size != usual.nodes.start.size
    assert np.array_equal(replace(plan, fast=other).maxima(11, 0, 400), plan.maxima(11, 0, 400))
