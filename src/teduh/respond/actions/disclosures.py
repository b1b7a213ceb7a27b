"""Words go out only when one person has covered what should not leave and a different person has read the rest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.respond import leaving, reads
from teduh.respond.adapt import mask_numbers
from teduh.respond.leaving import Part
from teduh.respond.models import Disclosure, PhotoCopy, Referral
from teduh.respond.rules import DisclosureState, ReferralState
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission

REASON_LIMIT: Final = 400
WORDS_LIMIT: Final = 40


@transaction.atomic
def prepare_disclosure(
    *,
    referral: Referral,
    by: Person,
    at: datetime,
    keep: Mapping[str, str] | None = None,
    words: Sequence[str] = (),
    incomplete_reason: str = "",
) -> Disclosure:
    """Propose what leaves. Everything found is covered, but for what `keep` names (finding id) with a reason each.

    `words` are covered wherever they stand. What was proposed before and not yet checked is replaced.
    """
    row = _referral(referral, by, Permission.REFERRAL_WRITE)
    if row.state not in (ReferralState.DRAFT, ReferralState.RETURNED):
        raise Refused(_("Rujukan ini sudah %(state)s.") % {"state": row.get_state_display().lower()})
    row.incomplete_reason = _why_incomplete(row, incomplete_reason)
    row.save(update_fields=("incomplete_reason",))
    parts = leaving.parts_of(row, incomplete_reason=row.incomplete_reason, words=_typed(words))
    kept = _reasons(parts, keep or {})
    _all_found(parts, words)
    row.disclosures.filter(state=DisclosureState.WAITING).update(state=DisclosureState.REPLACED)
    made = Disclosure.objects.create(
        referral=row,
        words={part.name: part.covered(tuple(kept)) for part in parts},
        findings=[_told(part, found, kept) for part in parts for found in part.findings],
        photos=[_photo_told(copy) for copy in reads.photo_copies(row)],
        source=leaving.source_of(row),
        prepared_by=by,
        prepared_at=at,
    )
    kinds = sorted({each["kind"] for each in made.findings})
    _record("respond.prepare_disclosure", made, by, at, found=len(made.findings), kept=len(kept), kinds=kinds)
    return made


@transaction.atomic
def approve_disclosure(*, disclosure: Disclosure, by: Person, at: datetime) -> Disclosure:
    """A second person has read exactly what leaves and lets it out."""
    row = _waiting(disclosure, by)
    if row.source != leaving.source_of(row.referral):
        raise Refused(_("Rujukannya sudah diubah setelah tulisan ini disiapkan. Mintalah disiapkan lagi."))
    row.state, row.checked_by, row.checked_at = DisclosureState.APPROVED, by, at
    row.save(update_fields=("state", "checked_by", "checked_at"))
    _record("respond.approve_disclosure", row, by, at)
    return row


@transaction.atomic
def return_disclosure(*, disclosure: Disclosure, reason: str, by: Person, at: datetime) -> Disclosure:
    """The second person does not let it out, and says why."""
    row = _waiting(disclosure, by)
    why = mask_numbers(reason.strip())
    if not 10 <= len(why) <= REASON_LIMIT:
        raise Refused(_("Tuliskan dalam satu kalimat apa yang masih harus ditutup atau diubah."), field="reason")
    row.state, row.checked_by, row.checked_at, row.return_reason = DisclosureState.RETURNED, by, at, why
    row.save(update_fields=("state", "checked_by", "checked_at", "return_reason"))
    _record("respond.return_disclosure", row, by, at)
    return row


def _why_incomplete(referral: Referral, typed: str) -> str:
    if not reads.missing_elements(referral):
        return ""
    why = mask_numbers(typed.strip())
    if not 10 <= len(why) <= REASON_LIMIT:
        because = _("Ada unsur yang belum terisi. Lengkapi, atau tuliskan mengapa tetap dikirim.")
        raise Refused(because, field="incomplete_reason")
    return why


def _typed(words: Sequence[str]) -> list[str]:
    typed = [word.strip() for word in words if word.strip()]
    if len(typed) > WORDS_LIMIT or any(len(word) > 120 for word in typed):
        raise Refused(_("Paling banyak 40 baris, masing-masing sampai 120 huruf."), field="words")
    return typed


def _reasons(parts: Sequence[Part], keep: Mapping[str, str]) -> dict[str, str]:
    """The finding ids that stay readable, each with its reason; a finding that is no longer there is refused."""
    known = {part.id_of(found) for part in parts for found in part.findings}
    if not known.issuperset(keep):
        raise Refused(_("Tulisannya sudah berubah sejak halaman ini dibuka. Periksa tandanya sekali lagi."))
    reasons = {found: mask_numbers(why.strip()) for found, why in keep.items()}
    for found, why in reasons.items():
        if not 10 <= len(why) <= REASON_LIMIT:
            because = _("Yang tetap terbaca harus ada alasannya, dalam satu kalimat. Atau biarkan tertutup.")
            raise Refused(because, field=found)
    return reasons


def _all_found(parts: Sequence[Part], words: Sequence[str]) -> None:
    """A word that was typed and stands nowhere was misspelt: the person believes it covered."""
    covered = {
        " ".join(part.words_of(found).split()).casefold()
        for part in parts
        for found in part.findings
        if found.kind == "word"
    }
    everything = " ".join(covered)
    for word in _typed(words):
        if " ".join(word.split()).casefold() not in everything:
            raise Refused(_("“%(word)s” tidak ada dalam tulisan. Periksa ejaannya.") % {"word": word}, field="words")


def _told(part: Part, found: Any, kept: Mapping[str, str]) -> dict[str, Any]:
    stays = part.id_of(found) in kept
    return {
        "part": part.name,
        "kind": found.kind,
        "kept": stays,
        "reason": kept.get(part.id_of(found), ""),
        "words": part.words_of(found) if stays else "",
    }


def _photo_told(copy: PhotoCopy) -> dict[str, Any]:
    return {
        "photo": str(copy.photo_id),
        "digest": copy.digest,
        "covered": len(copy.found) - len(copy.kept) + len(copy.cells),
        "kept": list(copy.kept.values()),
    }


def _referral(referral: Referral, by: Person, permission: Permission) -> Referral:
    access.require(by, permission)
    if referral.unit_id not in places.units_under(by.unit):
        raise NotAllowed(_("Isu ini milik satuan lain."))
    return Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)


def _waiting(disclosure: Disclosure, by: Person) -> Disclosure:
    """The row as it stands now, for a second person who may check it."""
    _referral(disclosure.referral, by, Permission.DISCLOSURE_APPROVE)
    row = Disclosure.objects.select_for_update(of=("self",)).select_related("referral").get(pk=disclosure.pk)
    if row.state != DisclosureState.WAITING:
        raise Refused(_("Tulisan ini sudah %(state)s.") % {"state": row.get_state_display().lower()})
    if row.prepared_by_id == by.pk:
        raise Refused(_("Anda yang menyiapkan tulisan ini. Orang lain harus memeriksanya."))
    return row


def _record(action: str, row: Disclosure, by: Person, at: datetime, **details: Any) -> None:
    facts = {"referral": row.referral_id, **details}
    audit.record(
        by=by, at=at, action=action, subject=("disclosure", row.pk), unit_id=row.referral.unit_id, details=facts
    )
