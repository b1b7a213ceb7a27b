"""How fast one network, and all together, may try codes; and the buckets of reports, which `slowing` uses.

Trying codes. A wrong code costs a token; a right one costs nothing. Once a network has used up its tokens, a code
from there is looked up only after a short wait: the answer, for right and wrong codes alike, is a note that says
"wait", and a person who comes back with that note after some seconds is served. So somebody who guesses on a shared
address slows down neighbours by seconds and never locks them out, and guessing stays at `WAITS` a second.
"""

from typing import Final

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from teduh.listen import receipts
from teduh.trust.buckets import Buckets, network

WAIT_SECONDS: Final = 5
NOTE_LASTS_SECONDS: Final = 600
__all__ = ("Buckets", "forget", "may_look_up", "network", "wait_note", "wrong_code")
_SALT: Final = "teduh.listen.limits"
EVERYBODY: Final = 0


def shared(size: float, per_second: float, most: int = 20_000) -> Buckets:
    """This process's part: with several web processes each has buckets of its own, and together they give the whole."""
    return Buckets(max(1.0, size / settings.WEB_PROCESSES), per_second / settings.WEB_PROCESSES, most)


# Whole streets share one address behind a telephone company, so one network gets generous tokens.
WRONG_CODES: Final = shared(12, 0.1)
ALL_WRONG_CODES: Final = shared(300, 5)
WAITS: Final = shared(60, 5)
# Reports that come in without work or wait (see `slowing`): of one network, of all, and of one text.
REPORTS: Final = shared(60, 0.2)
ALL_REPORTS: Final = shared(600, 5)
SAME_WORDS: Final = shared(10, 1 / 30, most=50_000)
# Reports that come in after a wait: of one network, of one network with words that came often already, of all.
WAITED: Final = shared(600, 5)
WAITED_COPIES: Final = shared(20, 0.5)
ALL_WAITED: Final = shared(1_500, 20)
# How many sends of a network were slowed lately; what is used up here is the price of the next one.
SLOWED: Final = shared(240, 1)
_ALL: Final = (
    *(WRONG_CODES, ALL_WRONG_CODES, WAITS, REPORTS, ALL_REPORTS, SAME_WORDS, WAITED, WAITED_COPIES, ALL_WAITED, SLOWED),
)


def may_look_up(net: int, typed: str, note: str, now: float) -> bool:
    """Whether this code may be looked up now, or only after a wait."""
    if WRONG_CODES.has(net, now) and ALL_WRONG_CODES.has(EVERYBODY, now):
        return True
    return _waited(typed, note, now)


def wrong_code(net: int, now: float) -> None:
    WRONG_CODES.take(net, now)
    ALL_WRONG_CODES.take(EVERYBODY, now)


def wait_note(typed: str, now: float) -> str | None:
    """A note that lets this one code in after the wait; None when too many are waiting already."""
    if not WAITS.take(EVERYBODY, now):
        return None
    return signing.dumps([_fingerprint(typed), now], salt=_SALT)


def forget() -> None:
    for buckets in _ALL:
        buckets.forget()


def _waited(typed: str, note: str, now: float) -> bool:
    try:
        fingerprint, since = signing.loads(note, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(fingerprint == _fingerprint(typed) and WAIT_SECONDS <= now - since <= NOTE_LASTS_SECONDS)


def _fingerprint(typed: str) -> str:
    return salted_hmac(_SALT, receipts.read_code(typed) or typed).hexdigest()
