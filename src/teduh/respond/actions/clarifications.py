"""A clarification from its draft to the public page, and away from it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.keys import new_id
from teduh.respond.models import Clarification
from teduh.respond.neutrality import findings
from teduh.respond.rules import PublicationState
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission

Source = dict[str, str]
TEXTS = ("title", "fact", "myth", "why", "title_en", "fact_en")


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
    title_en: str = "",
    fact_en: str = "",
    verdict: str = "",
) -> Clarification:
    """A draft, fact first. Its status is the issue's verdict of the day unless another is given."""
    access.require(by, Permission.CLARIFICATION_WRITE)
    _require_family(by, issue.unit_id)
    clarification = Clarification(
        id=new_id(), issue=issue, unit=issue.unit, verdict=verdict or issue.verdict, written_by=by, written_at=at
    )
    clarification.slug = _slug(title, clarification)
    texts = {"title": title, "fact": fact, "myth": myth, "why": why, "title_en": title_en, "fact_en": fact_en}
    _fill(clarification, texts, sources)
    clarification.save(force_insert=True)
    _record("respond.write_clarification", clarification, by, at)
    return clarification


@transaction.atomic
def edit_clarification(
    *, clarification: Clarification, texts: dict[str, str], sources: Sequence[Source], by: Person, at: datetime
) -> Clarification:
    """Change a draft. What was approved before must be approved again; what is public is withdrawn, not changed."""
    access.require(by, Permission.CLARIFICATION_WRITE)
    _require_family(by, clarification.unit_id)
    if clarification.state not in (PublicationState.DRAFT, PublicationState.APPROVED):
        raise Refused(
            _("Yang sudah terbit tidak diubah diam-diam. Tarik dahulu dengan alasannya, lalu tulis yang baru.")
        )
    _fill(clarification, texts, sources)
    clarification.state = PublicationState.DRAFT
    clarification.approved_by, clarification.approved_at = None, None
    clarification.written_by, clarification.written_at = by, at
    clarification.save()
    _record("respond.edit_clarification", clarification, by, at)
    return clarification


@transaction.atomic
def approve_clarification(*, clarification: Clarification, by: Person, at: datetime) -> Clarification:
    """A second person has read it. Words that take sides, praise or threaten stop it here."""
    access.require(by, Permission.CLARIFICATION_APPROVE)
    _require_family(by, clarification.unit_id)
    if clarification.written_by_id == by.pk:
        raise NotAllowed(_("Orang lain yang harus menyetujui tulisan Anda."))
    if clarification.state != PublicationState.DRAFT:
        raise Refused(_("Hanya draf yang bisa disetujui."))
    if not clarification.sources:
        raise Refused(_("Tulis paling sedikit satu sumber sebelum disetujui."))
    found = [one for name in TEXTS for one in findings(getattr(clarification, name))]
    if found:
        raise Refused(" ".join(f"“{one.words}”: {one.why}" for one in found))
    clarification.state = PublicationState.APPROVED
    clarification.approved_by, clarification.approved_at = by, at
    clarification.save(update_fields=("state", "approved_by", "approved_at"))
    _record("respond.approve_clarification", clarification, by, at)
    return clarification


@transaction.atomic
def publish_clarification(*, clarification: Clarification, by: Person, at: datetime) -> Clarification:
    """Onto the public page, and to every receipt that asked."""
    access.require_any(by, Permission.CLARIFICATION_WRITE, Permission.CLARIFICATION_APPROVE)
    _require_family(by, clarification.unit_id)
    if clarification.state != PublicationState.APPROVED:
        raise Refused(_("Orang kedua harus menyetujuinya dahulu."))
    clarification.state, clarification.published_at = PublicationState.PUBLISHED, at
    clarification.save(update_fields=("state", "published_at"))
    link = reverse("fact", args=[clarification.slug])
    text = f"{clarification.title}\n{clarification.fact}"
    triage.answer_reporters(issue=clarification.issue, text=text, link=link, by=by, at=at)
    _record("respond.publish_clarification", clarification, by, at)
    return clarification


@transaction.atomic
def withdraw_clarification(*, clarification: Clarification, reason: str, by: Person, at: datetime) -> Clarification:
    """The page stays, says that it was withdrawn, and why."""
    access.require(by, Permission.CLARIFICATION_APPROVE)
    _require_family(by, clarification.unit_id)
    if clarification.state != PublicationState.PUBLISHED:
        raise Refused(_("Hanya yang sudah terbit yang bisa ditarik."))
    if len(reason.strip()) < 10:
        raise Refused(_("Tuliskan alasannya dalam satu kalimat; alasan ini terbaca umum."), field="reason")
    clarification.state, clarification.withdrawn_at = PublicationState.WITHDRAWN, at
    clarification.withdrawn_reason = reason.strip()[:300]
    clarification.save(update_fields=("state", "withdrawn_at", "withdrawn_reason"))
    _record("respond.withdraw_clarification", clarification, by, at)
    return clarification


def _fill(clarification: Clarification, texts: dict[str, str], sources: Sequence[Source]) -> None:
    for name in TEXTS:
        setattr(clarification, name, texts.get(name, "").strip())
    if not clarification.title:
        raise Refused(_("Tulis judulnya: faktanya dalam satu kalimat."), field="title")
    if len(clarification.fact) < 20:
        raise Refused(_("Tulis faktanya dahulu, paling sedikit satu kalimat."), field="fact")
    if clarification.myth and not clarification.why:
        raise Refused(_("Jelaskan mengapa kabar itu tidak benar atau belum jelas."), field="why")
    clarification.sources = [
        {"name": source["name"].strip(), "said": source.get("said", "").strip(), "on": str(source.get("on") or "")}
        for source in sources
        if source.get("name", "").strip()
    ]


def _slug(title: str, clarification: Clarification) -> str:
    """Words of the title, and a few letters of the id so that two titles never meet."""
    return f"{slugify(title)[:60].strip('-')}-{clarification.pk.hex[-6:]}".strip("-")


def _require_family(by: Person, unit_id: Any) -> None:
    if unit_id not in places.units_under(by.unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))


def _record(action: str, row: Clarification, by: Person, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("clarification", row.pk),
        unit_id=row.unit_id,
        details={"issue": row.issue_id, "state": row.state, "verdict": row.verdict},
    )
