"""The talk at a receipt: the unit asks and answers, the resident adds and replies, without a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import adapt, reads, sealed
from teduh.listen.models import Complaint, Note, Report
from teduh.listen.rules import FROM_RESIDENT, NoteKind
from teduh.listen.words import checked_words
from teduh.places import reads as places
from teduh.trust import access, audit, neutrality
from teduh.trust.actors import RESIDENT, Actor, person_or_none
from teduh.trust.models import Person
from teduh.trust.rules import Permission

# The desk answers; whoever approves a clarification tells those who asked.
SPEAKERS = (Permission.TRIAGE_DECIDE, Permission.CLARIFICATION_APPROVE)


@transaction.atomic
def tell_reporter(
    *,
    report: Report,
    kind: str,
    text: str,
    by: Person | Actor,
    at: datetime,
    link: str = "",
    passed_the_gate: bool = False,
) -> Note:
    """Write a line that whoever holds the receipt will read. What must not go out is refused and explained.

    `passed_the_gate`: the caller has asked the neutrality gate about these very words, or a second person released them
    where they were approved.
    """
    if kind in FROM_RESIDENT:
        raise Refused(_("Baris ini hanya dapat ditulis oleh pelapor."), field="kind")
    if isinstance(by, Person):
        _require_speaker(by, report, at)
    if not passed_the_gate:
        neutrality.require_neutral(text, unit=report.unit, on=timezone.localdate(at), field="text")
    speaker = person_or_none(by)
    note = Note.write(
        report=report,
        kind=kind,
        text=checked_words(text, empty=_("Tuliskan dulu kalimat untuk pelapor.")),
        at=at,
        by_id=speaker.pk if speaker else None,
        link=link,
    )
    audit.record(
        by=by,
        at=at,
        action="listen.tell",
        subject=("report", report.pk),
        unit_id=report.unit_id,
        details={"kind": kind},
    )
    return note


def add_at_receipt(*, code: str, text: str, at: datetime, not_about_police: bool = False) -> None:
    """The holder of a receipt says more."""
    talk = reads.talk_at(code)
    if talk is None:
        raise NotFound(_("Kode ini tidak kami temukan."))
    add_to_talk(talk_id=talk.id, text=text, at=at, not_about_police=not_about_police)


@transaction.atomic
def add_to_talk(*, talk_id: UUID, text: str, at: datetime, not_about_police: bool = False) -> None:
    """The same, for somebody who has shown the code already."""
    talk = reads.talk_by_id(talk_id)
    if talk is None:
        raise NotFound(_("Percakapan ini tidak ada lagi."))
    words = checked_words(text, empty=_("Tuliskan dulu yang ingin Anda sampaikan."))
    kind = NoteKind.REPLY if talk.open_question else NoteKind.ADDITION
    if talk.sealed:
        complaint = Complaint.objects.get(pk=talk_id)
        sealed.seal_line(complaint=complaint, kind=kind, text=words, by=RESIDENT, at=at)
        unit_id = complaint.receiver_id
    else:
        # The unit reads this talk; a complaint about its people must not slip in unseen by who wrote it.
        if adapt.is_police_conduct(words) and not not_about_police:
            raise Refused(
                _(
                    "Kalimat ini tampaknya tentang perilaku polisi, dan percakapan ini dibaca polisi setempat. "
                    "Belum ada yang terkirim. Anda dapat mengirimkannya sebagai laporan tersegel, "
                    "atau tetap mengirimkannya di sini."
                ),
                field="about_police",
            )
        report = Report.objects.get(pk=talk_id)
        Note.write(report=report, kind=kind, text=words, at=at)
        unit_id = report.unit_id
    subject = ("complaint" if talk.sealed else "report", talk_id)
    audit.record(by=RESIDENT, at=at, action="listen.add", subject=subject, unit_id=unit_id, details={"kind": kind})


def _require_speaker(by: Person, report: Report, at: datetime) -> None:
    """The role may speak, and the report was received by the person's own district or lies in their villages."""
    if not any(access.may(by, permission) for permission in SPEAKERS):
        raise NotAllowed(_("Peran Anda tidak dapat menulis kepada pelapor."))
    if by.unit_id in places.units_under(report.unit):
        return
    on = timezone.localdate(at)
    if not (report.village_id and access.villages_for(by, on=on).filter(pk=report.village_id).exists()):
        raise NotFound(_("Laporan ini tidak ada, atau tidak di wilayah tugas Anda."))
