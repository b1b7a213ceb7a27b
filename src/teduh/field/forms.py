"""The shapes of acts, as `docs/offline.md` tells them, and how an old shape becomes the present one.

An unknown field is refused and never dropped: what an officer typed must not vanish because two versions disagree.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from teduh.field.rules import FORM, FORMS, Todo


class Told(Schema):
    """A piece of an act that says nothing beyond its fields."""

    model_config = ConfigDict(extra="forbid")


class Met(Told):
    role: str
    count: int


class Asked(Told):
    question: str
    answer: str = ""


class Raised(Told):
    text: str
    issue: UUID | None = None


class Promised(Told):
    text: str
    owner: str
    due_on: date


class VisitTold(Told):
    """What both a first telling and a correction say."""

    visit: UUID
    activity: str
    started_at: AwareDatetime
    ended_at: AwareDatetime
    place_detail: str = ""
    people: list[Met] = []
    messages: list[UUID] = []
    questions: list[Asked] = []
    concerns: list[Raised] = []
    situation: str = ""


class VisitRecord(VisitTold):
    village: str
    officers: list[UUID] = []
    promises: list[Promised] = []
    stop: UUID | None = None


class VisitCorrect(VisitTold):
    base: int
    settles: list[UUID] = []


class VisitPhoto(Told):
    visit: UUID
    file: UUID


class VisitVoice(Told):
    visit: UUID
    file: UUID
    seconds: int


class StopSkip(Told):
    stop: UUID
    reason: str


class PromiseKeep(Told):
    promise: UUID
    kept_on: date
    outcome: str


class PromiseTell(Told):
    promise: UUID
    on: date


class ReportEnter(Told):
    """No name and no number of whoever spoke: a phone may be lost."""

    report: UUID
    code: Annotated[str, Field(pattern=r"^\d{17}$")]
    text: str
    place: str = ""
    when: str = ""
    village: str | None = None
    happened_on: date | None = None
    about_police: bool = False
    wants_answer: bool = True
    language: Annotated[str, Field(pattern="^(id|en)$")] = "id"
    files: list[UUID] = []


KINDS: Final[dict[str, type[Told]]] = {
    "visit.record": VisitRecord,
    "visit.correct": VisitCorrect,
    "visit.photo": VisitPhoto,
    "visit.voice": VisitVoice,
    "stop.skip": StopSkip,
    "report.enter": ReportEnter,
    "promise.keep": PromiseKeep,
    "promise.tell": PromiseTell,
}

# By the form that it starts from: the body of an act of that form in the next one.
Upgrade = Callable[[str, dict[str, Any]], dict[str, Any]]
UPGRADES: Final[dict[int, Upgrade]] = {}


class Envelope(Told):
    """What stands round every act."""

    id: UUID
    kind: str
    form: int
    person: UUID
    made_at: AwareDatetime
    body: dict[str, Any]


@dataclass(frozen=True)
class Act:
    """One act in the present form."""

    id: UUID
    kind: str
    form: int
    person_id: UUID
    made_at: datetime
    body: Any
    digest: str


class Misfit(Exception):
    """An act that cannot be read; `message` says why, `todo` what to do about it."""

    def __init__(self, error: str, message: str, *, todo: Todo, field: str | None = None) -> None:
        super().__init__(message)
        self.error, self.message, self.todo, self.field = error, message, todo, field


def id_of(sent: Any) -> str | None:
    """The id that an answer goes to, even where nothing else can be read."""
    found = sent.get("id") if isinstance(sent, dict) else None
    return found if isinstance(found, str) and len(found) <= 60 else None


def read(sent: Any, *, today: date) -> Act:
    """The act in the present form, or a `Misfit`."""
    try:
        envelope = Envelope.model_validate(sent)
    except ValidationError as error:
        raise _misshapen(error) from error
    _check_form(envelope.form, today)
    if envelope.kind not in KINDS:
        raise Misfit("unknown_kind", _("Aplikasi ini mengirim sesuatu yang belum dikenal."), todo=Todo.UPDATE_APP)
    body = _without_nul(envelope.body)
    for form in range(envelope.form, FORM):
        body = UPGRADES[form](envelope.kind, body)
    try:
        told = KINDS[envelope.kind].model_validate(body)
    except ValidationError as error:
        raise _misshapen(error) from error
    return Act(
        id=envelope.id,
        kind=envelope.kind,
        form=envelope.form,
        person_id=envelope.person,
        made_at=envelope.made_at,
        body=told,
        digest=_digest(envelope.kind, told),
    )


def _without_nul(value: Any) -> Any:
    """No database keeps this sign, no keyboard has it, and nobody sees it."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    return {name: _without_nul(one) for name, one in value.items()} if isinstance(value, dict) else value


def unreadable() -> Misfit:
    """For what has the right shape and still is no sensible value, such as a day of the year 1."""
    message = _("Ada isian yang tidak masuk akal. Periksa tanggal dan angkanya, lalu kirim lagi.")
    return Misfit("misshapen", message, todo=Todo.MEND)


def _check_form(form: int, today: date) -> None:
    known = FORMS.get(form)
    if known is None:
        raise Misfit(
            "unknown_form",
            _("Aplikasi dan server berbeda versi. Buka aplikasi saat ada sinyal; isian Anda tetap tersimpan."),
            todo=Todo.UPDATE_APP,
        )
    if known.last_day and today > known.last_day:
        raise Misfit(
            "old_form",
            _("Aplikasi ini sudah terlalu lama. Buka saat ada sinyal agar diperbarui; isian Anda tetap tersimpan."),
            todo=Todo.UPDATE_APP,
        )


def _misshapen(error: ValidationError) -> Misfit:
    first = error.errors(include_input=False, include_url=False)[0]
    field = next((str(part) for part in first["loc"] if isinstance(part, str)), None)
    message = _("Bagian “%(field)s” tidak terbaca. Periksa isiannya, atau perbarui aplikasi lalu kirim lagi.")
    return Misfit("misshapen", message % {"field": field or "?"}, todo=Todo.MEND, field=field)


def _digest(kind: str, told: Told) -> str:
    content = json.dumps([kind, told.model_dump(mode="json")], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
