"""E-mail addresses, also as people spell them out: "rina at gmail dot com", "rina(at)gmail.com", "rina gmail.com"."""

import re
from collections.abc import Iterator

from teduh.cores.text.redact.reading import Kind, Reading
from teduh.cores.text.redact.words import is_everyday

_LONGEST_LOCAL_PART = 64
_PROVIDERS = (
    r"(?:gmail|gmai|gmial|gamil|gmil|g\s?mail|yahoo|yaho|ymail|hotmail|outlook|rocketmail|icloud|proton(?:mail)?|live)"
)
_ENDS = r"(?:com|co|id|net|org|go|or|ac|sch|web|my|desa|me|info|biz|mail|xyz|gov|edu)"
_DOT = r"(?:\s?\.\s?|\s?[(\[{]\s?(?:dot|titik|\.)\s?[)\]}]\s?|\s(?:dot|dott|titik|titi)\s)"
_AT = re.compile(r"@|[(\[{<]\s?(?:at|et|ad|a|@)\s?[)\]}>]|(?<=\s)(?:at|et|add)(?=\s)|_at_|-at-|(?<=\w)\(?at\)(?=\w)")
_TIGHT = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_AT_A_PROVIDER = re.compile(_PROVIDERS)
_SPELLED = re.compile(rf"\s{{0,2}}(?:{_PROVIDERS}(?:{_DOT}{_ENDS}|\s?\.?com\b)*\b|[\w-]{{2,40}}(?:{_DOT}{_ENDS})+\b)")
_BARE = re.compile(rf"(?<=[\w.])\s{{1,2}}(?:{_PROVIDERS})\s?(?:\.|\sdot\s|\stitik\s)\s?(?:com|co\.id|id)\b")
_WORD_BEFORE = re.compile(
    r"(?:\s?[(\[](?:dot|titik)[)\]]\s?|\s(?:dot|titik|underscore|strip|garis bawah|min|underskor)\s)\Z"
)


def emails(reading: Reading) -> Iterator[tuple[int, int, Kind]]:
    text, free = reading.text, 0
    for start, end in sorted([*_at_signs(text), *_without_a_sign(text)]):
        if start >= free:
            yield start, end, "email"
            free = end


def _at_signs(text: str) -> Iterator[tuple[int, int]]:
    for at in _AT.finditer(text):
        tight = at[0] == "@" and at.start() and _is_local(text[at.start() - 1])
        after = (_TIGHT.match(text, at.end()) if tight else None) or _SPELLED.match(text, at.end())
        if not after:
            continue
        start = _start_of_local(text, at.start(), spaces=not tight)
        if start is None or (at[0] == "@" and not tight and not _is_spaced_out(text, start, at, after.end())):
            continue
        if at[0].isalpha() and is_everyday(text[start : at.start()].strip()):
            # "Bukti di at gmail dot com" has no name before the sign.
            continue
        yield start, after.end()


def _is_spaced_out(text: str, start: int, at: re.Match[str], end: int) -> bool:
    """ "Rina @ gmail.com" is an address, "upload @warga.id" an account behind a word."""
    return text[at.end() : at.end() + 1].isspace() or bool(_AT_A_PROVIDER.match(text, at.end(), end))


def _without_a_sign(text: str) -> Iterator[tuple[int, int]]:
    for host in _BARE.finditer(text):
        start = _start_of_local(text, host.start(), spaces=False)
        if start is not None and host.start() - start >= 3 and not is_everyday(text[start : host.start()]):
            yield start, host.end()


def _is_local(letter: str) -> bool:
    return letter.isalnum() or letter in "._+-"


def _start_of_local(text: str, end: int, *, spaces: bool) -> int | None:
    """Where the part before the sign begins; words such as "titik" and "underscore" belong to it."""
    at = end
    while spaces and at and end - at < 2 and text[at - 1].isspace():
        at -= 1
    start = _run_back(text, at, end)
    if start == at:
        return None
    for _ in range(4):
        joined = _WORD_BEFORE.search(text, max(0, start - 14), start)
        if not joined:
            break
        before = _run_back(text, joined.start(), end)
        if before == joined.start():
            break
        start = before
    while start < at and text[start] in "._+-" and start + 1 < at and text[start + 1] in "._+-":
        start += 1
    return start


def _run_back(text: str, at: int, end: int) -> int:
    lowest = max(0, end - 2 * _LONGEST_LOCAL_PART)
    while at > lowest and _is_local(text[at - 1]):
        at -= 1
    return at
