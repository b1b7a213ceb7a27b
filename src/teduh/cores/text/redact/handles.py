"""Accounts: "@name", links to a profile, and what follows "ig:", "akun tiktok", "fb". Which service it was stays."""

import re
from collections.abc import Iterator

from teduh.cores.text.redact.names import Word, name_ends, words_of
from teduh.cores.text.redact.reading import FOUND, Kind, Reading
from teduh.cores.text.redact.words import (
    EVERYDAY,
    OFFICES,
    SURE_TITLES,
    UNSURE_TITLES,
    is_everyday,
    is_name,
    one_of,
    word_list,
)

_AT = re.compile(r"(?<![\w@.])@\s?(?=[\w.]*[a-z])[a-z0-9_][\w.\-]{1,40}")
_NO_ACCOUNT = OFFICES | SURE_TITLES | UNSURE_TITLES | {"a.n", "an", "http", "https", "www", "user", "username"}
_NOBODY = word_list("at_nobody")
_SITES = (
    r"instagram\.com|instagr\.am|ig\.me|facebook\.com|fb\.com|fb\.me|t\.me|telegram\.(?:me|dog)|tiktok\.com|twitter\.com|x\.com|"
    r"threads\.(?:net|com)|line\.me|linktr\.ee|whatsapp\.com(?!/send)|wa\.me(?!/\+?\d)|m\.me|snackvideo\.com|discord\.gg|"
    r"linkedin\.com|youtube\.com(?=/(?:@|c/|channel/|user/))"
)
_LINK = re.compile(
    rf"(?<![\w.])(?:https?://)?(?:(?:www|m|web|mobile|id-id|vt|vm|chat)\.)?(?:{_SITES})/"
    rf"[^\s<>\"'(){{}}\[\],;{FOUND}]{{1,200}}"
)
_PLATFORM = rf"(?:{one_of('platforms')}|tik\stok|snack\svideo)"
_NAMED = (
    r"\s?(?:nya|nyo|ku)?\s(?:bernama|naman?y?[ao]?|(?:atas|dengan|dgn) nama|a\.n\.?|an\.?|milik|id|user(?:name)?|akun)"
)
_ACCOUNT = r"(?:akun|account|acc|akon|user\s?name|usn|uname|channel|kanal|id\s?line|profil)(?:nya|nyo|ku)?"
_CUE = re.compile(
    rf"(?<![\w@.])(?:(?P<akun>{_ACCOUNT}(?:\s{_PLATFORM})?)|{_PLATFORM})(?:\s?(?:nya|nyo|ku|ny))?"
    rf"(?P<named>{_NAMED})?(?P<colon>\s{{0,2}}[:=]\s{{0,2}}|\s?-\s|\s{{1,2}}\(?[\"“']?)(?=[\w@])"
)
# A page may be called "Warga Ogan Bersatu"; two capitals behind "akun" show it.
_PAGE_NAME = re.compile(r"[A-Z][a-z0-9]+(?:\s[A-Z][\w]+){1,3}")
_TOKEN = re.compile(r"@?[a-z0-9_][\w.\-]{1,40}")
# "tps3", "10rb", "orang2" and the addresses of news sites look like accounts.
_COUNTED = re.compile(
    rf"(?:{one_of('counted')})\.?\d+|\d+(?:[.,]\d+)*[a-z]{{1,5}}|[\d.\-]+|(?P<twice>[a-z]{{3,}})2(?:an|nya|nyo|kan)?"
    r"|[\w.\-]+\.(?:com|co|net|org|co\.id|go\.id|or\.id|ac\.id|sch\.id)(?:/.*)?"
)
_PREPOSITION = re.compile(rf"\b(?:{one_of('no_account_behind')})\s\Z")
_ONLY_CUE = re.compile(rf"{_PLATFORM}|bernama|namanya")


def links(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    """Addresses of profiles and posts. Found first, so that the numbers in them are not taken for those of people."""
    for hit in _LINK.finditer(reading.text):
        yield hit.start(), hit.start() + len(hit[0].rstrip(".!?-")), "handle"


def handles(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    free = 0
    for start, end in sorted([*_with_at(reading.text), *_announced(reading)]):
        if end <= free:
            continue
        yield max(start, free), end, "handle"
        free = end


def _with_at(text: str) -> Iterator[tuple[int, int]]:
    for hit in _AT.finditer(text):
        name = hit[0].rstrip(".-")
        bare = name.lstrip("@ ")
        # "@ 5000" and "@10rb" are prices, "@ rumah" is a place.
        if bare in _NOBODY or len(bare) < 2 or _COUNTED.fullmatch(bare):
            continue
        if name[1].isspace() and not _has_marks(bare):
            continue
        yield hit.start(), hit.start() + len(name)


def _announced(reading: Reading) -> Iterator[tuple[int, int]]:
    words = words_of(reading)
    places = {start: at for at, (_, start, _) in enumerate(words)}
    for cue in _CUE.finditer(reading.text):
        token = _TOKEN.match(reading.text, cue.end())
        if not token:
            continue
        name = token[0].rstrip(".-")
        if name in _NO_ACCOUNT or (len(name) < 3 and not cue["named"]):
            continue
        if (
            cue["akun"]
            and (page := _PAGE_NAME.match(reading.cased, cue.end()))
            and reading.cased[cue.start()].islower()
        ):
            yield page.span()
            continue
        told = bool(cue["named"]) or ":" in cue["colon"] or "=" in cue["colon"]
        within = bool(_PREPOSITION.search(reading.text, max(0, cue.start() - 12), cue.start())) and not cue["akun"]
        if _is_account(reading, cue.end(), name, told=told, sure=bool(cue["akun"]), within=within):
            yield cue.end(), _end_of(reading, words, places.get(cue.end()), cue.end() + len(name))


def _is_account(reading: Reading, start: int, name: str, *, told: bool, sure: bool, within: bool) -> bool:
    bare = name.lstrip("@")
    counted = _COUNTED.fullmatch(bare)
    if counted and (not counted["twice"] or is_everyday(counted["twice"])) and not (told and "." in bare):
        return False
    if _has_marks(bare):
        return True
    if not bare.isalpha() or _ONLY_CUE.fullmatch(bare):
        return False
    high = reading.cased[start].isupper() and not reading.cased[start : start + 2].isupper()
    if is_name(bare):
        return bare not in EVERYDAY or high or told
    if is_everyday(bare) or (within and not told):
        return False
    return told or len(bare) >= (4 if sure or high else 5)


def _has_marks(name: str) -> bool:
    letters = sum(letter.isalpha() for letter in name)
    return letters >= 2 and ("_" in name or "." in name or any(letter.isdigit() for letter in name))


def _end_of(reading: Reading, words: list[Word], first: int | None, end: int) -> int:
    """Accounts may have a name of several words: "fb Budi Santoso"."""
    if first is None or words[first][2] != end:
        return end
    last = name_ends(reading, words, first, proof="sure")
    return max(end, words[last - 1][2]) if last else end
