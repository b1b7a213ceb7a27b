"""How the loops of a core are compiled: kept on disk, without Python's lock, in strict IEEE arithmetic as written."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from numba import njit


class Loops:
    """Compiled code for one set of sources.

    Numba keeps code until its own file changes, though it holds copies of functions from other files: a formula that
    was mended in one would stay wrong in the loops of another. So code is kept for this very set of sources: all of
    the folder, or the `files` that hold loops and the numbers they copy.
    """

    def __init__(self, folder: Path, files: Sequence[str] = ()) -> None:
        sources = [folder / name for name in files] if files else sorted(folder.glob("*.py"))
        whole = hashlib.sha256()
        for path in (Path(__file__), *sources):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        self.stamp = whole.hexdigest()

    def compiled(self, function: Callable[..., Any], **more: Any) -> Any:
        """A function for loops; dividing by zero gives infinity there, as in NumPy, so callers ask first."""
        try:
            made = njit(cache=True, nogil=True, error_model="numpy", **more)(function)
        except RuntimeError:
            # No folder to keep compiled code in, as on a read-only system: each process compiles for itself.
            return njit(nogil=True, error_model="numpy", **more)(function)
        made._cache._cache_file._source_stamp = self.stamp
        return made

    def inlined(self, function: Callable[..., Any]) -> Any:
        """The same for a few lines that are copied into their callers."""
        return self.compiled(function, inline="always")
