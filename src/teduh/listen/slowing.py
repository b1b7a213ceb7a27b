"""Under a flood a report is slowed, never refused: the sender's machine works for a few seconds, or the sender waits.

Three token buckets stand before a send: of its network, of all networks together, and of its words (near-copies of one
text share a bucket, wherever they come from). While all three hold a token, nothing is asked. Else the page comes back
with what was typed and with two ways on, each for one send of this one form:

- a riddle (`trust.work`) that the browser solves by itself;
- a note that counts as soon as its seconds are over, for browsers without script. Notes cost nothing, so a network may
  redeem only so many in a stretch, and copies of one text fewer, apart from the others.

Riddle and wait grow with how many sends of that network were slowed lately, up to a bound that a cheap phone and a
patient person can bear. Everything lives in the memory of this process; no address and no text is written down.
"""

import json
from dataclasses import dataclass
from math import log2
from typing import Any, Final

from django.core import signing
from django.utils.crypto import get_random_string

from teduh.listen import adapt, limits
from teduh.trust import work

WAITS_S: Final = (5, 10, 20, 40, 60)
TRIES: Final = (400, 800, 1_600, 2_400, 3_200)
NOTE_LASTS_S: Final = 900
# So many slowed sends in a minute take the price up one step, twice as many two steps …
STEP: Final = 15
_SALT: Final = "teduh.listen.slowing"


@dataclass(frozen=True)
class Send:
    """One attempt to send: from which network, under which ticket, which words, and what it brings along."""

    network: int
    ticket: str
    text: str
    content: str
    solution: str = ""
    note: str = ""


@dataclass(frozen=True)
class Slowed:
    """What the page asks for: the sender's machine works, or the sender waits."""

    riddle: dict[str, Any]
    note: str
    wait_s: int

    @property
    def riddle_json(self) -> str:
        return json.dumps(self.riddle)


def may_send(send: Send, now: float) -> bool:
    """Whether this send comes in now; takes its token, or uses up what it brought."""
    told = work.fingerprint(send.content)
    if work.is_solved(send.solution, subject=send.ticket, send=told, now=now):
        return True
    # Every attempt counts for its words, so that copies stay copies while nothing of them comes in.
    taken = [limits.SAME_WORDS.take(hash(str(mark)), now) for mark in adapt.marks_of(send.text)]
    is_copy = not all(taken)
    if not is_copy and _has_tokens(send.network, now):
        return limits.REPORTS.take(send.network, now) and limits.ALL_REPORTS.take(limits.EVERYBODY, now)
    return _waited(send, told, now, is_copy=is_copy)


def slow(send: Send, now: float) -> Slowed:
    """This send has to work or wait first; each such send makes the next ones of its network a little dearer."""
    limits.SLOWED.take(send.network, now)
    return _slowed(send.network, send.ticket, now)


def before(network: int, ticket: str, now: float) -> Slowed | None:
    """For a form that is only opened while its network is being slowed: work and wait run while the person writes.

    It counts like a slowed send, so that nobody lays in a store of cheap riddles.
    """
    if _has_tokens(network, now):
        return None
    limits.SLOWED.take(network, now)
    return _slowed(network, ticket, now)


def price(network: int, now: float) -> int:
    """The step of riddle and wait, 0 to 4."""
    slowed = limits.SLOWED.size - limits.SLOWED.level(network, now)
    return min(int(log2(1 + slowed / STEP)), len(WAITS_S) - 1)


def forget() -> None:
    limits.forget()
    work.USED.forget()


def _slowed(network: int, ticket: str, now: float) -> Slowed:
    step = price(network, now)
    note = signing.dumps([work.fingerprint(ticket), now + WAITS_S[step], get_random_string(12)], salt=_SALT)
    return Slowed(work.riddle(ticket, TRIES[step], now), note, WAITS_S[step])


def _has_tokens(network: int, now: float) -> bool:
    return limits.REPORTS.has(network, now) and limits.ALL_REPORTS.has(limits.EVERYBODY, now)


def _waited(send: Send, told: str, now: float, *, is_copy: bool) -> bool:
    try:
        ticket, ready_at, mark = signing.loads(send.note, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    if ticket != work.fingerprint(send.ticket) or not ready_at <= now <= ready_at + NOTE_LASTS_S:
        return False
    # A copy of a text that came often already waits in a lane of its own and takes nobody else's place.
    lane = limits.WAITED_COPIES if is_copy else limits.WAITED
    if not (lane.has(send.network, now) and limits.ALL_WAITED.has(limits.EVERYBODY, now)):
        return False
    if not work.USED.may_use(str(mark), told, now):
        return False
    return lane.take(send.network, now) and limits.ALL_WAITED.take(limits.EVERYBODY, now)
