"""The benchmark reads the published layouts with their rounding, and counts no solution that breaks a rule."""

from pathlib import Path

import pytest

from benchmarks.route_files import Instance, read_folder
from teduh.cores.route import StopRule, faults, solve

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"

TOPTW = """4 2 3 1
0 200
0 0.00 0.00 0.00 0.00 0 0 0 100
1 1.00 1.00 10.00 7.00 1 1 1 0 50
2 2.00 2.00 10.00 5.00 1 1 1 0 3
3 9.00 0.00 10.00 9.00 1 1 1 85 99
"""
TOP = "n 4\nm 2\ntmax 10.5\n0.0\t0.0\t0\n3.0\t4.0\t11\n0.0\t5.0\t7\n0.0\t1.0\t0\n"
PCVRPTW = """NAME : small
VEHICLES : 1
DIMENSION : 3
CAPACITY : 10
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 5 0
DEMAND_SECTION
1 0
2 4
3 7
PRIZE_SECTION
1 0
2 9
3 50
TIME_WINDOW_SECTION
1 0 40
2 0 30
3 0 30
DEPOT_SECTION
1
-1
EOF
"""


def written(folder: Path, name: str, text: str, kind: str, reference: str = "") -> Instance:
    (folder / "instances").mkdir()
    (folder / "instances" / name).write_text(text)
    if reference:
        (folder / "reference.csv").write_text(reference)
    [instance] = read_folder(folder, kind, 1)
    return instance


def test_orienteering_with_windows_rounds_down_to_a_tenth(tmp_path: Path) -> None:
    instance = written(tmp_path, "r901.txt", TOPTW, "toptw", "instance,optimal_score\nr901,16\n")
    assert (instance.distance[0, 1], instance.longest, instance.paths, instance.reference) == (1.4, 100.0, 1, 16.0)
    # Point 3 opens at 85 and its visit ends at 95; home is 9 away, which is too late.
    assert instance.score([[2, 1]]) == 12
    with pytest.raises(ValueError, match="back at 104"):
        instance.score([[3]])
    with pytest.raises(ValueError, match="point 2 is met at"):
        instance.score([[1, 2]])
    with pytest.raises(ValueError, match="twice"):
        instance.score([[1, 1]])
    with pytest.raises(ValueError, match="2 routes, 1 allowed"):
        instance.score([[1], [2]])
    assert instance.gap(12) == 0.25


def test_the_instances_of_cordeau_round_down_to_a_hundredth(tmp_path: Path) -> None:
    assert written(tmp_path, "pr91.txt", TOPTW, "toptw").distance[0, 1] == 1.41


def test_team_orienteering_ends_at_its_last_point(tmp_path: Path) -> None:
    instance = written(tmp_path, "p9.2.a.txt", TOP, "top", "instance,reference_score\np9.2.a.txt,18\n")
    assert (instance.paths, instance.last, instance.reference) == (2, 3, 18.0)
    assert instance.distance[1, 3] == pytest.approx(18**0.5)
    assert instance.score([[1], [2]]) == 18
    with pytest.raises(ValueError, match=r"after 10\.5"):
        instance.score([[2, 1]])
    answer = solve(instance.problem(), seed=1, stop=StopRule(iterations=80))
    assert faults(instance.problem(), answer) == []
    assert instance.score([[instance.place(v.client) for v in route.visits] for route in answer.routes]) == 18


def test_prize_collecting_counts_tenths_and_missed_prizes(tmp_path: Path) -> None:
    instance = written(tmp_path, "small.vrp", PCVRPTW, "pcvrptw", "instance,best_known_cost\nsmall,190\n")
    assert (instance.distance[0, 1], instance.nodes[1].service, instance.longest) == (14.0, 50.0, 400.0)
    assert instance.score([[2]]) == 2 * 50 + 10 * 9
    assert instance.gap(instance.score([[1]])) == pytest.approx((528 - 190) / 190)
    with pytest.raises(ValueError, match="capacity"):
        instance.score([[1, 2]])
    answer = solve(instance.problem(), seed=1, stop=StopRule(iterations=80))
    assert instance.score([[instance.place(v.client) for v in route.visits] for route in answer.routes]) == 190


@pytest.mark.skipif(
    not (DATA / "routing-pcvrptw").is_dir(), reason="the published instances are not beside this folder"
)
def test_the_best_known_solutions_come_to_their_published_cost() -> None:
    folder = DATA / "routing-pcvrptw"
    for instance in read_folder(folder, "pcvrptw", 1)[::15]:
        lines = (folder / "instances" / f"{instance.name}.sol").read_text().splitlines()
        routes = [[int(word) for word in line.split(":")[1].split()] for line in lines if line.startswith("Route")]
        assert instance.score(routes) == instance.reference
