"""An index in one file: a line that says what it is, then plain arrays. Written whole or not at all."""

import json
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused

_VERSION = 2
_BROKEN = "The index file is damaged or of another version; build it again from the texts."


def write(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """The same arrays give the same bytes; a crash leaves the old file."""
    whole = blake2b(digest_size=16)
    for name in sorted(arrays):
        whole.update(np.ascontiguousarray(arrays[name]).tobytes())
    head = {"teduh_match": _VERSION, "arrays": sorted(arrays), "hash": whole.hexdigest()}
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        for name in sorted(arrays):
            np.save(file, arrays[name], allow_pickle=False)
    draft.replace(path)


def read(path: Path) -> dict[str, NDArray[Any]]:
    """Raises `Refused` for a file that is cut, altered or of another version."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(4096))
            arrays = _arrays(file, head, np.load)
    except (ValueError, KeyError, TypeError, EOFError, AttributeError) as error:
        raise Refused(_BROKEN) from error
    whole = blake2b(digest_size=16)
    for name in sorted(arrays):
        whole.update(arrays[name].tobytes())
    if whole.hexdigest() != head.get("hash"):
        raise Refused(_BROKEN)
    return arrays


def _arrays(file: IO[bytes], head: Any, load: Callable[..., Any]) -> dict[str, NDArray[Any]]:
    if head["teduh_match"] != _VERSION:
        raise ValueError(head["teduh_match"])
    return {name: load(file, allow_pickle=False) for name in head["arrays"]}
