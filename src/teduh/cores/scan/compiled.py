"""How the loops are compiled: kept on disk, free of Python's lock, strict IEEE arithmetic in the order written."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any], **more: Any) -> Any:
    """A function for loops; dividing by zero gives infinity there, as in NumPy, so callers ask first."""
    try:
        return njit(cache=True, nogil=True, error_model="numpy", **more)(function)
    except RuntimeError:
        # No folder to keep compiled code in, as on a read-only system: each process compiles for itself.
        return njit(nogil=True, error_model="numpy", **more)(function)


def inlined(function: Callable[..., Any]) -> Any:
    """The same for a few lines that are copied into their callers."""
    return compiled(function, inline="always")
