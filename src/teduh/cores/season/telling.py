"""The words of a report: how one resident tells it, or how a text is passed on nearly as it was.

Words follow from the key of a report alone, one report at a time, so that a season of millions needs no text until
somebody asks for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from teduh.cores.errors import Refused
from teduh.cores.season.catalogue import Topic, catalogue, words
from teduh.cores.season.result import Result
from teduh.cores.season.table import Source

T = TypeVar("T")
_MASK: Final = (1 << 64) - 1
_WORD: Final = re.compile(r"[A-Za-z]+(?:-[a-z]+)?")
# "perangkat desa" before "desa Surau": the word is said once.
_TWICE: Final = re.compile(r"\b(?:desa|dusun|kampung) (?=(?:desa|kelurahan|dusun|kampung)\b)")
_SLOT: Final = re.compile(r"\{(\w+)\}")
FORMAL, CASUAL, PALEMBANG, SHORT = range(4)
# In a hundred: how people write, and by which channel. Assumption.
_STYLES: Final = (FORMAL,) * 30 + (CASUAL,) * 30 + (PALEMBANG,) * 20 + (SHORT,) * 20
_CHANNELS: Final = ("whatsapp",) * 45 + ("web",) * 30 + ("sms",) * 15 + ("officer",) * 10
_SMS_LETTERS: Final = 160


@dataclass(frozen=True, slots=True)
class Message:
    """A report as it is typed: its text, the place typed beside it (may be empty), and the channel."""

    text: str
    place: str
    channel: str


class _Luck:
    """A run of choices from one key (SplitMix64 in whole numbers)."""

    def __init__(self, key: int) -> None:
        self._state = key & _MASK

    def bits(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        return (self.bits() >> 32) * limit >> 32

    def of(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def happens(self, percent: int) -> bool:
        return self.below(100) < percent


def message(result: Result, row: int) -> Message:
    """The words of one report of a season.

    Parameters
    ----------
    row : int
        Row of `result.reports`.

    Raises
    ------
    Refused
        When there is no such row.
    """
    reports = result.reports
    if not 0 <= row < len(reports):
        raise Refused(f"The season has {len(reports)} reports; row {row} is none of them.")
    luck = _Luck(int(reports.key[row]) ^ 0x5EED)
    village = result.land.villages[int(reports.village[row])]
    channel = luck.of(_CHANNELS) if reports.source[row] != Source.FLOOD else "whatsapp"
    place = _typed_place(village.name, village.code, luck)
    text = _telling(result, int(reports.origin[row]))
    if reports.copy[row]:
        text = _passed_on(text, luck)
        channel = "web" if channel == "officer" else channel
    if channel == "sms" and len(text) > _SMS_LETTERS:
        channel = "whatsapp"
    return Message(text, place, channel)


def _typed_place(name: str, code: str, luck: _Luck) -> str:
    if luck.happens(25):
        return ""
    return luck.of((name, name, name.lower(), name.lower(), f"{_level(code)} {name}", f"{_short(code)} {name.lower()}"))


def _level(code: str) -> str:
    # In Kemendagri's codes the last block of a kelurahan begins with 1, of a desa with 2.
    return "kelurahan" if code.rsplit(".", 1)[-1].startswith("1") else "desa"


def _short(code: str) -> str:
    return "kel" if _level(code) == "kelurahan" else "ds"


def _telling(result: Result, row: int) -> str:
    """The words of a report that copies none."""
    reports, lists = result.reports, words()
    topic: Topic = catalogue().topics[int(reports.topic[row])]
    luck = _Luck(int(reports.key[row]))
    village = result.land.villages[int(reports.village[row])]
    matter = _Luck(int(reports.issue[row]) * 0x9E3779B1 + result.seed)
    fixed = {name: matter.of(choices) for name, choices in lists["issue"].items()}
    style = luck.of(_STYLES)
    lines = _lines(result, topic, row)
    text = luck.of(lines)
    if topic.use in ("flashpoint", "rumour") and lines is topic.lines and luck.happens(55):
        text = f"{text} {luck.of(lists['detail'][topic.kind])}"
    slots = fixed | {name: luck.of(choices) for name, choices in lists["report"].items()}
    home = luck.happens(20)
    slots["v"] = (
        slots["home"] if home else luck.of((village.name, village.name, f"{_level(village.code)} {village.name}"))
    )
    text = _TWICE.sub("", _SLOT.sub(lambda found: slots[found[1]], text))
    text = text[:1].upper() + text[1:]
    if topic.use == "flood":
        return text
    if topic.kind != "nothing" and luck.happens(30):
        text = f"{slots['greet']} {_lowered(text) if slots['greet'].endswith(',') else text}"
    if topic.kind not in ("nothing", "opinion") and luck.happens(40):
        text = f"{text} {slots['ask']}"
    return _typed(text, style, luck, keep=slots["v"])


def _lowered(text: str) -> str:
    """With a small first letter, unless the first word is written in capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _lines(result: Result, topic: Topic, row: int) -> tuple[str, ...]:
    issue = int(result.reports.issue[row])
    if topic.use != "flashpoint" or int(result.reports.day[row]) < result.planting.flashpoints[issue].actual:
        return topic.lines
    return topic.after


