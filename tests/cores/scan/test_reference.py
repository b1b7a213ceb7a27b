"""The known answers: clusters equal, statistics equal to six decimals."""

import pytest

from benchmarks import scan_reference

here = scan_reference.DATA.exists()
pytestmark = pytest.mark.skipif(not here, reason="../shared/data/scan-statistics is not beside this checkout")
CASES = list(scan_reference.cases()) if here else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_known_answers_are_met(case: scan_reference.Case) -> None:
    found = case.clusters(replicates=9)

    assert [answer.statistic for answer in case.answers] == [
        round(cluster.statistic, 6) for cluster in found[: len(case.answers)]
    ]
    assert case.meets(found) == [True] * len(case.answers)


@pytest.mark.skipif(not here, reason="no data")
def test_new_mexico_has_the_probability_that_satscan_prints() -> None:
    first, second, third = CASES[0].clusters()[:3]

    # SaTScan prints 0.014 for the first; 999 replicates leave about 0.004 of doubt.
    assert first.p_monte_carlo == pytest.approx(0.014, abs=0.01)
    assert second.p_monte_carlo is not None
    assert second.p_monte_carlo > 0.4
    assert third.p_monte_carlo is not None
    assert third.p_monte_carlo > 0.9
    assert first.recurrence_days is None
    # From Torrance to Los Alamos, as `cores.geo.distance_km` has it.
    assert first.radius_km == pytest.approx(125.683402)
