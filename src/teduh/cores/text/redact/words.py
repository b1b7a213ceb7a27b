"""Which words are everyday ones, which are names, and which announce a name. The lists lie beside this file."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from teduh.cores.text.normalise import SHORT_FORMS


def _list(name: str) -> frozenset[str]:
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_LISTS = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def word_list(name: str) -> frozenset[str]:
    """The words of a list in words.toml."""
    return frozenset(_LISTS[name].split())


def one_of(name: str) -> str:
    """The words of a list in words.toml as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(word_list(name), key=lambda word: (-len(word), word)))


SURE_TITLES = word_list("sure_titles")
UNSURE_TITLES = word_list("unsure_titles")
CALLS_BY_NAME = word_list("calls_by_name")
OFFICES = word_list("offices")
OFFICES_OF_ONE = word_list("offices_of_one")
RARELY_TITLES = word_list("rarely_titles")
SHORT_TITLES = word_list("short_titles")
NAME_PARTS = word_list("name_parts")
NAMES = _list("given_names.txt")
EVERYDAY = _list("everyday.txt") | (SHORT_FORMS.keys() - NAMES)

# Beginnings and endings of Indonesian, everyday, Palembang and Javanese verbs and nouns.
_BEGINNINGS = (
    "di", "ter", "ber", "be", "ke", "se", "per", "pe", "me", "nge", "memper", "diper", "ku", "kau", "berke", "bese",
    "ba",
)  # fmt: skip
_NASAL = {
    "mem": "p", "pem": "p", "m": "p", "men": "t", "pen": "t", "n": "t", "meng": "k", "peng": "k", "ng": "k",
    "meny": "s", "peny": "s", "ny": "s",
}  # fmt: skip
_ENDINGS = (
    "an", "kan", "i", "in", "nya", "annya", "kannya", "inya", "lah", "kah", "nyo", "ny", "ku", "mu", "pun", "ke", "no",
    "e", "ne", "ane", "anlah", "kanlah", "ilah", "nyolah", "nyalah",
)  # fmt: skip
# Ways in which names of Java and Sumatra end and begin, for those that are not in the list.
_LIKE_NAMES = re.compile(
    r"\w+(?:wati|ningsih|yanti|yanto|yono|udin|uddin|iyah|ullah|ansyah|nsyah|wijaya|ningrum|iyem|tuti|rianto|rizal|nanto|gunawan)"
    r"|su\w{2,}(?:man|no|ti|to|mi|yo|ni|tri|nah|jo)|nur[b-df-hj-np-tv-z]?[aeiou]\w{2,}|abd[uo]l?\w{4,}|\w{2,}rahman|syam\w+|zul\w{3,}|\w{3,}(?:harjo|sono|atmaja|atmadja|dinata|subrata|negara|nagara|kusumo|widodo|mulyo|santosa|prawira|winata|iskandar)"
)


# A verb shows by its beginning and ending, also where its root is not in the list.
_VERB = re.compile(
    r"(?:me(?:ng|ny|m|n|r|l)|di|pe(?:ng|ny|m)|ter|ber)\w{3,}(?:kan|nya|nyo)|\w{5,}(?:kannya|annya|(?<!ul)lah|kah)"
)
# No name here begins like that: "bgtu", "lbh", "bntar" are words without their vowels.
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_NO_NAME = re.compile(
    rf"[{_CONSONANTS}y]{{3,}}|(?!(?:[bcdfgkpst]r|[bcfgkps]l|s[tykpmnw]|[cdgklprstbw]h|n[gdy]|mb|[dkgts]w|[dt]j|ph|kn|ps)[aiueo])"
    rf"[{_CONSONANTS}]{{2}}\w*"
)


@lru_cache(maxsize=4096)
def is_everyday(word: str, *, capital: bool = False) -> bool:
    """Whether a small word is an everyday one, also with usual beginnings and endings.

    With a `capital` it counts as one only where hardly anything is taken off: "Maman" is no "m-aman".
    """
    if word in EVERYDAY or (_NO_NAME.fullmatch(word) and word not in NAMES):
        return True
    if "-" in word:
        return all(is_everyday(part) for part in word.split("-") if part)
    if capital and len(word) < 7:
        return False
    return (
        bool(_VERB.fullmatch(word))
        or _bare(word)
        or any(stem in EVERYDAY or (len(stem) > 5 and _bare(stem)) for stem in _without_ending(word))
    )


def is_everyday_mistyped(word: str) -> bool:
    """Whether a word becomes an everyday one when two neighbours change places or a doubled letter is single."""
    if len(word) < 5:
        return False
    pairs = [(word[:at], word[at], word[at + 1], word[at + 2 :]) for at in range(len(word) - 1)]
    return any(before + (one if one == two else two + one) + after in EVERYDAY for before, one, two, after in pairs)


@lru_cache(maxsize=4096)
def is_name(word: str) -> bool:
    """Whether people are called by this small word. It may be an everyday word as well."""
    return word in NAMES or bool(_LIKE_NAMES.fullmatch(word) and not is_everyday(word))


def _without_ending(word: str) -> list[str]:
    return [word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3]


def _bare(word: str) -> bool:
    """Whether an everyday word of three letters or more is left behind a usual beginning."""
    for start in _BEGINNINGS:
        if word.startswith(start) and len(word) - len(start) >= 3 and word[len(start) :] in EVERYDAY:
            return True
    for start, lost in _NASAL.items():
        rest = word[len(start) :]
        if (
            word.startswith(start)
            and len(rest) >= (3 if len(start) > 1 else 4)
            and (rest in EVERYDAY or lost + rest in EVERYDAY)
        ):
            return True
    return False
