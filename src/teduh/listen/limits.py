"""How fast one network, and all together, may try codes or send reports.

Trying codes. A wrong code costs a token; a right one costs nothing. Once a network has used up its tokens, a code
from there is looked up only after a short wait: the answer, for right and wrong codes alike, is a note that says
"wait", and a person who comes back with that note after some seconds is served. So somebody who guesses on a shared
address slows down neighbours by seconds and never locks them out, and guessing stays at `WAITS` a second.
"""

from typing import Final

from django.core import signing
from django.utils.crypto import salted_hmac

from teduh.listen import receipts
from teduh.trust.buckets import Buckets, network

WAIT_SECONDS: Final = 5
NOTE_LASTS_SECONDS: Final = 600
__all__ = ("Buckets", "forget", "may_look_up", "may_report", "network", "wait_note", "wrong_code")
_SALT: Final = "teduh.listen.limits"
_EVERYBODY: Final = 0


# Whole streets share one address behind a telephone company, so one network gets generous tokens.
WRONG_CODES: Final = Buckets(size=12, per_second=0.1)
ALL_WRONG_CODES: Final = Buckets(size=300, per_second=5)
WAITS: Final = Buckets(size=60, per_second=5)
REPORTS: Final = Buckets(size=60, per_second=0.2)
ALL_REPORTS: Final = Buckets(size=600, per_second=5)


def may_look_up(net: int, typed: str, note: str, now: float) -> bool:
    """Whether this code may be looked up now, or only after a wait."""
    if WRONG_CODES.has(net, now) and ALL_WRONG_CODES.has(_EVERYBODY, now):
        return True
    return _waited(typed, note, now)


def wrong_code(net: int, now: float) -> None:
    WRONG_CODES.take(net, now)
    ALL_WRONG_CODES.take(_EVERYBODY, now)


def wait_note(typed: str, now: float) -> str | None:
    """A note that lets this one code in after the wait; None when too many are waiting already."""
    if not WAITS.take(_EVERYBODY, now):
        return None
    return signing.dumps([_fingerprint(typed), now], salt=_SALT)


def may_report(net: int, now: float) -> bool:
    return REPORTS.take(net, now) and ALL_REPORTS.take(_EVERYBODY, now)


def forget() -> None:
    for buckets in (WRONG_CODES, ALL_WRONG_CODES, WAITS, REPORTS, ALL_REPORTS):
        buckets.forget()


def _waited(typed: str, note: str, now: float) -> bool:
    try:
        fingerprint, since = signing.loads(note, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(fingerprint == _fingerprint(typed) and WAIT_SECONDS <= now - since <= NOTE_LASTS_SECONDS)


def _fingerprint(typed: str) -> str:
    return salted_hmac(_SALT, receipts.read_code(typed) or typed).hexdigest()
