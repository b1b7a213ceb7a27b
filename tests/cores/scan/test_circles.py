"""Circles: the lists of places, against lists made one centre at a time."""

import numpy as np
import pytest

from teduh.cores.errors import Refused
from teduh.cores.scan import circles as module
from teduh.cores.scan.circles import blocks, circles, near_order


def uneven(seed: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Villages on a grid, so that distances are often equal; nearly everybody lives in the west."""
    rng = np.random.default_rng(seed)
    points = np.c_[rng.integers(0, 40, size), rng.integers(0, 40, size), np.zeros(size)].astype(float)
    people = np.where(points[:, 0] < 10, rng.integers(50, 90, size), 1).astype(float)
    return points, people


def slowly(points: np.ndarray, centre: int, people: np.ndarray, most: float, radius: float) -> list[frozenset[int]]:
    squared = ((points - points[centre]) ** 2).sum(axis=1)
    found = []
    for reach in np.unique(squared[squared <= radius * radius]):
        places = np.flatnonzero(squared <= reach)
        if people[places].sum() > most:
            break
        found.append(frozenset(places.tolist()))
    return found


@pytest.mark.parametrize(("share", "radius"), [(0.02, np.inf), (0.3, np.inf), (1.0, 7.0), (0.05, 12.0)])
def test_every_centre_has_exactly_its_circles(share: float, radius: float) -> None:
    points, people = uneven(1, 500)
    most = share * people.sum()
    everybody = np.arange(500)

    chains = circles(
        points, everybody, everybody, people[:, None], most=np.array([most]), radius=radius
    )  # fmt: skip

    for chain, centre in enumerate(chains.centre):
        start, stop = chains.first[chain], chains.first[chain + 1]
        found = [frozenset(chains.place[start : end + 1].tolist()) for end in range(start, stop) if chains.closes[end]]
        assert found == slowly(points, int(centre), people, most, radius), centre


def test_the_first_guess_of_how_many_are_near_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    points, people = uneven(2, 300)
    everybody = np.arange(300)

    def made() -> list[list[int]]:
        chains = circles(
            points, everybody, everybody, people[:, None], most=np.array([0.1 * people.sum()]), radius=np.inf
        )  # fmt: skip
        return [chains.first.tolist(), chains.place.tolist(), chains.closes.tolist()]

    usual = made()
    monkeypatch.setattr(module, "_first_guess", lambda sites, weights, most: 3)
    assert made() == usual


def test_too_many_windows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    points, people = uneven(3, 100)
    monkeypatch.setattr(module, "MOST_ENTRIES", 1000)

    with pytest.raises(Refused, match="too many"):
        circles(points, np.arange(100), np.arange(100), people[:, None], most=np.array([1e9]), radius=np.inf)


def test_blocks_nest_and_near_places_stand_together() -> None:
    assert blocks(10, 3).tolist() == [0, 2, 5, 7, 10]
    assert blocks(0, 3).tolist() == [0]
    assert set(blocks(1000, 40)) <= set(blocks(1000, 7))
    points, _ = uneven(4, 64)
    order = near_order(points)
    assert sorted(order.tolist()) == list(range(64))
    spread = [np.ptp(points[order[at : at + 16]], axis=0).max() for at in range(0, 64, 16)]
    assert max(spread) < 39
