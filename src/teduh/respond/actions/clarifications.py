"""A clarification from its draft to the public page, and away from it again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.respond import gate, reads
from teduh.respond.adapt import mask_numbers
from teduh.respond.models import Clarification
from teduh.respond.reads.clarifications import TEXTS
from teduh.respond.rules import FACT_LIMITS, SOURCES_LIMIT, PublicationState
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind
from teduh.trust import access, audit, neutrality
from teduh.trust.models import Person
from teduh.trust.rules import Permission

Source = dict[str, str]
# The public address says what kind of matter it is and nothing of whom or where.
SLUG_WORDS: Final = {IssueKind.RUMOUR: "kabar", IssueKind.QUESTION: "jawaban"}


@transaction.atomic
def write_clarification(
    *,
    issue: Issue,
    title: str,
    fact: str,
    by: Person,
    at: datetime,
    myth: str = "",
    why: str = "",
    sources: Sequence[Source] = (),
    **english: str,
) -> Clarification:
    """A draft, fact first, with an English twin or without. Its status is the issue's verdict."""
    access.require(by, Permission.CLARIFICATION_WRITE)
    _require_family(by, issue.unit_id)
    clarification = Clarification(id=new_id(), issue=issue, unit=issue.unit, written_by=by, written_at=at)
    clarification.slug = f"{SLUG_WORDS.get(IssueKind(issue.kind), 'fakta')}-{clarification.pk.hex[-10:]}"
    _fill(clarification, {"title": title, "fact": fact, "myth": myth, "why": why, **english}, sources, at)
    clarification.save(force_insert=True)
    _record("respond.write_clarification", clarification, by, at)
    return clarification


@transaction.atomic
def edit_clarification(
    *, clarification: Clarification, texts: dict[str, str], sources: Sequence[Source], by: Person, at: datetime
) -> Clarification:
    """Change a draft. What was approved before must be approved again; what is public is withdrawn, not changed."""
    access.require(by, Permission.CLARIFICATION_WRITE)
    row = locked(clarification, by)
    if row.state not in (PublicationState.DRAFT, PublicationState.APPROVED):
        raise Refused(
            _("Yang sudah terbit tidak diubah diam-diam. Tarik dahulu dengan alasannya, lalu tulis yang baru.")
        )
    _fill(row, texts, sources, at)
    row.state = PublicationState.DRAFT
    row.approved_by, row.approved_at = None, None
    row.written_by, row.written_at = by, at
    row.save()
    _record("respond.edit_clarification", row, by, at)
    return row


@transaction.atomic
def approve_clarification(
    *, clarification: Clarification, by: Person, at: datetime, read_at: datetime | None = None
) -> Clarification:
    """A second person has read it. Words that take sides, praise or threaten stop it here.

    `read_at` is the `written_at` of the text that this person saw; a newer text must be read first.
    """
    access.require(by, Permission.CLARIFICATION_APPROVE)
    row = locked(clarification, by)
    if row.written_by_id == by.pk:
        raise NotAllowed(_("Orang lain yang harus menyetujui tulisan Anda."))
    if row.state != PublicationState.DRAFT:
        raise Refused(_("Hanya draf yang bisa disetujui."))
    if read_at is not None and read_at != row.written_at:
        raise Refused(_("Tulisan ini berubah sejak Anda membacanya. Baca lagi, lalu setujui."))
    in_the_way = [*reads.hindrances(row), *_held(row, at)]
    if in_the_way:
        raise Refused(" ".join(in_the_way))
    row.verdict = row.issue.verdict
    row.state, row.approved_by, row.approved_at = PublicationState.APPROVED, by, at
    row.save(update_fields=("state", "verdict", "approved_by", "approved_at"))
    _record("respond.approve_clarification", row, by, at)
    return row


@transaction.atomic
def publish_clarification(*, clarification: Clarification, by: Person, at: datetime) -> Clarification:
    """Onto the public page, and to every receipt that asked."""
    access.require_any(by, Permission.CLARIFICATION_WRITE, Permission.CLARIFICATION_APPROVE)
    row = locked(clarification, by)
    if row.state != PublicationState.APPROVED:
        raise Refused(_("Orang kedua harus menyetujuinya dahulu."))
    if row.verdict != row.issue.verdict:
        raise Refused(_("Penilaian isu ini berubah sesudah disetujui. Simpan lagi drafnya dan minta persetujuan."))
    if held := _held(row, at):
        raise Refused(" ".join(held))
    row.state, row.published_at = PublicationState.PUBLISHED, at
    row.save(update_fields=("state", "published_at"))
    text, link = f"{row.title}\n{row.fact}", reverse("fact", args=[row.slug])
    triage.answer_reporters(issue=row.issue, text=text, link=link, by=by, at=at, passed_the_gate=True)
    _record("respond.publish_clarification", row, by, at)
    return row