def _typed(text: str, style: int, luck: _Luck, *, keep: str) -> str:
    """As people type: short forms, Palembang words, small letters, a slip of the finger; names stay as they are."""
    lists: dict[str, Any] = words()
    tables = {CASUAL: ("short", 45), PALEMBANG: ("palembang", 85), SHORT: ("short", 90)}
    if style in tables:
        table, percent = tables[style]
        text = _swapped(text, lists[table], percent, luck)
    if style == PALEMBANG:
        text = _swapped(text, lists["short"], 25, luck)
    if style != FORMAL and luck.happens(80):
        text = text.lower()
    if style == SHORT:
        text = text.replace(",", "").replace(".", "")
    if style != FORMAL and luck.happens(35):
        text = _slipped(text, luck, keep=keep.lower())
    return text


def _swapped(text: str, table: dict[str, list[str]], percent: int, luck: _Luck) -> str:
    def swap(found: re.Match[str]) -> str:
        word = found[0]
        choices = table.get(word.lower())
        if choices is None or not luck.happens(percent):
            return word
        new = luck.of(choices)
        return new.capitalize() if word[0].isupper() else new

    return _WORD.sub(swap, text)


def _slipped(text: str, luck: _Luck, *, keep: str) -> str:
    """Two letters change places, or one is lost, in one of the longer words."""
    long = [found for found in _WORD.finditer(text) if len(found[0]) > 4 and found[0].lower() not in keep]
    if not long:
        return text
    found = luck.of(long)
    place = found.start() + 1 + luck.below(len(found[0]) - 2)
    if luck.happens(50):
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _passed_on(text: str, luck: _Luck) -> str:
    """A near-copy: something before or behind it, other letters or marks, seldom a sentence lost."""
    lists = words()["copy"]
    if luck.happens(35):
        text = _swapped(text, words()["short"], 30, luck)
    if luck.happens(30):
        text = luck.of((text.lower(), text.upper(), text.lower()))
    if luck.happens(25):
        text = text.replace("!!", "!").replace(",", "")
    if luck.happens(15):
        text = _slipped(text, luck, keep="")
    sentences = re.split(r"(?<=[.!?]) ", text)
    if len(sentences) > 2 and luck.happens(20):
        text = " ".join(sentences[:-1])
    if luck.happens(45):
        text = f"{luck.of(lists['before'])} {text}"
    if luck.happens(30):
        text = f"{text} {luck.of(lists['behind'])}"
    if luck.happens(30):
        text = text.rstrip(".") + luck.of(lists["marks"])
    return text
