"""The sentences on the screens: found in code and templates, kept in each package's catalogue.

`make messages` adds what is new (with an empty English) and drops what is gone. `test_messages.py` fails on a sentence
without English.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract_from_file
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "teduh"
# The scripts of a room that has an app of its own: their sentences stand in `t("…")` and `many("…", "…", …)`.
SCRIPTS = {"field": ROOT / "frontend" / "src" / "field"}
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_ONE = re.compile(rf"(?<![\w])(?:gettext|_)\(\s*{_STRING}", re.DOTALL)
_SCRIPT_ONE = re.compile(rf"(?<![\w.])t\(\s*{_STRING}", re.DOTALL)
_SCRIPT_MANY = re.compile(rf"(?<![\w.])many\(\s*{_STRING}\s*,\s*{_STRING}", re.DOTALL)
_MANY = re.compile(rf"ngettext\(\s*{_STRING}\s*,\s*{_STRING}", re.DOTALL)


@dataclass(frozen=True, order=True)
class Sentence:
    singular: str
    plural: str = ""


def packages() -> list[Path]:
    return sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").exists() and path.name != "cores")


def sentences(package: Path) -> set[Sentence]:
    """Every sentence that a package shows."""
    found: set[Sentence] = set()
    for path in package.rglob("*.py"):
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(Sentence(*message) if isinstance(message, tuple) else Sentence(message))
    for path in (*package.rglob("*.html"), *package.rglob("*.txt")):
        if "templates" in path.parts:
            found |= _in_template(path.read_text("utf-8"))
    if package.name in SCRIPTS:
        for path in (*SCRIPTS[package.name].rglob("*.ts"), *SCRIPTS[package.name].rglob("*.tsx")):
            found |= _found(_SCRIPT_ONE, _SCRIPT_MANY, path.read_text("utf-8"))
    return {sentence for sentence in found if sentence.singular}


def _in_template(text: str) -> set[Sentence]:
    return _found(_ONE, _MANY, templatize(text))


def _found(one: re.Pattern[str], many: re.Pattern[str], code: str) -> set[Sentence]:
    several = {Sentence(*(ast.literal_eval(part) for part in match.groups())) for match in many.finditer(code)}
    return several | {Sentence(ast.literal_eval(match.group(1))) for match in one.finditer(code)}


def catalogue_path(package: Path) -> Path:
    return package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def catalogue(package: Path) -> polib.POFile:
    path = catalogue_path(package)
    if path.exists():
        return polib.pofile(str(path))
    empty = polib.POFile(wrapwidth=110)
    empty.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return empty


def refresh(package: Path) -> tuple[int, int]:
    """Bring the catalogue of a package up to date; returns how many sentences are new and how many lack English."""
    found = sentences(package)
    if not found:
        return 0, 0
    book = catalogue(package)
    known = {entry.msgid: entry for entry in book}
    kept = {sentence.singular for sentence in found}
    for msgid, entry in known.items():
        if msgid not in kept:
            book.remove(entry)
    new = 0
    for sentence in sorted(found):
        if sentence.singular in known:
            continue
        new += 1
        if sentence.plural:
            plurals = {0: "", 1: ""}
            book.append(polib.POEntry(msgid=sentence.singular, msgid_plural=sentence.plural, msgstr_plural=plurals))
        else:
            book.append(polib.POEntry(msgid=sentence.singular, msgstr=""))
    catalogue_path(package).parent.mkdir(parents=True, exist_ok=True)
    book.save(str(catalogue_path(package)))
    return new, len(book.untranslated_entries())


def main() -> int:
    for package in packages():
        new, missing = refresh(package)
        if new or missing:
            sys.stdout.write(f"{package.name}: {new} new, {missing} without English\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
