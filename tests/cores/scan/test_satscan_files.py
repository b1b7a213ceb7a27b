"""SaTScan's files, and expected counts from a population that was counted now and then."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from benchmarks import satscan
from benchmarks.scan import Input, main, measure
from teduh.cores.errors import Refused
from teduh.cores.scan import expected_from_population

GEO = "A -4.10 104.00\nB -4.20 104.00\nC -4.30 104.10\nD -4.45 104.20\n"
DAYS = [f"2024/11/{day:02d}" for day in range(1, 11)]


def files(folder: Path, **texts: str) -> list[str]:
    """Writes files and gives the arguments that name them."""
    arguments = []
    for name, text in texts.items():
        path = folder / f"pagi.{name}"
        path.write_text(text)
        arguments += [f"--{'case' if name == 'cas' else name}", str(path)]
    return arguments


def test_a_permutation_scan_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calm = "".join(f"{place} 1 {day}\n" for place in "ABCD" for day in DAYS[:8])
    arguments = files(tmp_path, cas=calm + "C 5 2024/11/10\n", geo=GEO)

    assert main([*arguments, "--replicates", "99", "--max-duration", "3"]) == 0

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "1. C"
    assert told[1].startswith("   2024-11-10 to 2024-11-10, high: 5 cases, expected 1.76, LLR ")


def test_a_poisson_scan_of_files_adjusts_for_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The old fall ill ten times as often, and live in D: nothing is unusual there. A is unusual.
    people = "".join(f"{place} 2024 1000 young\n{place} 2024 10 old\n" for place in "ABC")
    people += "D 2024 100 young\nD 2024 1000 old\n"
    cases = "A 9 2024 young\nB 1 2024 young\nC 1 2024 young\nD 20 2024 old\n"
    arguments = files(tmp_path, cas=cases, geo=GEO, pop=people)

    main([*arguments, "--model", "poisson", "--analysis", "retrospective", "--start", "2023", "--replicates", "0"])

    assert capsys.readouterr().out.startswith("1. A\n   2024-01-01 to 2024-12-31, high: 9 cases")


def test_a_bernoulli_scan_of_files_in_space(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = files(tmp_path, cas="A 1\nB 6\nC 1\n", ctl="A 6\nB 1\nC 6\nD 7\n", geo=GEO)

    main([*arguments, "--model", "bernoulli", "--analysis", "space", "--replicates", "0"])

    assert capsys.readouterr().out.startswith("1. B\n")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"cas": "E 1 2024/11/01\nA 1 2024/11/02\n", "geo": GEO}, "E has cases but no coordinates"),
        ({"cas": "A x 2024/11/01\n", "geo": GEO}, "line 1: x is no number"),
        ({"cas": "A 1\n", "geo": GEO}, "3 fields are needed, 2 are there"),
        ({"cas": "A 1 2024/11/01\n", "geo": GEO + "A 0 0\n"}, "a place comes twice"),
    ],
)
def test_files_that_cannot_be_read_say_where(tmp_path: Path, texts: dict[str, str], words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        main(files(tmp_path, **texts))


def test_dates_of_every_length_and_years_of_two_digits() -> None:
    assert satscan.day_of("73") == (date(1973, 1, 1), "year")
    assert satscan.day_of("2024/11") == (date(2024, 11, 1), "month")
    assert satscan.day_of("2024-11-27") == (date(2024, 11, 27), "day")
    study = satscan.study_of([satscan.Row("A", 1, "2023/11", ()), satscan.Row("A", 1, "2024/02", ())], None, None)
    assert study.edges() == [
        date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1),
    ]  # fmt: skip


def test_population_changes_in_a_straight_line_between_counts() -> None:
    # 100 people on day 0, 300 on day 10: from day 5 to 10 there live 250 on average; outside, nothing changes.
    expected = expected_from_population([30], [[[100, 300]]], [0, 10], [-5, 0, 5, 10, 15])
    person_days = np.array([5 * 100, 5 * 150, 5 * 250, 5 * 300])

    assert expected == pytest.approx((30 * person_days / person_days.sum())[None, :])


def test_a_group_with_cases_and_no_people_is_refused() -> None:
    with pytest.raises(Refused, match="no people"):
        expected_from_population([1, 2], [[[5.0]], [[0.0]]], [0], [0, 1])
    with pytest.raises(Refused, match="rise"):
        expected_from_population([1], [[[5.0, 5.0]]], [3, 3], [0, 1])
    with pytest.raises(Refused, match="each group"):
        expected_from_population([1, 2], [[[5.0]]], [0], [0, 1])


def test_the_benchmark_ends_with_one_line_of_figures(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.scan.PROVINCE", Input("province", 200, 180, 0.2))
    monkeypatch.setattr("benchmarks.scan.exactness", lambda threads: True)

    assert main(["--no-nation", "--replicates", "9"]) == 0

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["exact"] == 1
    assert figures["province_s"] >= 0


def test_the_inputs_written_for_satscan_are_the_ones_that_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Input("province", 200, 180, 0.2)
    monkeypatch.setattr("benchmarks.scan.PROVINCE", small)
    monkeypatch.setattr("benchmarks.scan.NATION", small)
    measured = measure(small, 19, 1)[0].clusters[0]

    main(["--write", str(tmp_path)])
    files_of = ["--case", str(tmp_path / "province.cas"), "--geo", str(tmp_path / "province.geo")]
    limits = ["--max-share", "0.2", "--max-duration", "14", "--replicates", "19"]
    main([*files_of, *limits, "--coordinates", "cartesian", "--start", "2024-09-01", "--end", "2024-11-29"])

    told = capsys.readouterr().out.splitlines()
    assert told[2] == "1. " + ", ".join(f"v{place}" for place in measured.places)
    assert f"{measured.cases} cases, expected {measured.expected:.2f}, LLR {measured.statistic:.6f}" in told[3]
