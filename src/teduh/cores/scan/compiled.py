"""How the loops are compiled: kept on disk, free of Python's lock, strict IEEE arithmetic in the order written."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function for loops; dividing by zero gives infinity there, as in NumPy, so callers ask first."""
    return njit(cache=True, nogil=True, error_model="numpy")(function)


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a few lines that are copied into their callers."""
    return njit(cache=True, nogil=True, error_model="numpy", inline="always")(function)
