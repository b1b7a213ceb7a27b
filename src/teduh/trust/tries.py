"""How often a password may be tried, without a way to lock somebody else out.

A wrong password costs a token of the name and a token of the network. Who has signed in from this browser before
carries a signed note of it and has tokens of their own, which nobody else can use up. Where the tokens are gone,
nothing is locked: the answer is a note that says "wait", and who comes back with it after some seconds is served
once. So a stranger who hammers on Budi's name makes Budi wait on a new phone, and not at all on the one he uses;
and one network guesses no faster than once in `WAIT_S` seconds at one name.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.utils.crypto import get_random_string, salted_hmac

from teduh.trust.buckets import Buckets

WAIT_S: Final = 10
NOTE_LASTS_S: Final = 600
_KNOWN_SALT: Final = "teduh_known"
COOKIE_LASTS_S: Final = 180 * 86_400
_SALT: Final = "teduh.trust.tries"

BY_NAME: Final = Buckets(size=8, per_second=1 / 60)
BY_NETWORK: Final = Buckets(size=40, per_second=1 / 10)
BY_CODE: Final = Buckets(size=6, per_second=1 / 60)
BY_KNOWN: Final = Buckets(size=8, per_second=1 / 60)
WAITING: Final = Buckets(size=3, per_second=1 / WAIT_S)
_used: "OrderedDict[str, None]" = OrderedDict()


@dataclass(frozen=True)
class Try:
    """One attempt: the name typed, the network's bucket, and what this browser knows of that name."""

    username: str
    network: int
    known: str
    note: str

    @property
    def buckets(self) -> tuple[tuple[Buckets, int], ...]:
        seen = known_by(self.known, self.username)
        if seen:
            return ((BY_KNOWN, hash(seen)),)
        return ((BY_NAME, hash(_name(self.username))), (BY_NETWORK, self.network))


def may_try(attempt: Try, now: float) -> bool:
    """Whether the password may be looked at now, or only after a wait."""
    return all(bucket.has(name, now) for bucket, name in attempt.buckets) or _waited(attempt, now)


def failed(attempt: Try, now: float) -> None:
    for bucket, name in attempt.buckets:
        bucket.take(name, now)


def wait_note(attempt: Try, now: float) -> str:
    """A note that lets one attempt on this name in after the wait; empty when this network has enough of them."""
    name = _name(attempt.username)
    if not WAITING.take(hash((name, attempt.network)), now):
        return ""
    return signing.dumps([name, now, get_random_string(12)], salt=_SALT)


def known_note(username: str) -> str:
    """For the cookie of a browser in which the person has just signed in."""
    return signing.dumps([_name(username), get_random_string(12)], salt=_KNOWN_SALT)


def known_by(note: str, username: str) -> str:
    """What tells this browser from others, if the person has signed in with it before."""
    try:
        name, mark = signing.loads(note, salt=_KNOWN_SALT, max_age=COOKIE_LASTS_S)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if name == _name(username) else ""


def may_try_code(person_id: object, known: str, now: float) -> bool:
    """Whether one more code may be tried, by somebody who has the password; takes the token."""
    return BY_CODE.take(hash((str(person_id), known)), now)


def forget() -> None:
    for bucket in (BY_NAME, BY_NETWORK, BY_KNOWN, BY_CODE, WAITING):
        bucket.forget()
    _used.clear()


def _waited(attempt: Try, now: float) -> bool:
    try:
        name, since, mark = signing.loads(attempt.note, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    if name != _name(attempt.username) or not WAIT_S <= now - since <= NOTE_LASTS_S or mark in _used:
        return False
    _used[mark] = None
    if len(_used) > BY_NAME.most:
        _used.popitem(last=False)
    return True


def _name(username: str) -> str:
    return salted_hmac(_SALT, username.strip().lower()).hexdigest()
