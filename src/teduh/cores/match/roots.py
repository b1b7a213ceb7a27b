"""A word without its affixes: what two spellings of one statement share. A light rule, not a dictionary.

Indonesian affixes come off in the order of Nazief and Adriani (particle, possessive, suffix, prefix) without their
lexicon, so a root may be no word ("sekolah" gives "seko"). That does no harm as long as both sides are cut alike: roots
are compared, never shown. Endings of English come off too, because chain messages quote it.
"""

from functools import lru_cache

_PARTICLES = ("lah", "kah", "pun", "tah")
_POSSESSIVES = ("nya",)
_SUFFIXES = ("kan", "an", "i")
# A nasal prefix swallows the first letter of its root: memukul from pukul, menangkap from tangkap, menyebar from sebar.
_NASAL = (
    ("meng", ""),
    ("peng", ""),
    ("meny", "s"),
    ("peny", "s"),
    ("mem", "p"),
    ("pem", "p"),
    ("men", "t"),
    ("pen", "t"),
)
_PLAIN = ("ber", "ter", "per", "me", "di", "ke", "se")
# Before a vowel "meng" may hide a k or nothing; these hide one: mengirim from kirim, but mengambil from ambil.
_HIDES_K = frozenset(
    "abar abul acau ajar ait andung antor apal arang asih ata eluar eluh elola embali embang empul enal enang ena "
    "epung ejar erah eras erja etik etuk epul ira irim itar ocok omentar onfirmasi ontak oordinasi oreksi orupsi osong "
    "ritik uasa ubur ukuh ulit umpul unci unjung upas urang urung utip utuk".split()
)
_VOWELS = frozenset("aiueo")
_SHORTEST = 4
# What stands behind the sixth letter of a root is ending more often than meaning (measured: docs/cores/match.md).
_KEPT = 6


@lru_cache(maxsize=1 << 17)
def root(word: str) -> str:
    """The word without particle, possessive, suffix and prefix; words of up to four letters and numbers stay."""
    if len(word) <= _SHORTEST or word[0].isdigit():
        return word
    for endings in (_PARTICLES, _POSSESSIVES, _SUFFIXES):
        word = _without_ending(word, endings)
    word = _without_prefix(word)
    return (_english(word) if len(word) > _SHORTEST else word)[:_KEPT]


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) > 6:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        word = word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            return word[:-1] if word[-1] == word[-2] and word[-1] not in "lse" else word
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def _without_prefix(word: str) -> str:
    for prefix, hidden in _NASAL:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 3:
            if rest[0] not in _VOWELS:
                return rest if len(rest) >= _SHORTEST else word
            return ("k" if not hidden and rest in _HIDES_K else hidden) + rest
    for prefix in _PLAIN:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST:
            return rest
    return word
