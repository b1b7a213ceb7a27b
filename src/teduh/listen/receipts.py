"""The code of a receipt: easy to say over a telephone, hard to guess, and never kept.

A code is 16 random decimal digits (53.15 bits) and one check digit after Verhoeff (1969), which is computed in the
dihedral group D5 and catches every single wrong digit and every swap of neighbours. The database holds a keyed
digest only, so a copy of the database opens no receipt.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

RANDOM_DIGITS: Final = 16
LENGTH: Final = RANDOM_DIGITS + 1
GROUP: Final = 4
# Longer than any way of writing 17 digits with signs between them.
TYPED_LIMIT: Final = 80

_MISREAD: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "L": "1", "I": "1", "i": "1", "|": "1"})
_BETWEEN: Final = re.compile(r"[\s\-–—._,/]+")
_BASE: Final = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def make_code() -> str:
    """A new code that nobody could have guessed."""
    return _with_check(secrets.randbelow(10**RANDOM_DIGITS))


def code_for(ticket: str, content: str) -> str:
    """The same code for the same send: a form that arrives twice gives one report and one receipt.

    The ticket is a secret of the form that the resident holds; other words under it give another code.
    """
    secret = hmac.new(_key("ticket"), f"{ticket}\0{content}".encode(), hashlib.sha256).digest()
    return _with_check(int.from_bytes(secret, "big") % 10**RANDOM_DIGITS)


def read_code(typed: str) -> str | None:
    """The seventeen digits that were meant, however they were written; None where they cannot be a code."""
    if len(typed) > TYPED_LIMIT:
        return None
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).translate(_MISREAD)
    if not bare.isdecimal() or len(bare) != LENGTH:
        return None
    code = "".join(str(int(digit)) for digit in bare)
    return code if _remainder(code) == 0 else None


def groups(code: str) -> tuple[str, ...]:
    """4-4-4-4-1, as it is shown."""
    return tuple(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def show(code: str) -> str:
    return "-".join(groups(code))


def spell(code: str) -> tuple[str, ...]:
    """The groups in words, for saying aloud."""
    words = (
        _("nol"),
        _("satu"),
        _("dua"),
        _("tiga"),
        _("empat"),
        _("lima"),
        _("enam"),
        _("tujuh"),
        _("delapan"),
        _("sembilan"),
    )
    return tuple(" ".join(words[int(digit)] for digit in group) for group in groups(code))


def digest(code: str) -> str:
    """What the database keeps instead of the code: 64 hexadecimal digits."""
    return hmac.new(_key("digest"), code.encode(), hashlib.sha256).hexdigest()


def new_ticket() -> str:
    return secrets.token_urlsafe(18)


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"teduh.receipt.{purpose}\0{settings.SECRET_KEY}".encode()).digest()


def _with_check(number: int) -> str:
    digits = f"{number:0{RANDOM_DIGITS}d}"
    return next(code for code in (f"{digits}{check}" for check in range(10)) if _remainder(code) == 0)


def _remainder(code: str) -> int:
    """Verhoeff's sum over the digits from the right; 0 for a whole code."""
    total = 0
    for position, digit in enumerate(reversed(code)):
        total = _multiply(total, _PERMUTED[position % 8][int(digit)])
    return total


def _multiply(left: int, right: int) -> int:
    """In D5: 0 to 4 are turns of the pentagon, 5 to 9 its reflections."""
    if left < 5:
        return (left + right) % 5 if right < 5 else 5 + (left + right) % 5
    return 5 + (left - right) % 5 if right < 5 else (left - right) % 5


def _permutations() -> tuple[tuple[int, ...], ...]:
    rows = [tuple(range(10))]
    while len(rows) < 8:
        rows.append(tuple(_BASE[digit] for digit in rows[-1]))
    return tuple(rows)


_PERMUTED: Final = _permutations()
