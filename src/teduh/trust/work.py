"""Proof of work without a third party: a riddle that costs the asking machine a few seconds and us nothing to check.

The riddles are ALTCHA's (version 2, PBKDF2): the answer is a number that the sender finds by trying one after another.
Each is signed with a key derived from `SECRET_KEY`, holds for one subject (a form's ticket) and one send, and is
remembered, once used, in the memory of this process until it is too old to be used again.
"""

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

import altcha
from django.conf import settings
from django.utils.crypto import salted_hmac

ALGORITHM: Final = "PBKDF2/SHA-256"
# Rounds of one try: enough that a try costs more than asking for it, few enough to make a riddle in half a millisecond.
ROUNDS: Final = 1_000
LASTS_S: Final = 900
# A solved riddle in the library's own form is under 900 letters.
SOLUTION_LIMIT: Final = 2_000
_SALT: Final = "teduh.trust.work"


@dataclass
class Used:
    """What was used, and for which send, until it could not be used any more anyway."""

    lasts_s: int = LASTS_S
    most: int = 50_000
    _sends: OrderedDict[str, tuple[str, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def may_use(self, mark: str, send: str, now: float) -> bool:
        """The first send that brings the mark has it; the same send again, after a lost answer, is no second one."""
        with self._lock:
            while self._sends and (len(self._sends) > self.most or self._oldest() < now - self.lasts_s):
                self._sends.popitem(last=False)
            return self._sends.setdefault(mark, (send, now))[0] == send

    def forget(self) -> None:
        with self._lock:
            self._sends.clear()

    def _oldest(self) -> float:
        return next(iter(self._sends.values()))[1]


USED: Final = Used()


def riddle(subject: str, tries: int, now: float) -> dict[str, Any]:
    """A riddle for this subject that takes from half of `tries` up to all of them, as plain values for JSON."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=tries // 2 + secrets.randbelow(tries - tries // 2),
        # Our own clock is asked, so the day it ends stands in `data` and not in the library's field.
        data={"for": fingerprint(subject), "until": int(now) + LASTS_S},
        hmac_secret=_key("riddle"),
        hmac_key_secret=_key("answer"),
    )
    return challenge.to_dict()


def is_solved(solution: str, *, subject: str, send: str, now: float) -> bool:
    """Whether this answers a riddle of ours for the subject, in time, and not used for another send already."""
    if not solution or len(solution) > SOLUTION_LIMIT:
        return False
    try:
        payload = altcha.Payload.from_base64(solution)
        data = payload.challenge.parameters.data
        told = data if isinstance(data, dict) else {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if payload.challenge.parameters.key_signature is None:
        return False
    checked = altcha.verify_solution(payload, _key("riddle"), hmac_key_secret=_key("answer"))
    if not checked.verified or told.get("for") != fingerprint(subject) or now > told.get("until", 0):
        return False
    return USED.may_use(str(payload.challenge.signature), send, now)


def fingerprint(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()[:32]


def _key(purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{_SALT}.{purpose}".encode(), hashlib.sha256).digest()
