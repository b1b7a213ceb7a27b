"""The audit of dependencies fails on a weakness and is honest where it could not ask."""

import json

import pytest

from tests.advisories import Answer, read_npm_audit, read_pip_audit, report


def said(answer: Answer) -> tuple[bool, list[str]]:
    lines: list[str] = []
    return report("Python", answer, lines.append), lines


def test_a_known_weakness_fails() -> None:
    weakness = {"id": "PYSEC-2026-1", "fix_versions": ["5.2.9"]}
    packages = [{"name": "django", "version": "5.2.8", "vulns": [weakness]}, {"name": "click", "vulns": []}]

    fine, lines = said(read_pip_audit(json.dumps({"dependencies": packages})))

    assert not fine
    assert lines == [
        "Python: 2 packages checked, 1 known weaknesses.",
        "  django 5.2.8: PYSEC-2026-1, mended in 5.2.9",
    ]


def test_packages_that_the_service_does_not_know_are_said_so() -> None:
    packages = [{"name": "django", "skip_reason": "not found"}, {"name": "click", "version": "8", "vulns": []}]

    fine, lines = said(read_pip_audit(json.dumps({"dependencies": packages})))

    assert fine
    assert lines == [
        "Python: 1 packages checked, 0 known weaknesses.",
        "Python: 1 packages NOT CHECKED: the advisory service does not know these packages.",
    ]


@pytest.mark.parametrize("read", [read_pip_audit, read_npm_audit])
@pytest.mark.parametrize("output", ["", "no network", '{"message": "405"}', "[]"])
def test_no_answer_is_not_taken_for_a_good_one(read: object, output: str) -> None:
    fine, lines = said(read(output))  # type: ignore[operator]

    assert fine
    assert lines == ["Python: all packages NOT CHECKED: the advisory service did not answer."]


def test_a_weakness_of_the_front_end_fails() -> None:
    told = {
        "vulnerabilities": {"esbuild": {"severity": "high", "range": "<0.28"}},
        "metadata": {"dependencies": {"total": 40}},
    }

    fine, lines = said(read_npm_audit(json.dumps(told)))

    assert not fine
    assert lines == ["Python: 40 packages checked, 1 known weaknesses.", "  esbuild: high, <0.28"]
