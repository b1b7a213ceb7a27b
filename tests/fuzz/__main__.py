"""`python -m tests.fuzz ARGS`: the whole of it, with the number of requests at the end."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.budget import LEAST, read_counts


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="teduh-fuzz-") as folder:
        environment = {**os.environ, "TEDUH_FUZZ": "full", "TEDUH_FUZZ_COUNTS": folder}
        command = [sys.executable, "-m", "pytest", "-q", "tests/fuzz", *sys.argv[1:]]
        code = subprocess.run(command, env=environment, check=False).returncode
        counts = read_counts(Path(folder))
    for kind, number in sorted(counts.items()):
        print(f"{number:>9,}  {kind}")
    total = sum(number for kind, number in counts.items() if not kind.startswith("("))
    print(f"{total:>9,}  requests; {LEAST:,} at least")
    return code or int(total < LEAST)


if __name__ == "__main__":
    sys.exit(main())
