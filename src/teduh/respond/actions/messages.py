"""Order messages are written by one person, approved by another, and carried until they are withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places.rules import PhaseKind
from teduh.respond import gate, reads
from teduh.respond.models import Message
from teduh.trust import access, audit, neutrality
from teduh.trust.models import Person
from teduh.trust.rules import Permission

TITLE_LIMIT = 120
KEY_LIMIT = 60
# About two minutes of reading aloud; longer messages are not carried.
TEXT_LIMIT = 1_500
REASON_LIMIT = 300


@transaction.atomic
def write_message(
    *,
    title: str,
    text: str,
    text_en: str = "",
    phases: Sequence[str] = (),
    key: str = "",
    by: Person,
    at: datetime,
) -> Message:
    """A new message; under the key of an earlier one, its next version. It waits for a second person.

    What can never go out is refused at once; what may be a false alarm is kept, and held until somebody else lets it
    through.
    """
    access.require(by, Permission.MESSAGE_WRITE)
    title, text, text_en = " ".join(title.split()), _cleaned(text), _cleaned(text_en)
    _check(title, text, text_en, phases)
    _require_sayable({"title": title, "text": text, "text_en": text_en}, by, at)
    key = key or _free_key(title)
    version = _last_version(key, by) + 1
    Message.objects.filter(key=key, approved_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=at)
    message = Message.objects.create(
        unit=by.unit,
        key=key,
        version=version,
        title=title,
        text=text,
        text_en=text_en,
        phases=list(phases),
        written_by=by,
        written_at=at,
    )
    _note(message, "respond.write_message", by, at)
    return message


@transaction.atomic
def approve_message(*, message: Message, by: Person, at: datetime) -> Message:
    """A second person lets the message go out; it takes the place of the version before it."""
    access.require(by, Permission.MESSAGE_APPROVE)
    message = locked(message, by)
    if message.approved_at or message.withdrawn_at:
        raise Refused(_("Pesan ini tidak sedang menunggu persetujuan."))
    if message.written_by_id == by.pk:
        raise NotAllowed(_("Anda menulis pesan ini. Mintalah orang lain membaca dan menyetujuinya."))
    # The list of words may have grown since the message was written.
    held = gate.still_held(message, on=timezone.localdate(at))
    if held:
        raise Refused(" ".join(stop.sentence for stop in held))
    Message.objects.filter(key=message.key, withdrawn_at__isnull=True).exclude(pk=message.pk).update(withdrawn_at=at)
    message.approved_by, message.approved_at = by, at
    message.save(update_fields=("approved_by", "approved_at"))
    _note(message, "respond.approve_message", by, at)
    return message


@transaction.atomic
def withdraw_message(*, message: Message, reason: str, by: Person, at: datetime) -> Message:
    """Take a message out of use; visits that carried it still show it."""
    if not access.may(by, Permission.MESSAGE_APPROVE):
        access.require(by, Permission.MESSAGE_WRITE)
    message = locked(message, by)
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LIMIT:
        raise Refused(_("Tulis alasannya, paling banyak %d huruf.") % REASON_LIMIT, field="reason")
    if message.withdrawn_at:
        raise Refused(_("Pesan ini sudah ditarik."))
    message.withdrawn_at = at
    message.save(update_fields=("withdrawn_at",))
    _note(message, "respond.withdraw_message", by, at, reason=reason)
    return message


def _cleaned(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _check(title: str, text: str, text_en: str, phases: Sequence[str]) -> None:
    for field, words, limit in (
        ("title", title, TITLE_LIMIT),
        ("text", text, TEXT_LIMIT),
        ("text_en", text_en, TEXT_LIMIT),
    ):
        if not words and field != "text_en":
            raise Refused(_("Bagian ini perlu diisi."), field=field)
        if len(words) > limit:
            raise Refused(_("Terlalu panjang. Ringkaslah sampai %d huruf.") % limit, field=field)
    if set(phases) - set(PhaseKind.values):
        raise Refused(_("Pilih tahapan dari daftar."), field="phases")


def _require_sayable(texts: dict[str, str], by: Person, at: datetime) -> None:
    found = neutrality.held_in(texts.values(), unit=by.unit, on=timezone.localdate(at))
    for field, held in zip(texts, found, strict=True):
        never = [one.sentence for one in held if not one.releasable]
        if never:
            raise Refused(" ".join(never), field=field)


def _last_version(key: str, by: Person) -> int:
    """The highest version under this key; what another district keeps under it is not this person's to change."""
    if Message.objects.filter(key=key).exclude(pk__in=reads.messages_for(by).values("pk")).exists():
        raise NotFound(_("Pesan ini tidak ada."))
    return Message.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0


def _free_key(title: str) -> str:
    base = slugify(title)[: KEY_LIMIT - 4].strip("-") or "pesan"
    taken = set(Message.objects.filter(key__startswith=base).values_list("key", flat=True))
    names = (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def locked(message: Message, by: Person) -> Message:
    """The row as it stands now, where the person sees it."""
    found = reads.messages_for(by).select_for_update(of=("self",)).filter(pk=message.pk).first()
    if found is None:
        raise NotFound(_("Pesan ini tidak ada."))
    return found


def _note(message: Message, action: str, by: Person, at: datetime, **details: str) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("message", message.pk),
        unit_id=message.unit_id,
        details={"key": message.key, "version": message.version, **details},
    )
