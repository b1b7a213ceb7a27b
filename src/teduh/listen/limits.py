"""How fast one network, and all together, may try codes or send reports.

Buckets live in the memory of this process and nowhere else: no address is written down, not even shortened. A bucket
is named by Python's own hash of the network, which is salted anew at every start.

Trying codes. A wrong code costs a token; a right one costs nothing. Once a network has used up its tokens, a code
from there is looked up only after a short wait: the answer, for right and wrong codes alike, is a note that says
"wait", and a person who comes back with that note after some seconds is served. So somebody who guesses on a shared
address slows down neighbours by seconds and never locks them out, and guessing stays at `WAITS` a second.
"""

import ipaddress
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from teduh.listen import receipts

WAIT_SECONDS: Final = 5
NOTE_LASTS_SECONDS: Final = 600
_SALT: Final = "teduh.listen.limits"
_EVERYBODY: Final = 0


@dataclass
class Buckets:
    """Token buckets: each holds `size` tokens and gets `per_second` back."""

    size: float
    per_second: float
    most: int = 20_000
    _levels: OrderedDict[int, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def level(self, name: int, now: float) -> float:
        level, since = self._levels.get(name, (self.size, now))
        return min(self.size, level + max(0.0, now - since) * self.per_second)

    def has(self, name: int, now: float) -> bool:
        with self._lock:
            return self.level(name, now) >= 1

    def take(self, name: int, now: float) -> bool:
        """Use up one token, if there is one."""
        with self._lock:
            level = self.level(name, now)
            if level < 1:
                return False
            self._levels[name] = (level - 1, now)
            self._levels.move_to_end(name)
            if len(self._levels) > self.most:
                # The one that was quiet longest has had the most time to fill up again.
                self._levels.popitem(last=False)
            return True

    def forget(self) -> None:
        with self._lock:
            self._levels.clear()


# Whole streets share one address behind a telephone company, so one network gets generous tokens.
WRONG_CODES: Final = Buckets(size=12, per_second=0.1)
ALL_WRONG_CODES: Final = Buckets(size=300, per_second=5)
WAITS: Final = Buckets(size=60, per_second=5)
REPORTS: Final = Buckets(size=60, per_second=0.2)
ALL_REPORTS: Final = Buckets(size=600, per_second=5)


def network(request: HttpRequest) -> int:
    """The name of the bucket for the network a request comes from: /24 in IPv4, /48 in IPv6."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        # Behind the proxy the last entry is the one that the proxy itself wrote.
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return hash("unknown")
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    # Of a text, because the hash of a number carries no salt.
    return hash(str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False)))


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
