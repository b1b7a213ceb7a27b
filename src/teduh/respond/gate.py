"""What stands between a written text and the public: the words that are held, and the releases that hold for them.

It reads and writes nothing. Actions ask it before a text is approved and again before it goes out, because the lists
of the operation may have grown in between.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from teduh.respond.models import Clarification, Message
from teduh.respond.releases import NeutralityRelease
from teduh.trust import neutrality
from teduh.trust.neutrality import Held, Piece

Outgoing = Message | Clarification


@dataclass(frozen=True)
class Part:
    """One text of a message or clarification, by the name of its field, and what the page calls it."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Stop:
    """Words that are held in a part; with a release they may pass in this very text."""

    part: Part
    held: Held
    release: NeutralityRelease | None

    @property
    def sentence(self) -> str:
        return self.held.sentence


@dataclass(frozen=True)
class Marked:
    """A part in which words are held, cut so that the page can mark them."""

    part: Part
    pieces: list[Piece]
    stops: list[Stop]


def parts(row: Outgoing) -> list[Part]:
    """Everything of it that somebody outside will read; empty texts left out."""
    labelled = _message_parts(row) if isinstance(row, Message) else _clarification_parts(row)
    return [part for part in labelled if part.text]


def digest(row: Outgoing) -> str:
    """SHA-256 of everything that will be read. One changed letter anywhere makes another."""
    told = [(part.name, part.text) for part in parts(row)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def stops(row: Outgoing, *, on: date) -> list[Stop]:
    """What is held, in the order of the page, each with the release that lets it pass, if there is one."""
    read = parts(row)
    found = neutrality.held_in([part.text for part in read], unit=row.unit, on=on)
    if not any(found):
        return []
    # Whoever has written it since is no second person any more.
    releases = row.releases.filter(digest=digest(row)).exclude(released_by=row.written_by_id)
    released = {(one.part, one.start, one.rule): one for one in releases.select_related("released_by")}
    return [
        Stop(part, one, released.get((part.name, one.start, one.rule)) if one.releasable else None)
        for part, held in zip(read, found, strict=True)
        for one in held
    ]


def still_held(row: Outgoing, *, on: date) -> list[Stop]:
    """What keeps it from going out."""
    return [stop for stop in stops(row, on=on) if stop.release is None]


def marked(found: list[Stop]) -> list[Marked]:
    """The parts in which something is held, or was released, with the words marked as they were typed."""
    by_part: dict[Part, list[Stop]] = {}
    for stop in found:
        by_part.setdefault(stop.part, []).append(stop)
    return [
        Marked(part, neutrality.marked(part.text, [stop.held for stop in held]), held) for part, held in by_part.items()
    ]


def _message_parts(row: Message) -> list[Part]:
    return [
        Part("title", _("Judul"), row.title),
        Part("text", _("Isi pesan"), row.text),
        Part("text_en", _("Terjemahan bahasa Inggris"), row.text_en),
    ]


def _clarification_parts(row: Clarification) -> list[Part]:
    told = [
        Part("title", _("Judul"), row.title),
        Part("fact", _("Faktanya"), row.fact),
        Part("myth", _("Yang terdengar"), row.myth),
        Part("why", _("Mengapa tidak benar, atau apa yang belum jelas"), row.why),
        Part("title_en", _("Judul dalam bahasa Inggris"), row.title_en),
        Part("fact_en", _("Faktanya dalam bahasa Inggris"), row.fact_en),
        Part("myth_en", _("Yang terdengar, dalam bahasa Inggris"), row.myth_en),
        Part("why_en", _("Mengapa, dalam bahasa Inggris"), row.why_en),
    ]
    for number, source in enumerate(row.sources, start=1):
        told.append(Part(f"source_{number}_name", _("Kantor atau jabatan"), source["name"]))
        told.append(Part(f"source_{number}_said", _("Apa katanya"), source.get("said", "")))
    return told