@transaction.atomic
def withdraw_clarification(*, clarification: Clarification, reason: str, by: Person, at: datetime) -> Clarification:
    """The page stays, says that it was withdrawn, and why."""
    access.require(by, Permission.CLARIFICATION_APPROVE)
    row = locked(clarification, by)
    if row.state != PublicationState.PUBLISHED:
        raise Refused(_("Hanya yang sudah terbit yang bisa ditarik."))
    reason = mask_numbers(reason.strip())
    if not 10 <= len(reason) <= 300:
        raise Refused(_("Tuliskan alasannya dalam satu kalimat; alasan ini terbaca umum."), field="reason")
    neutrality.require_neutral(reason, unit=row.unit, on=timezone.localdate(at), field="reason")
    row.state, row.withdrawn_at, row.withdrawn_reason = PublicationState.WITHDRAWN, at, reason
    row.save(update_fields=("state", "withdrawn_at", "withdrawn_reason"))
    _record("respond.withdraw_clarification", row, by, at)
    return row


def _held(row: Clarification, at: datetime) -> list[str]:
    return [stop.sentence for stop in gate.still_held(row, on=timezone.localdate(at))]


def locked(clarification: Clarification, by: Person) -> Clarification:
    """The row as it stands now, for somebody of its line of units."""
    _require_family(by, clarification.unit_id)
    rows = Clarification.objects.select_for_update(of=("self",)).select_related("issue", "unit")
    return rows.get(pk=clarification.pk)


def _fill(row: Clarification, texts: dict[str, str], sources: Sequence[Source], at: datetime) -> None:
    for name in TEXTS:
        setattr(row, name, mask_numbers(texts.get(name, "").strip()))
        limit = FACT_LIMITS[name.removesuffix("_en")]
        if len(getattr(row, name)) > limit:
            raise Refused(_("Terlalu panjang. Ringkaslah sampai %(n)s huruf.") % {"n": limit}, field=name)
    if not row.title:
        raise Refused(_("Tulis judulnya: faktanya dalam satu kalimat."), field="title")
    if len(row.fact) < 20:
        raise Refused(_("Tulis faktanya dahulu, paling sedikit satu kalimat."), field="fact")
    if row.myth and not row.why:
        raise Refused(_("Jelaskan mengapa kabar itu tidak benar atau belum jelas."), field="why")
    if row.myth and any(row.myth.casefold() in text.casefold() for text in (row.title, row.fact, row.why)):
        raise Refused(_("Kabar itu cukup disebut satu kali, di sini saja. Hapus dari bagian lain."), field="myth")
    if bool(row.title_en) != bool(row.fact_en):
        raise Refused(_("Terjemahan memerlukan judul dan faktanya, atau kosongkan keduanya."), field="title_en")
    row.verdict = row.issue.verdict
    row.sources = _sources(sources, timezone.localdate(at))


def _sources(sources: Sequence[Source], today: date) -> list[Source]:
    """Which offices were asked, what they said, and when; never later than today."""
    kept = []
    for source in sources:
        name, said = mask_numbers(source["name"].strip()), mask_numbers(source.get("said", "").strip())
        on = str(source.get("on") or "")
        if not name:
            continue
        if len(name) > FACT_LIMITS["source"] or len(said) > FACT_LIMITS["said"]:
            raise Refused(_("Sumber ini terlalu panjang. Cukup kantornya dan satu kalimat jawabannya."))
        if on and date.fromisoformat(on) > today:
            raise Refused(_("Tanggal sumber belum tiba. Tulis hari ketika kantor itu menjawab."))
        kept.append({"name": name, "said": said, "on": on})
    if len(kept) > SOURCES_LIMIT:
        raise Refused(_("Cukup %(n)s sumber; pilih yang paling tahu.") % {"n": SOURCES_LIMIT})
    return kept


def _require_family(by: Person, unit_id: UUID) -> None:
    if unit_id not in places.units_under(by.unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))


def _record(action: str, row: Clarification, by: Person, at: datetime) -> None:
    details: dict[str, Any] = {"issue": row.issue_id, "state": row.state, "verdict": row.verdict}
    audit.record(by=by, at=at, action=action, subject=("clarification", row.pk), unit_id=row.unit_id, details=details)
