"""Acts of a phone are taken: stored with their receipts in a transaction, or answered with what to do."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused, TeduhError, Unavailable
from teduh.field import forms
from teduh.field.actions import deeds
from teduh.field.actions.deeds import Done, Later, Ready
from teduh.field.forms import Act, Misfit
from teduh.field.models import Phone, Receipt
from teduh.field.rules import STORED, Outcome, Todo
from teduh.trust import audit

logger = logging.getLogger(__name__)
# So many acts share a transaction: a tenth of a second, in which no other writer has a turn.
TOGETHER: Final = 15


@dataclass(frozen=True)
class Answer:
    """What the phone is told about one act."""

    id: str | None
    outcome: Outcome
    result: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    message: str = ""
    field: str | None = None
    todo: Todo | None = None
    # Of a repeat: what became of it the first time.
    first: str | None = None

    def as_json(self) -> dict[str, Any]:
        told = {
            "id": self.id,
            "outcome": str(self.outcome),
            "stored": self.outcome in STORED,
            "error": self.error,
            "message": self.message,
            "field": self.field,
            "todo": str(self.todo) if self.todo else None,
            "result": self.result,
        }
        return told | ({"first": self.first} if self.first else {})


def take_all(*, sent: Sequence[Any], phone: Phone, at: datetime) -> list[Answer]:
    """Store acts in their order, each once. Whatever happens, each has an answer, and one bad act stops no other.

    SQLite has one writer, and each transaction waits for the disk: there a few acts share one, each in its own
    savepoint. PostgreSQL has many, and who held what several acts need could wait for each other for ever: there each
    act is alone.
    """
    read = [_read(one, phone, at) for one in sent]
    # What was stored before needs no more than its answer; asked once for all.
    known = {
        receipt.pk: receipt for receipt in Receipt.objects.filter(pk__in=[a.id for a in read if isinstance(a, Act)])
    }
    read = [_again(one, known[one.id]) if isinstance(one, Act) and one.id in known else one for one in read]
    if connection.vendor != "sqlite":
        return [_alone(one, phone, at) for one in read]
    answers: list[Answer] = []
    # Files are painted before a transaction begins, and a photo needs its visit stored by then.
    for _with_files, run in groupby(read, key=lambda one: isinstance(one, Act) and deeds.has_files(one)):
        alike = list(run)
        for first in range(0, len(alike), TOGETHER):
            answers += _together(alike[first : first + TOGETHER], phone, at)
    return answers


def _read(sent: Any, phone: Phone, at: datetime) -> Act | Answer:
    name = forms.id_of(sent)
    try:
        act = forms.read(sent, today=timezone.localdate(at))
    except Misfit as misfit:
        return _misfit(name, misfit)
    if act.person_id != phone.person_id:
        message = _("Ini dibuat orang lain di HP ini. Orang itu perlu masuk untuk mengirimnya.")
        return Answer(name, Outcome.REFUSED, error="other_person", message=message, todo=Todo.SIGN_IN_AS)
    return act


def _alone(one: Act | Answer, phone: Phone, at: datetime) -> Answer:
    return _taken(one, phone, at) if isinstance(one, Act) else one


def _together(few: Sequence[Act | Answer], phone: Phone, at: datetime) -> list[Answer]:
    """All in one transaction; if that does not work out, nothing of it is stored and each is taken by itself."""
    try:
        ready = {one.id: deeds.prepare(one, phone.person) for one in few if isinstance(one, Act)}
        with transaction.atomic():
            return [_taken(one, phone, at, ready[one.id]) if isinstance(one, Act) else one for one in few]
    except Exception:
        # Whatever it was, it is met again by one act alone, which then is answered for it.
        logger.info("acts are taken one by one", exc_info=True)
        return [_alone(one, phone, at) for one in few]


def _taken(act: Act, phone: Phone, at: datetime, ready: Ready | None = None) -> Answer:
    """Stored, or why not. Without its files made ready, that comes first."""
    try:
        return _store(act, phone, at, deeds.prepare(act, phone.person) if ready is None else ready)
    except (DataError, OverflowError):
        return _misfit(str(act.id), forms.unreadable())
    except (DatabaseError, TeduhError, Later) as error:
        # Perhaps the same act was stored meanwhile by its other send; then that is the answer.
        return _known(act) or _unstored(act, error)
    except Exception:
        # A mistake of ours in one kind of act must not keep the rest of the day on the phone.
        logger.exception("an act of kind %s could not be taken", act.kind)
        return Answer(str(act.id), Outcome.LATER, error="broken", message=_busy(), todo=Todo.WAIT)


def _misfit(name: str | None, misfit: Misfit) -> Answer:
    return Answer(
        name, Outcome.REFUSED, error=misfit.error, message=misfit.message, field=misfit.field, todo=misfit.todo
    )


def _known(act: Act) -> Answer | None:
    receipt = Receipt.objects.filter(pk=act.id).first()
    return None if receipt is None else _again(act, receipt)


def _again(act: Act, receipt: Receipt) -> Answer:
    # A repeat in a newer form says the same in other fields, so only the same form can be compared.
    same_form = receipt.form == act.form
    if receipt.person_id != act.person_id or (same_form and receipt.digest != act.digest):
        message = _("Kiriman ini sudah tersimpan dengan isi yang lain. Catat perubahannya sebagai perbaikan.")
        return Answer(str(act.id), Outcome.REFUSED, error="other_content", message=message, todo=Todo.MEND)
    return Answer(str(act.id), Outcome.KNOWN, result=receipt.result, first=receipt.outcome)


@transaction.atomic
def _store(act: Act, phone: Phone, at: datetime, ready: Ready) -> Answer:
    receipt = Receipt(
        id=act.id,
        person=phone.person,
        phone_id=phone.pk,
        kind=act.kind,
        form=act.form,
        digest=act.digest,
        made_at=act.made_at,
        arrived_at=at,
        outcome=Outcome.ACCEPTED,
    )
    # Before the deed, so that the second of two same sends waits here and does nothing twice.
    receipt.save(force_insert=True)
    done: Done = deeds.DO[act.kind](act, phone.person, at, ready)
    outcome = Outcome.CONFLICT if done.conflict else Outcome.ACCEPTED
    receipt.outcome, receipt.result = outcome, done.result
    receipt.save(update_fields=("outcome", "result"))
    audit.record(
        by=phone.person,
        at=at,
        action="field.take",
        subject=("act", act.id),
        unit_id=phone.person.unit_id,
        details={"kind": act.kind, "phone": phone.pk, "made_at": act.made_at, "outcome": outcome},
    )
    return Answer(str(act.id), outcome, result=done.result)


def _unstored(act: Act, error: Exception) -> Answer:
    name = str(act.id)
    if isinstance(error, Later):
        return Answer(name, Outcome.LATER, error=error.error, message=error.message, todo=error.todo)
    if isinstance(error, NotAllowed):
        return Answer(name, Outcome.REFUSED, error="notallowed", message=error.message, todo=Todo.ASK_CHIEF)
    if isinstance(error, TeduhError) and not isinstance(error, Unavailable):
        about = error.field if isinstance(error, Refused) else None
        kind = type(error).__name__.lower()
        return Answer(name, Outcome.REFUSED, error=kind, message=error.message, field=about, todo=Todo.MEND)
    if not isinstance(error, OperationalError | IntegrityError | Unavailable):
        logger.error("an act of kind %s met the database", act.kind, exc_info=error)
    return Answer(name, Outcome.LATER, error="busy", message=_busy(), todo=Todo.WAIT)


def _busy() -> str:
    return _("Server sedang sibuk. Kiriman ini tetap di HP dan dikirim lagi sendiri.")
