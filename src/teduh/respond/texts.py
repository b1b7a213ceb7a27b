"""One visit in the words of a police report: for WhatsApp, and as one line of the daily report.

Police reports are written in Indonesian whatever language the reader's screen has, so these words are not translated.
Give the functions a visit of `reads.with_everything`; they then ask the database nothing.
"""

from datetime import date
from typing import Final

from django.utils import timezone, translation

from teduh.respond.adapt import mask_numbers
from teduh.respond.models import Promise, Visit
from teduh.trust.models import Person
from teduh.trust.rules import Role

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
# Chiefs stand first in a report.
_FIRST: Final = (Role.DISTRICT_CHIEF, Role.SECTOR_CHIEF)
CLOSING: Final = "Demikian yang dapat kami laporkan. Terima kasih."


def whatsapp_text(visit: Visit) -> str:
    """The activity text, ready for the group; nobody but officers is named, and numbers of people are masked."""
    with translation.override("id"):
        parts = [
            f"Mohon izin melaporkan kegiatan {visit.unit.name}.",
            _heading(visit),
            _list("Petugas", [_officer(person) for person in officers_of(visit)]),
            f"*Kegiatan:* {visit.get_activity_display()}",
            _people(visit),
            _list("Pesan yang disampaikan", [f"{row.title}: {_said(row.text)}" for row in visit.messages.all()]),
            _list("Tanya jawab", [_asked(row.question, row.answer) for row in visit.questions.all()]),
            _list("Keluhan dan harapan warga", [_said(row.text) for row in visit.concerns.all()]),
            _list(
                "Janji tindak lanjut",
                [_promised(row) for row in visit.promises.all()],
            ),
            f"*Situasi:* {_said(visit.situation)}" if visit.situation else "",
            CLOSING,
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def daily_line(visit: Visit) -> str:
    """The same visit on one line."""
    with translation.override("id"):
        began = timezone.localtime(visit.started_at)
        parts = [
            f"{began:%d/%m/%Y} {clock(visit)}",
            village_name(visit),
            str(visit.get_activity_display()),
            f"{visit.unit.name}: {', '.join(str(person) for person in officers_of(visit))}",
            f"hadir {people_met(visit)} orang",
            _counts(visit),
            _said(visit.situation),
        ]
    return " | ".join(part for part in parts if part)


def officers_of(visit: Visit) -> list[Person]:
    """The officers of a visit as reports list them: chiefs first, then by name."""
    return sorted(visit.officers.all(), key=lambda person: (person.role not in _FIRST, person.name))


def people_met(visit: Visit) -> int:
    return sum(met["count"] for met in visit.people)


def village_name(visit: Visit) -> str:
    """ "Desa Ujanmas" or "Kelurahan Kemalaraja"."""
    return f"{(visit.village.kind or 'desa').capitalize()} {visit.village.name}"


def clock(visit: Visit) -> str:
    """From when to when, with the dot and the zone that reports use: "13.30-15.00 WIB"."""
    began, ended = timezone.localtime(visit.started_at), timezone.localtime(visit.ended_at)
    return f"{began:%H.%M}-{ended:%H.%M} {began.tzname()}"


def day(value: date) -> str:
    """ "Jumat, 11 Oktober 2024"."""
    return f"{DAYS[value.weekday()]}, {value.day} {MONTHS[value.month - 1]} {value.year}"


def _heading(visit: Visit) -> str:
    detail = _said(visit.place_detail)
    place = [detail[:1].upper() + detail[1:]] if detail else []
    # "Balai Desa Ujanmas" has said the village already.
    if visit.village.name.casefold() not in detail.casefold():
        place.append(village_name(visit))
    if visit.village.parent:
        place.append(f"Kecamatan {visit.village.parent.name}")
    return "\n".join(
        (
            f"*Hari/tanggal:* {day(timezone.localdate(visit.started_at))}",
            f"*Waktu:* {clock(visit)}",
            f"*Tempat:* {', '.join(place)}",
        )
    )


def _officer(person: Person) -> str:
    return f"{person}, {person.get_role_display()}"


def _people(visit: Visit) -> str:
    if not visit.people:
        return ""
    met = ", ".join(f"{_said(row['role'])} {row['count']} orang" for row in visit.people)
    total = f" (jumlah {people_met(visit)} orang)" if len(visit.people) > 1 else ""
    return f"*Yang hadir:* {met}{total}"


def _promised(promise: Promise) -> str:
    return f"{_said(promise.text)} ({_said(promise.owner)}, paling lambat {day(promise.due_on)})"


def _list(title: str, rows: list[str]) -> str:
    if not rows:
        return ""
    return "\n".join((f"*{title}:*", *(f"{n}. {row}" for n, row in enumerate(rows, start=1))))


def _asked(question: str, answer: str) -> str:
    reply = _said(answer) if answer else "belum dijawab"
    return f"Tanya: {_said(question)}\n   Jawab: {reply}"


def _counts(visit: Visit) -> str:
    counted = (
        (len(visit.messages.all()), "pesan"),
        (len(visit.questions.all()), "tanya jawab"),
        (len(visit.concerns.all()), "keluhan"),
        (len(visit.promises.all()), "janji"),
    )
    return ", ".join(f"{n} {words}" for n, words in counted if n)


def _said(text: str) -> str:
    """Free words on one line, with numbers of people masked and without signs that WhatsApp reads as bold."""
    return mask_numbers(" ".join(text.replace("*", "").split()))
