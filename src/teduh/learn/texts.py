"""The week in words: labels of its figures, and the text for the phone that WhatsApp shows well."""

from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.formats import date_format

from teduh.places.models import Unit
from teduh.respond.rules import ActivityType
from teduh.triage.rules import IssueKind, Level
from teduh.warn.rules import AlarmKind, Decision, Score

Counts = list[tuple[str, int]]


def labelled(figures: dict[str, Any]) -> dict[str, Counts]:
    """The counts of a week with the words of the reader's language, in the order in which the house lists them."""

    def counts(name: str, words: type[TextChoices]) -> Counts:
        found = figures[name]
        return [(str(words(key).label), found[key]) for key in words.values if found.get(key)]

    return {
        "kinds": counts("issues_by_kind", IssueKind),
        "levels": counts("issues_by_level", Level),
        "activities": counts("activities", ActivityType),
    }


def anev_text(unit: Unit, week_start: date, figures: dict[str, Any], before: dict[str, Any], remarks: str) -> str:
    """The weekly analysis and evaluation, in Indonesian. Activities are effort; nothing is called a success."""
    with translation.override("id"):
        week = f"{date_format(week_start, 'j F')} s.d. {date_format(week_start + timedelta(days=6), 'j F Y')}"
        words = labelled(figures)
    promises, referrals, calm = figures["promises"], figures["referrals"], "Belum diketahui bukan berarti tenang."
    lines = [
        "*ANEV MINGGUAN COOLING SYSTEM*",
        f"{unit.name}, {week}",
        "",
        f"1. Laporan warga: {figures['reports']}{_before(before['reports'])}",
        f"2. Isu baru: {_counted(words['kinds'])}",
        f"   Tingkat: {_counted(words['levels'])}",
        f"3. Desa dikunjungi: {figures['visited']} dari {figures['villages']}{_before(before['visited'])}",
        f"   Belum dikunjungi minggu ini: {_villages(figures, 'not_visited')}",
        f"   Belum diketahui keadaannya: {_villages(figures, 'unknown')}",
        f"4. Kegiatan (upaya): {_counted(words['activities'])}; ditemui {figures['people_met']} orang",
        f"5. Janji: {promises['kept']} ditepati, {promises['open']} terbuka, {promises['overdue']} lewat waktu",
        f"6. Klarifikasi terbit: {figures['clarifications']}{_before(before['clarifications'])}",
        f"7. Rujukan: {referrals['sent']} dikirim, {referrals['answered']} dijawab mitra, "
        f"{referrals['waiting']} belum dikirim",
        f"8. Peringatan dini: {_alarms(figures)}",
    ]
    if remarks.strip():
        lines += ["", "*Catatan:*", remarks.strip()]
    lines += ["", f"Angka kegiatan menunjukkan upaya, bukan hasil. {calm}"]
    return "\n".join(lines)


def alarm_lines(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Alarms of the week with the words of the reader's language; a week kept before there were alarms has none."""
    return [
        {
            **alarm,
            "where": ", ".join(alarm["names"]),
            "kind_label": str(AlarmKind(alarm["kind"]).label),
            "decision_label": str(Decision(alarm["decision"]).label) if alarm["decision"] else "",
            "score_label": str(Score(alarm["score"]).label) if alarm["score"] else "",
        }
        for alarm in figures.get("alarms", ())
    ]


def _alarms(figures: dict[str, Any]) -> str:
    with translation.override("id"):
        lines = alarm_lines(figures)
    told = [(one["where"], one["kind_label"].lower(), one["decision_label"].lower()) for one in lines]
    return "; ".join(f"{where} ({kind}; {done or 'belum diputuskan'})" for where, kind, done in told) or "tidak ada"


def _before(number: int) -> str:
    return f" (minggu lalu {number})"


def _counted(counts: Counts) -> str:
    return ", ".join(f"{label} {number}" for label, number in counts) or "tidak ada"


def _villages(figures: dict[str, Any], name: str, most: int = 6) -> str:
    """How many villages, and the first of their names. Of the names only some are kept; the total is always whole."""
    total, names = figures[f"{name}_total"], figures[name][:most]
    if not names:
        return f"{total} desa"
    more = f" dan {total - len(names)} lainnya" if total > len(names) else ""
    return f"{total} desa ({', '.join(names)}{more})"
