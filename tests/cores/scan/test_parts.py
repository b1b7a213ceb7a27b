"""The same seed gives the same answer to the last bit, however the work is cut."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from distributed import Client, LocalCluster

from benchmarks.fanout import over
from teduh.cores.errors import Refused
from teduh.cores.scan import (
    AlongTies,
    Circles,
    Counts,
    Flexible,
    Part,
    Places,
    Result,
    Settings,
    Ties,
    Windows,
    fan_out,
    merge,
    prepare,
    run_part,
    scan,
    split,
)  # fmt: skip

RNG = np.random.default_rng(3)
PLACES = Places.on_plane(RNG.uniform(0, 50, 60), RNG.uniform(0, 50, 60))
CASES = RNG.poisson(0.3, (60, 20))
CASES[7:9, -2:] += 4
CHAIN = Ties.of(np.arange(59), np.arange(1, 60), RNG.uniform(1, 2, 59))
NOW = Settings(when="prospective", max_duration=5, replicates=40)
KINDS: dict[str, tuple[Counts, Settings, Windows]] = {
    "permutation": (Counts.permutation(CASES), NOW, Circles()),
    "poisson, both": (Counts.poisson(CASES, np.ones((60, 20))), replace(NOW, rates="both"), Circles()),
    "bernoulli": (Counts.bernoulli(CASES, CASES[::-1]), replace(NOW, when="retrospective"), Circles()),
    "time alone": (Counts.poisson(CASES, np.ones((60, 20))), replace(NOW, extent="time"), Circles()),
    "along ties": (Counts.permutation(CASES), NOW, AlongTies(CHAIN)),
    "flexible": (Counts.permutation(CASES), NOW, Flexible(CHAIN, nearest=5)),
}


def told(result: Result) -> tuple[Any, ...]:
    """Everything in a result, comparable to the last bit."""
    return result.clusters, tuple(result.maxima.tolist()), result.stopped, result.total, result.left_out


def backwards(work: Callable[[Any], Part], tasks: Sequence[Any]) -> Iterable[Part]:
    return [work(task) for task in reversed(tasks)]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("by", ["replicates", "centres"])
def test_pieces_in_any_order_give_the_whole(name: str, by: Any) -> None:
    counts, settings, windows = KINDS[name]
    whole = scan(counts, PLACES, settings, seed=9, windows=windows)

    pieces = fan_out(counts, PLACES, settings, seed=9, windows=windows, run=backwards, pieces=7, by=by)

    assert told(pieces) == told(whole)
    assert whole.clusters[0].p_value is not None


def test_threads_change_nothing_and_another_seed_does() -> None:
    counts, settings, windows = KINDS["permutation"]
    one = scan(counts, PLACES, settings, seed=9, windows=windows)

    assert told(scan(counts, PLACES, settings, seed=9, windows=windows, threads=3)) == told(one)
    assert scan(counts, PLACES, settings, seed=10, windows=windows).maxima.tolist() != one.maxima.tolist()


def test_a_replicate_hangs_on_its_number_alone() -> None:
    counts, settings, windows = KINDS["poisson, both"]
    plan = prepare(counts, PLACES, windows, settings)

    assert plan.maxima(9, 17, 3).tolist() == plan.maxima(9, 0, 40)[17:20].tolist()


def test_stopping_early_counts_the_same_replicates_in_parts() -> None:
    counts, settings, windows = KINDS["poisson, both"]
    calm = replace(counts, cases=np.ones_like(counts.cases))
    calm.cases[0, -1] = 2
    asked = replace(settings, replicates=400, stop_after=5)

    alone = scan(calm, PLACES, asked, seed=9, windows=windows)
    pieces = fan_out(calm, PLACES, asked, seed=9, windows=windows, run=map, pieces=3)

    assert alone.stopped
    assert alone.maxima.size < 400
    assert told(pieces) == told(alone)


def test_parts_that_leave_a_gap_or_overlap_are_refused() -> None:
    counts, settings, windows = KINDS["permutation"]
    plan = prepare(counts, PLACES, windows, settings)
    first, middle, last = (run_part(plan, seed=9, replicates=span) for span in [(0, 10), (10, 30), (30, 40)])
    here, there = (run_part(prepare(counts, PLACES, windows, settings, centres=span), seed=9, replicates=(0, 10))
                   for span in [(0, 20), (30, 60)])  # fmt: skip

    assert merge([last, first, middle]).maxima.tolist() == run_part(plan, seed=9).maxima.tolist()
    for wrong, words in (
        ([first, last], "replicates must follow"),
        ([first, first], "replicates must follow"),
        ([here, there], "centres must follow"),
        ([], "no part"),
    ):
        with pytest.raises(Refused, match=words):
            merge(wrong)


def test_parts_of_the_centres_need_the_same_replicates() -> None:
    counts, settings, windows = KINDS["permutation"]
    parts = [
        run_part(prepare(counts, PLACES, windows, settings, centres=centres), seed=9, replicates=replicates)
        for centres, replicates in [((0, 20), (0, 10)), ((20, 60), (10, 20))]
    ]

    with pytest.raises(Refused, match="same replicates"):
        merge(parts)


def test_spans_outside_are_refused() -> None:
    counts, settings, windows = KINDS["permutation"]
    with pytest.raises(Refused, match="replicates must lie from 0 to 40"):
        run_part(prepare(counts, PLACES, windows, settings), seed=9, replicates=(0, 41))
    with pytest.raises(Refused, match="centres must lie from 0 to 60"):
        prepare(counts, PLACES, windows, settings, centres=(0, 61))
    with pytest.raises(Refused, match="seed"):
        scan(counts, PLACES, settings, seed=-1)


def test_spans_cover_everything_once() -> None:
    assert split(10, 3) == [(0, 3), (3, 6), (6, 10)]
    assert split(2, 5) == [(0, 1), (1, 2)]
    assert split(0, 5) == [(0, 0)]


@pytest.mark.slow
def test_a_dask_cluster_of_two_processes_gives_the_same_bits() -> None:
    counts, settings, windows = KINDS["permutation"]
    whole = scan(counts, PLACES, settings, seed=9, windows=windows)

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        by_replicates = fan_out(counts, PLACES, settings, seed=9, run=over(client), pieces=4)
        by_centres = fan_out(counts, PLACES, settings, seed=9, run=over(client), pieces=3, by="centres")

    assert told(by_replicates) == told(whole)
    assert told(by_centres) == told(whole)
