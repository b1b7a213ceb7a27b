"""The daily anchor: one hash that an outside body keeps, so that not even we can shorten or rewrite history.

A chain proves its own order, but whoever can write to the database can also write a whole new chain. The anchor is
the number and hash of the last row, printed or mailed away; the rows up to it can then only be what they were.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from teduh.trust import audit
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent

logger = logging.getLogger(__name__)
TRY_AGAIN_AFTER: Final = timedelta(hours=1)
# Mail programs quote, wrap and indent; the digits survive that.
_ANCHOR: Final = re.compile(r"row:[\s>]*(\d+)[\s>]*hash:((?:[\s>]*[0-9a-f]{8}){8})", re.IGNORECASE)


@dataclass(frozen=True)
class Anchor:
    seq: int
    hash: str

    @property
    def groups(self) -> list[str]:
        """The hash in eight groups of eight, as people read it out to each other."""
        return [self.hash[start : start + 8] for start in range(0, 64, 8)]

    def __str__(self) -> str:
        return f"row: {self.seq}\nhash: {' '.join(self.groups)}\n"


def now() -> Anchor:
    return Anchor(*audit.head())


def find(text: str) -> Iterator[Anchor]:
    """Every anchor in a file, a mail, or a whole mailbox."""
    for seq, digits in _ANCHOR.findall(text):
        yield Anchor(int(seq), re.sub(r"[^0-9a-f]", "", digits.lower()))


def holds(anchor: Anchor) -> bool:
    """Whether the row of the anchor is still the row it was; the chain itself is checked by `audit.verify`."""
    return audit.hash_at(anchor.seq) == anchor.hash


def mail(*, at: datetime) -> Anchor:
    """Send the anchor to the outside body; raises OSError (which SMTP errors are) when it cannot be handed over."""
    anchor = now()
    day = timezone.localtime(at)
    send_mail(
        f"Teduh audit anchor {day:%Y-%m-%d}",
        f"{anchor}date: {at:%Y-%m-%dT%H:%M:%SZ}\n\n"
        "Simpan surat ini. Dengan baris ini Anda dapat membuktikan bahwa catatan sampai hari ini tidak diubah:\n"
        "Keep this mail. With it anyone can prove that the history up to today was not changed:\n\n"
        "    teduh audit verify --anchor MAIL.txt\n",
        from_email=None,
        recipient_list=settings.ANCHOR_TO,
    )
    with transaction.atomic():
        audit.record(by=SYSTEM, at=at, action="audit.anchor", subject=("row", str(anchor.seq)))
    return anchor


def mail_daily(*, at: datetime) -> int:
    """A step of the pipeline: once a local day, to whoever the operator named; 1 when a mail went out."""
    if not settings.ANCHOR_TO:
        return 0
    last = AuditEvent.objects.filter(action="audit.anchor").order_by("-seq").values_list("at", flat=True).first()
    if last and timezone.localtime(last).date() == timezone.localtime(at).date():
        return 0
    if AuditEvent.objects.filter(action="audit.anchor_not_sent", at__gt=at - TRY_AGAIN_AFTER).exists():
        return 0
    try:
        mail(at=at)
    except OSError as error:
        logger.warning("The audit anchor could not be mailed: %s", error)
        with transaction.atomic():
            audit.record(by=SYSTEM, at=at, action="audit.anchor_not_sent", subject=("mail", type(error).__name__))
        return 0
    return 1
