"""Places that somebody names in free text, each with what the name may mean."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

from teduh.cores.text.namekeys import PARENT_CUES, VILLAGE_CUES, name_key, words_of
from teduh.cores.text.names import NameIndex, Resolution

# What follows these names a place of that level, so even a misspelt name is worth looking up.
LEVEL_CUES = VILLAGE_CUES | PARENT_CUES
# What follows these is probably a place, but "di surau" is as often a prayer house as the village of that name.
LOOSE_CUES = frozenset("di dekat dkt deket arah simpang ke dari dr dusun dsn talang kampung kp sekitar".split())
LONGEST_NAME = 6
SHORTEST_BARE_NAME = 4
# Near look-ups cost milliseconds each; a text that names more unknown villages than this is not a report.
NEAR_LOOKUPS = 12
NEAR_AFTER_LEVEL = 0.72
NEAR_AFTER_DI = 0.88

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GAP_IN_NAME = re.compile(r"\s*[-/]?\s*")
_GAP_AFTER_CUE = re.compile(r"\s*[.:]?\s*")
_GAP_BEFORE_PARENT = re.compile(r"\s*[,(\-]?\s*")

_LINES = files(__package__).joinpath("ordinary_words.txt").read_text(encoding="utf-8").splitlines()
ORDINARY_WORDS = frozenset(word for line in _LINES if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: `typed` is `text[start:end]`, `resolution` is what it may mean."""

    start: int
    end: int
    typed: str
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int


def find_mentions(text: str, index: NameIndex, within: Collection[str] | None = None) -> list[Mention]:
    """Names of places in `text`, in the order in which they stand there.

    A name is taken where it equals a name of the index, and where it follows "desa", "kelurahan" or "kecamatan" even
    when it is misspelt; then only candidates are given. Everyday words that are also village names need a cue word,
    and only "desa" and its like make them certain. A subdistrict behind the name, or the only one that was named
    before it, tells villages of the same name apart.

    Parameters
    ----------
    within : codes of the areas to stay in, as in `NameIndex.search`.
    """
    return list(_Search(text, index, None if within is None else frozenset(within)).mentions())


class _Search:
    """One walk through one text."""

    def __init__(self, text: str, index: NameIndex, within: frozenset[str] | None) -> None:
        self.text, self.index, self.within = text, index, within
        self._subdistricts: dict[str, str] = {}
        self._near_left = NEAR_LOOKUPS
        self._words = [
            _Word(folded[0], match.start(), match.end())
            for match in _WORD.finditer(text)
            if (folded := words_of(match[0]))
        ]

    def mentions(self) -> Iterator[Mention]:
        at = 0
        while at < len(self._words):
            cue = self._cue_before(at)
            step = 1
            if cue in PARENT_CUES and (count := self._subdistrict(at)):
                step = count
                self._remember(at, count)
                if self.index.knows(name_key(self._folded(at, count)), within=self.within):
                    yield self._mention(at, count, self._resolve(at, count, cue))
            elif self._words[at].folded not in LEVEL_CUES:
                count = self._same_name(at, cue) or self._near_name(at, cue)
                if count:
                    mention, words = self._village(at, count, cue)
                    step = words
                    yield mention
            at += step

    def _cue_before(self, at: int) -> str:
        if at == 0:
            return ""
        before = self._words[at - 1]
        gap = self.text[before.end : self._words[at].start]
        is_cue = before.folded in LEVEL_CUES or before.folded in LOOSE_CUES
        return before.folded if is_cue and _GAP_AFTER_CUE.fullmatch(gap) else ""

    def _run(self, at: int) -> int:
        """How many words from here on may belong to one name."""
        count = 1
        while count < LONGEST_NAME and at + count < len(self._words):
            gap = self.text[self._words[at + count - 1].end : self._words[at + count].start]
            if not _GAP_IN_NAME.fullmatch(gap):
                break
            count += 1
        return count

    def _same_name(self, at: int, cue: str) -> int:
        for count in range(self._run(at), 0, -1):
            words = self._folded(at, count)
            if not self.index.knows(key := name_key(words), within=self.within):
                continue
            if cue or not (_is_ordinary(words) or len(key) < SHORTEST_BARE_NAME):
                return count
        return 0

    def _near_name(self, at: int, cue: str) -> int:
        """The number of words that look most like some name, where the cue makes it worth asking."""
        if (cue not in LEVEL_CUES and cue != "di") or self._near_left == 0:
            return 0
        if cue == "di" and (self._words[at].folded in ORDINARY_WORDS or len(self._words[at].folded) < 6):
            return 0
        self._near_left -= 1
        best, best_score = 0, NEAR_AFTER_DI if cue == "di" else NEAR_AFTER_LEVEL
        for count in range(1, min(self._run(at), 3) + 1):
            found = self.index.search(self._typed(at, count), within=self.within, limit=1)
            if found and found[0].score > best_score:
                best, best_score = count, found[0].score
        return best

    def _village(self, at: int, count: int, cue: str) -> tuple[Mention, int]:
        """The mention, and how many words it takes together with a subdistrict that stands behind it."""
        resolution = self._resolve(at, count, cue)
        if cue not in LEVEL_CUES and _is_ordinary(self._folded(at, count)):
            return self._mention(at, count, Resolution(None, resolution.candidates)), count
        longer = self._count_with_subdistrict(at, count)
        if longer > count:
            narrowed = self._resolve(at, longer, cue)
            if narrowed.certain:
                return self._mention(at, longer, narrowed), longer
        same = any(each.how != "near" for each in resolution.candidates)
        if resolution.certain is None and same and len(self._subdistricts) == 1:
            (subdistrict,) = self._subdistricts.values()
            narrowed = self.index.resolve(f"{self._typed(at, count)}, kec {subdistrict}", within=self.within)
            resolution = narrowed if narrowed.certain else resolution
        return self._mention(at, count, resolution), count

    def _count_with_subdistrict(self, at: int, count: int) -> int:
        """The words of the name and of the subdistrict that begins right behind it, with or without a cue."""
        behind = at + count
        if behind >= len(self._words):
            return count
        gap = self.text[self._words[behind - 1].end : self._words[behind].start]
        if not _GAP_BEFORE_PARENT.fullmatch(gap):
            return count
        if self._words[behind].folded in PARENT_CUES:
            behind += 1
        found = self._subdistrict(behind)
        if found and self._words[behind - 1].folded in PARENT_CUES:
            self._remember(behind, found)
        return behind + found - at if found else count

    def _subdistrict(self, at: int) -> int:
        """How many words from here on name a subdistrict; 0 for none."""
        for count in range(self._run(at) if at < len(self._words) else 0, 0, -1):
            if self.index.is_parent(self._folded(at, count)):
                return count
        return 0

    def _remember(self, at: int, count: int) -> None:
        self._subdistricts[name_key(self._folded(at, count))] = self._typed(at, count)

    def _resolve(self, at: int, count: int, cue: str) -> Resolution:
        level = f"{cue} " if cue in LEVEL_CUES else ""
        return self.index.resolve(level + self._typed(at, count), within=self.within)

    def _mention(self, at: int, count: int, resolution: Resolution) -> Mention:
        start, end = self._words[at].start, self._words[at + count - 1].end
        return Mention(start, end, self.text[start:end], resolution)

    def _folded(self, at: int, count: int) -> list[str]:
        return [word.folded for word in self._words[at : at + count]]

    def _typed(self, at: int, count: int) -> str:
        return self.text[self._words[at].start : self._words[at + count - 1].end]


def _is_ordinary(words: list[str]) -> bool:
    return all(word in ORDINARY_WORDS or word.isdecimal() for word in words)
