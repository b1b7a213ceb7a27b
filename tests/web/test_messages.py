"""Every sentence on the screens has its English, and no catalogue keeps what nobody shows."""

import re

import pytest

from tests import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)|%[sd]|\{(\w+)\}")


@pytest.mark.parametrize("package", messages.packages(), ids=lambda path: path.name)
def test_every_sentence_has_its_english(package: object) -> None:
    book = messages.catalogue(package)  # type: ignore[arg-type]
    translated = {entry.msgid for entry in book if entry.translated()}

    shown = {sentence.singular for sentence in messages.sentences(package)}  # type: ignore[arg-type]

    assert sorted(shown - translated) == []
    assert sorted({entry.msgid for entry in book} - shown) == []


@pytest.mark.parametrize("package", messages.packages(), ids=lambda path: path.name)
def test_a_translation_keeps_the_places_that_are_filled_in(package: object) -> None:
    wrong = []
    for entry in messages.catalogue(package):  # type: ignore[arg-type]
        texts = [entry.msgstr, *entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        wrong += [text for text in texts if text and not set(PLACEHOLDER.findall(text)) <= wanted]
    assert wrong == []


def test_a_sentence_has_one_english_wherever_it_stands() -> None:
    """The catalogues of all packages are one to the reader; two translations would make one of them win by chance."""
    found: dict[str, set[str]] = {}
    for package in messages.packages():
        for entry in messages.catalogue(package):
            found.setdefault(entry.msgid, set()).add(entry.msgstr or str(entry.msgstr_plural))
    assert {msgid: texts for msgid, texts in found.items() if len(texts) > 1} == {}
