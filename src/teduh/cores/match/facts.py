"""The facts in a text that split what words alone would join: places, polling stations, dates, numbers, denials."""

from collections.abc import Iterable
from dataclasses import dataclass

from teduh.cores.match.roots import root
from teduh.cores.match.words import COMMON, LISTS, MONTHS, NUMBER_WORDS, Word, tokens

Names = frozenset[tuple[str, ...]]
_UNITS = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000, "triliun": 1_000_000_000_000}
_LONGEST_NAME = 4
_ABLE = frozenset(("akan", "bisa", "dapat", "jadi"))
_ASKING = frozenset(("benar", "tahu", "iya", "ya"))
_PASSED = frozenset(("akan", "ada", "bisa", "dapat", "jadi", "juga", "lagi", "mau", "saya", "kami", "dia", "mereka"))


@dataclass(frozen=True, slots=True)
class Fact:
    """`value` is compared, `text` is shown, `span` is where it was typed; `bare` is a number without its "juta"."""

    value: str
    text: str
    span: tuple[int, int]
    bare: str = ""


def names_of(names: Iterable[str]) -> Names:
    """Names of places as `compare` takes them: in the spelling of the words of a text, of one to four words."""
    return frozenset(name for name in (tuple(tokens(typed)) for typed in names) if 0 < len(name) <= _LONGEST_NAME)


def facts_of(words: list[Word], places: Names = frozenset()) -> dict[str, list[Fact]]:
    """Facts by kind: place, station, date, number, negation (what is denied) and said (what is not denied)."""
    found: dict[str, list[Fact]] = {"place": [], "station": [], "date": [], "number": []}
    taken: set[int] = set()
    _stations(words, found["station"], taken)
    _dates(words, found["date"], taken)
    _numbers(words, found["number"], taken)
    _places(words, places, found["place"])
    return found | _denials(words)


def _stations(words: list[Word], found: list[Fact], taken: set[int]) -> None:
    for at, word in enumerate(words[:-1]):
        if word.text in LISTS["polling_cues"]:
            skip = 2 if words[at + 1].text in ("nomor", "no", "ke") and at + 2 < len(words) else 1
            number = words[at + skip]
            value = NUMBER_WORDS.get(number.text, number.text)
            if value.isdigit():
                found.append(Fact(value, f"{word.text} {value}", (word.start, number.end)))
                taken.update(range(at, at + skip + 1))


def _dates(words: list[Word], found: list[Fact], taken: set[int]) -> None:
    """ "14 Februari", "tanggal 14", "14.2" behind "tanggal", 14/2/2024: day and month; a missing month matches none."""
    for at, word in enumerate(words):
        if at in taken:
            continue
        parts = word.text.split(".")
        if len(parts) == 3 and all(part.isdigit() for part in parts) and int(parts[0]) <= 31 and int(parts[1]) <= 12:
            found.append(Fact(f"{parts[0]}.{parts[1]}", word.text, (word.start, word.end)))
            taken.add(at)
        elif word.text.isdigit() and int(word.text) <= 31 and at + 1 < len(words) and words[at + 1].text in MONTHS:
            month = words[at + 1]
            found.append(
                Fact(f"{word.text}.{MONTHS[month.text]}", f"{word.text} {month.text}", (word.start, month.end))
            )
            taken.update((at, at + 1))


def _numbers(words: list[Word], found: list[Fact], taken: set[int]) -> None:
    for at, word in enumerate(words):
        value = NUMBER_WORDS.get(word.text, word.text)
        if at in taken or not value[0].isdigit() or (value == "1" and word.text == "satu"):
            continue
        follower = words[at + 1] if at + 1 < len(words) else None
        factor = _UNITS.get(follower.text) if follower else None
        if factor and follower:
            found.append(Fact(_times(value, factor), f"{word.text} {follower.text}", (word.start, follower.end), value))
        else:
            found.append(Fact(value, word.text, (word.start, word.end)))


def _times(value: str, factor: int) -> str:
    try:
        product = float(value) * factor
    except ValueError:
        return value
    return str(int(product)) if product.is_integer() else str(product)


def _places(words: list[Word], places: Names, found: list[Fact]) -> None:
    texts = tuple(word.text for word in words)
    at = 0
    while at < len(words):
        longest = min(_LONGEST_NAME, len(words) - at)
        length = next((n for n in range(longest, 0, -1) if texts[at : at + n] in places), 0)
        # With known names at hand an unknown one must at least be written as a name: "kab sebarkan" is none.
        if not length and at and _names_place(texts[max(at - 2, 0) : at]) and _may_be_name(texts[at]):
            length = int(words[at].is_capital or not places)
        if length:
            name = " ".join(texts[at : at + length])
            found.append(Fact(name, name, (words[at].start, words[at + length - 1].end)))
        at += max(length, 1)


def _names_place(before: tuple[str, ...]) -> bool:
    """True behind "desa" and its like; the capital ("ibu kota") names none."""
    return before[-1] in LISTS["strong_place_cues"] and before != ("ibu", "kota")


def _may_be_name(word: str) -> bool:
    return len(word) > 2 and word not in COMMON and word not in LISTS["no_places"] and not word[0].isdigit()


def _denials(words: list[Word]) -> dict[str, list[Fact]]:
    """The first telling word behind each denial; "benar gak" and "tahu gak" ask and deny nothing."""
    denied: list[Fact] = []
    said: list[Fact] = []
    denial: Word | None = None
    before = ""
    for word in words:
        if word.text in LISTS["negations"]:
            denial = None if before in _ASKING else word
        elif word.text in COMMON:
            # "belum jadi ditangkap" denies both words; "belum, di desa itu" is another part of the sentence.
            denial = denial if word.text in _PASSED else None
            if word.text in _ABLE:
                (denied if denial else said).append(_about(word, denial))
        elif denial:
            denied.append(_about(word, denial))
            denial = None
        else:
            said.append(_about(word, None))
        before = word.text
    return {"negation": denied, "said": said}


def _about(word: Word, denial: Word | None) -> Fact:
    if denial:
        return Fact(root(word.text), f"{denial.text} {word.text}", (denial.start, word.end))
    return Fact(root(word.text), word.text, (word.start, word.end))
