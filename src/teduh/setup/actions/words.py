"""The words that an operation keeps out of outgoing messages."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.places import reads
from teduh.places.models import Operation, OperationWord
from teduh.places.rules import WORD_LIMIT, WORDS_LIMIT, WordKind
from teduh.setup.actions.checks import Doer, require
from teduh.trust import audit
from teduh.trust.rules import Permission


@transaction.atomic
def set_words(*, operation: Operation, words: Mapping[str, Sequence[str]], by: Doer, at: datetime) -> None:
    """Put these lists, one for each kind, in the place of all that the operation had.

    The audit row holds counts and a hash of the lists, never the words: history is kept for good, and these words are
    to go with the operation. They are stored by spelling, so that no order pairs a name with a number.
    """
    require(by, Permission.WORDS_MANAGE)
    operation = Operation.objects.select_for_update().get(pk=operation.pk)
    before = reads.words_of(operation)
    after = {kind.value: _cleaned(kind, words.get(kind, ())) for kind in WordKind}
    operation.words.all().delete()
    OperationWord.objects.bulk_create(
        OperationWord(operation=operation, kind=kind, text=text) for kind, texts in after.items() for text in texts
    )
    audit.record(
        by=by,
        at=at,
        action="places.set_words",
        subject=("operation", operation.pk),
        unit_id=operation.unit_id,
        details={
            "before": {kind: len(texts) for kind, texts in before.items()},
            "after": {kind: len(texts) for kind, texts in after.items() if texts},
            "before_digest": _digest(before),
            "after_digest": _digest(after),
        },
    )


def _cleaned(kind: WordKind, typed: Sequence[str]) -> list[str]:
    """Each word once, on one line; refused in one sentence where the gate could make nothing of it."""
    found: dict[str, str] = {}
    for line in typed:
        text = " ".join(line.replace("\x00", "").split())
        if not text:
            continue
        if len(text) > WORD_LIMIT:
            raise Refused(_("“%(text)s…” terlalu panjang. Cukup kata-kata intinya.") % {"text": text[:30]}, field=kind)
        if not any(letter.isalpha() for letter in text):
            raise Refused(
                _("“%(text)s” tidak punya huruf. Angka dan gambar jari sudah diperiksa tanpa daftar.") % {"text": text},
                field=kind,
            )
        if kind == WordKind.ALLOWED and len(text.split()) < 2:
            raise Refused(
                _(
                    "“%(text)s” hanya satu kata dan akan melonggarkan terlalu banyak. Tulis dua kata atau lebih, "
                    "misalnya nama desanya dengan kata “Desa”."
                )
                % {"text": text},
                field=kind,
            )
        found.setdefault(text.casefold(), text)
    if len(found) > WORDS_LIMIT:
        raise Refused(_("Paling banyak %(n)s baris dalam satu daftar.") % {"n": WORDS_LIMIT}, field=kind)
    return sorted(found.values(), key=str.casefold)


def _digest(words: Mapping[str, Sequence[str]]) -> str:
    lists = {kind: sorted(texts) for kind, texts in words.items() if texts}
    return hashlib.sha256(json.dumps(lists, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
