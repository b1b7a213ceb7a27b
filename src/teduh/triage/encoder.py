"""An operator's own sentence-embedding model, where there is one: it may reorder what was found, and nothing else.

`TEDUH_MATCH_ENCODER` names a callable that takes a list of texts and gives one vector for each. It runs in this
process; Teduh brings none and downloads none. It decides neither what is offered nor how sure that is.
"""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)
T = TypeVar("T")
Encode = Callable[[list[str]], Any]
LONGEST: Final = 2_000


def reordered(text: str, found: Sequence[T], *, texts: Sequence[Sequence[str]], sure: Sequence[float]) -> list[T]:
    """`found` by the mean of its sureness and its nearness to the text; as it came where no encoder is named.

    An encoder that breaks costs the desk nothing but its order.
    """
    if not settings.MATCH_ENCODER or len(found) < 2:
        return list(found)
    try:
        near = _nearness(encoder(settings.MATCH_ENCODER), text, texts)
    except Exception as error:
        # Its own sentence might quote the texts.
        logger.error(
            "The encoder of TEDUH_MATCH_ENCODER broke (%s); the order of the words stands.", type(error).__name__
        )
        return list(found)
    order = sorted(range(len(found)), key=lambda at: -round((sure[at] + near[at]) / 2, 4))
    return [found[at] for at in order]


@lru_cache(maxsize=1)
def encoder(named: str) -> Encode:
    """The callable behind `module:name`."""
    loaded: Encode = import_string(named.replace(":", "."))
    return loaded


def _nearness(encode: Encode, text: str, texts: Sequence[Sequence[str]]) -> list[float]:
    """The cosine between the text and the nearest text of each, between 0 and 1."""
    flat = [one[:LONGEST] for several in texts for one in several]
    vectors = np.asarray(encode([text[:LONGEST], *flat]), dtype=float)
    if vectors.ndim != 2 or len(vectors) != len(flat) + 1 or not np.isfinite(vectors).all():
        raise ValueError(f"one finite vector for each of {len(flat) + 1} texts was expected, not {vectors.shape}")
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    cosines = iter(np.clip(vectors[1:] @ vectors[0], 0.0, 1.0))
    return [max((float(next(cosines)) for _one in several), default=0.0) for several in texts]
