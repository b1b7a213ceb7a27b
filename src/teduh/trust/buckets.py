"""Token buckets for networks and names: how fast somebody may try.

They live in the memory of this process and nowhere else: no address is written down, not even shortened. A bucket is
named by Python's own hash of the network, which is salted anew at every start.
"""

import ipaddress
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest


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
