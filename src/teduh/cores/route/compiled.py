"""How the loops are compiled: kept on disk, free of Python's lock, strict IEEE arithmetic in the order written."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import njit

# The files with loops and with the numbers that they hold copies of.
LOOPS = ("compiled.py", "land.py", "routes.py", "turns.py")


def stamp(folder: Path) -> str:
    """A hash of the sources of the loops."""
    whole = hashlib.sha256()
    for name in LOOPS:
        whole.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return whole.hexdigest()


_STAMP = stamp(Path(__file__).parent)


def compiled(function: Callable[..., Any], **more: Any) -> Any:
    """A function for loops."""
    try:
        made = njit(cache=True, nogil=True, error_model="numpy", **more)(function)
    except RuntimeError:
        # No folder to keep compiled code in, as on a read-only system: each process compiles for itself.
        return njit(nogil=True, error_model="numpy", **more)(function)
    # Numba keeps code until its own file changes, though it holds copies of functions from other files.
    made._cache._cache_file._source_stamp = _STAMP
    return made


def inlined(function: Callable[..., Any]) -> Any:
    """The same for a few lines that are copied into their callers."""
    return compiled(function, inline="always")
