"""What changed since a phone last asked. The cursor holds what the phone has, so the server keeps no state for it."""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from teduh.trust.models import Person

DIGEST_LETTERS: Final = 16
CURSOR_LIMIT: Final = 100_000


@dataclass(frozen=True)
class Pull:
    """Papers that are new to the phone, names of those to drop, and the cursor that stands for the rest."""

    docs: dict[str, Any]
    drop: list[str]
    cursor: str
    whole: bool


def pull(person: Person, papers: Mapping[str, Any], *, cursor: str) -> Pull:
    """The difference between these papers and what the cursor says the phone has."""
    digests = {key: _digest(data) for key, data in papers.items()}
    had = _read(cursor, person)
    fresh = {key: data for key, data in papers.items() if had is None or had.get(key) != digests[key]}
    gone = sorted(set(had or ()) - set(digests))
    return Pull(fresh, gone, _write(digests, person), had is None)


def _digest(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LETTERS]


def _write(digests: Mapping[str, str], person: Person) -> str:
    text = json.dumps([str(person.pk), dict(digests)], separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode("ascii")


def _read(cursor: str, person: Person) -> dict[str, str] | None:
    """What the phone has; None for a cursor of somebody else, or one that is none of ours."""
    if not cursor or len(cursor) > CURSOR_LIMIT:
        return None
    try:
        text = zlib.decompressobj().decompress(base64.urlsafe_b64decode(cursor), CURSOR_LIMIT)
        owner, digests = json.loads(text)
    except (binascii.Error, zlib.error, ValueError, TypeError):
        return None
    if owner != str(person.pk) or not isinstance(digests, dict):
        return None
    return {str(key): str(value) for key, value in digests.items()}
