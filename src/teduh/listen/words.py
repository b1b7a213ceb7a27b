"""What was said, once it has been looked at: the one shape between a form, a report and the vault."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.listen import adapt
from teduh.listen.models import Report
from teduh.listen.rules import TEXT_LIMIT

LINE_LIMIT: Final = 200
# Signs that no keyboard types and that a database may refuse; tabs and line ends stay.
_UNTYPED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Answers(TypedDict, total=False):
    """What may come along with a text."""

    place_text: str
    when_text: str
    contact: str
    language: str
    wants_answer: bool
    source: str
    external_id: str
    latitude: float | None
    longitude: float | None
    flags: Sequence[str]


@dataclass(frozen=True)
class Words:
    """What was said, whole, so that a matter handed back is the report that it was. Keys and days are plain text."""

    text: str
    place_text: str = ""
    when_text: str = ""
    contact: str = ""
    language: str = "id"
    unit_id: str = ""
    village_id: str = ""
    happened_on: str = ""
    entered_by_id: str = ""
    emergency: bool = False
    wants_answer: bool = True
    source: str = ""
    external_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    flags: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    photo_ids: list[str] = field(default_factory=list)

    @classmethod
    def checked(cls, text: str, happened_on: date | None, answers: Answers, *, at: datetime) -> "Words":
        """The words of a send, or a refusal that names the field."""
        kept: dict[str, Any] = dict(answers)
        for name in ("place_text", "when_text", "contact"):
            kept[name] = checked_line(kept.get(name, ""), name.removesuffix("_text"))
        kept["flags"] = list(kept.get("flags", ()))
        words = checked_words(text)
        day = checked_day(happened_on, kept["when_text"], at)
        return cls(text=words, happened_on=day.isoformat() if day else "", emergency=adapt.is_emergency(words), **kept)

    @classmethod
    def of_report(cls, report: Report, *, photo_ids: list[str]) -> "Words":
        shared = {name: getattr(report, name) for name in SHARED}
        return cls(
            unit_id=str(report.unit_id),
            village_id=report.village_id or "",
            happened_on=report.happened_on.isoformat() if report.happened_on else "",
            entered_by_id=str(report.entered_by_id or ""),
            photo_ids=photo_ids,
            **shared,
        )

    def as_report(self, *, id: UUID, channel: str, received_at: datetime, receipt_digest: str | None) -> Report:
        """The row of a report with these words, not yet stored."""
        return Report(
            id=id,
            channel=channel,
            received_at=received_at,
            receipt_digest=receipt_digest,
            unit_id=UUID(self.unit_id),
            village_id=self.village_id or None,
            happened_on=date.fromisoformat(self.happened_on) if self.happened_on else None,
            entered_by_id=UUID(self.entered_by_id) if self.entered_by_id else None,
            **{name: getattr(self, name) for name in SHARED},
        )


# What a report and sealed words call by the same name and keep in the same shape.
SHARED: Final = (
    "text",
    "place_text",
    "when_text",
    "language",
    "emergency",
    "wants_answer",
    "source",
    "external_id",
    "latitude",
    "longitude",
    "flags",
    "extra",
)


def plain(typed: str) -> str:
    """Line ends of one kind, and nothing that cannot be seen or stored."""
    return _UNTYPED.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def checked_words(typed: str, *, empty: str = "") -> str:
    """A text as it was typed, with identity numbers masked; refused where it is empty or too long."""
    text = plain(typed)
    if not text:
        raise Refused(empty or _("Tuliskan dulu apa yang Anda lihat atau dengar."), field="text")
    over = len(text) - TEXT_LIMIT
    if over > 0:
        raise Refused(
            _(
                "Tulisan ini kelebihan %(over)s huruf dari %(limit)s. "
                "Pendekkan, lalu kirim lagi; tulisan Anda masih ada."
            )
            % {"over": f"{over:,}".replace(",", "."), "limit": f"{TEXT_LIMIT:,}".replace(",", ".")},
            field="text",
        )
    return adapt.hide_identity_numbers(text)


def checked_line(typed: str, field: str) -> str:
    """A short answer on one line."""
    line = " ".join(plain(typed).split())
    if len(line) > LINE_LIMIT:
        raise Refused(
            _(
                "Jawaban ini terlalu panjang untuk satu baris (paling banyak 200 huruf). "
                "Pindahkan sebagian ke cerita di atas."
            ),
            field=field,
        )
    return adapt.hide_identity_numbers(line)


def checked_day(happened_on: date | None, when_text: str, at: datetime) -> date | None:
    """The day that was given, or the one that the words name beyond doubt."""
    reading = adapt.read_day(when_text, at=at) if happened_on is None and when_text else None
    day = happened_on or (reading.day if reading else None)
    if day and not adapt.is_near(day, at):
        raise Refused(
            _(
                "Tanggal ini jauh sekali dari hari ini: %(day)s. "
                "Periksa tahunnya, lalu kirim lagi; tulisan Anda masih ada."
            )
            % {"day": f"{day:%d/%m/%Y}"},
            field="when",
        )
    return day if reading is None or reading.sure else None
