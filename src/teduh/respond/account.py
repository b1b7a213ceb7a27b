"""What officers tell of one visit, once it has been looked at: the one shape between a form and the rows."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.respond import adapt
from teduh.respond.rules import ActivityType

if TYPE_CHECKING:
    from teduh.triage.models import Issue

LINE_LIMIT: Final = 120
PLACE_LIMIT: Final = 200
TEXT_LIMIT: Final = 4_000
ROW_LIMIT: Final = 60
COUNT_LIMIT: Final = 100_000
LONGEST: Final = timedelta(hours=24)
DAYS_BACK: Final = 366
DAYS_AHEAD: Final = 731


class Met(TypedDict):
    """People by role or office, never by name."""

    role: str
    count: int


class Asked(NamedTuple):
    question: str
    answer: str = ""


class Raised(NamedTuple):
    """A concern, and the issue that it belongs to."""

    text: str
    issue: "Issue | None" = None


class Promised(NamedTuple):
    text: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Account:
    """One visit in words. Made by `checked`, so what it holds may be kept."""

    activity: str
    started_at: datetime
    ended_at: datetime
    place_detail: str
    people: tuple[Met, ...]
    questions: tuple[Asked, ...]
    # Each with the key of its issue, or none.
    concerns: tuple[tuple[str, UUID | None], ...]
    promises: tuple[Promised, ...]
    situation: str

    @classmethod
    def checked(
        cls,
        *,
        activity: str,
        started_at: datetime,
        ended_at: datetime,
        place_detail: str,
        people: Sequence[Met],
        questions: Sequence[tuple[str, str]],
        concerns: Sequence[tuple[str, "Issue | None"]],
        promises: Sequence[tuple[str, str, date]],
        situation: str,
        at: datetime,
    ) -> "Account":
        """The account with its texts trimmed and masked, or a refusal that names the field."""
        if activity not in ActivityType.values:
            raise Refused(_("Pilih salah satu kegiatan."), field="activity")
        _check_time(started_at, ended_at, at)
        for name, rows in (
            ("people", people),
            ("questions", questions),
            ("concerns", concerns),
            ("promises", promises),
        ):
            if len(rows) > ROW_LIMIT:
                raise Refused(_("Paling banyak %d baris dalam satu kunjungan.") % ROW_LIMIT, field=name)
        return cls(
            activity=activity,
            started_at=started_at,
            ended_at=ended_at,
            place_detail=_line(place_detail, "place_detail", PLACE_LIMIT),
            people=tuple(_met(row) for row in people),
            questions=tuple(_asked(Asked(*row)) for row in questions),
            concerns=tuple(_raised(Raised(*row)) for row in concerns),
            promises=tuple(_promised(Promised(*row), timezone.localdate(started_at)) for row in promises),
            situation=_text(situation, "situation"),
        )

    def plain(self, *, messages: Iterable[UUID]) -> dict[str, Any]:
        """The account as a correction keeps it, without the promises, which are records of their own."""
        return {
            "activity": self.activity,
            "started_at": _plain(self.started_at),
            "ended_at": _plain(self.ended_at),
            "place_detail": self.place_detail,
            "people": [dict(met) for met in self.people],
            "messages": sorted(str(message) for message in messages),
            "questions": [asked._asdict() for asked in self.questions],
            "concerns": [{"text": text, "issue": str(issue) if issue else None} for text, issue in self.concerns],
            "situation": self.situation,
        }

    def digest(self, **others: object) -> str:
        """The same for the same content; `others` is what belongs to the visit beside its words."""
        content = {**asdict(self), **others}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> str:
    return value.astimezone(timezone.get_default_timezone()).isoformat() if isinstance(value, datetime) else str(value)


def _check_time(started_at: datetime, ended_at: datetime, at: datetime) -> None:
    if started_at > at:
        raise Refused(_("Waktu ini belum tiba. Periksa tanggal dan jamnya."), field="started_at")
    if started_at < at - timedelta(days=DAYS_BACK):
        raise Refused(_("Tanggal ini lebih dari setahun yang lalu. Periksa tahunnya."), field="started_at")
    if ended_at < started_at:
        raise Refused(_("Kunjungan selesai sebelum dimulai. Periksa jam atau lamanya."), field="ended_at")
    if ended_at - started_at > LONGEST:
        raise Refused(_("Satu kunjungan paling lama 24 jam. Catat hari berikutnya tersendiri."), field="ended_at")


def _met(row: Met) -> Met:
    role = _line(row["role"], "people", LINE_LIMIT)
    if not role:
        raise Refused(_("Tulis peran orang yang ditemui, misalnya warga."), field="people")
    if not 1 <= row["count"] <= COUNT_LIMIT:
        raise Refused(_("Jumlah %(role)s harus antara 1 dan 100.000.") % {"role": role}, field="people")
    return Met(role=role, count=row["count"])


def _asked(row: Asked) -> Asked:
    return Asked(_text(row.question, "questions", needed=True), _text(row.answer, "questions"))


def _raised(row: Raised) -> tuple[str, UUID | None]:
    return _text(row.text, "concerns", needed=True), row.issue.pk if row.issue else None


def _promised(row: Promised, day: date) -> Promised:
    text = _text(row.text, "promises", needed=True)
    owner = _line(row.owner, "promises", LINE_LIMIT)
    if not owner:
        raise Refused(_("Tulis siapa yang menepati janji: jabatannya, bukan namanya."), field="promises")
    if row.due_on < day:
        raise Refused(_("Batas waktu janji lebih awal daripada kunjungannya."), field="promises")
    if row.due_on > day + timedelta(days=DAYS_AHEAD):
        raise Refused(_("Batas waktu janji lebih dari dua tahun lagi. Periksa tahunnya."), field="promises")
    return Promised(text, owner, row.due_on)


def _text(typed: str, field: str, *, needed: bool = False) -> str:
    text = typed.replace("\x00", "").strip()
    if needed and not text:
        raise Refused(_("Ada baris yang belum lengkap. Isi atau kosongkan seluruh barisnya."), field=field)
    if len(text) > TEXT_LIMIT:
        raise Refused(_("Tulisan ini terlalu panjang. Ringkaslah sampai 4.000 huruf."), field=field)
    return adapt.mask_numbers(text)


def _line(typed: str, field: str, limit: int) -> str:
    text = " ".join(typed.replace("\x00", "").split())
    if len(text) > limit:
        raise Refused(_("Tulisan ini terlalu panjang. Ringkaslah sampai %d huruf.") % limit, field=field)
    return adapt.mask_numbers(text)[:limit]
