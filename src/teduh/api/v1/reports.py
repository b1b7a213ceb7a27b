"""Say what you saw, without a name; read the answer with the code."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from teduh.cores.errors import NotFound, Unavailable
from teduh.listen import actions, limits, reads
from teduh.listen.rules import TEXT_LIMIT, Channel
from teduh.trust.actors import RESIDENT

router = Router()


class ReportIn(Schema):
    """`id` is a UUID made by the sender, so that a repeat is recognised."""

    id: UUID
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    place: str = Field("", max_length=200)
    when: str = Field("", max_length=200)
    happened_on: date | None = None
    about_police: bool = False
    language: str = Field("id", pattern="^(id|en)$")


class ReportTaken(Schema):
    """`code` opens the answer; it is given once, so a repeat of the same id gets none."""

    code: str | None
    emergency: bool


class Code(Schema):
    code: str = Field(max_length=60)


class NoteOut(Schema):
    kind: str
    text: str
    at: datetime


class TalkOut(Schema):
    received_at: datetime
    notes: list[NoteOut]


@router.post("", response={201: ReportTaken}, auth=None)
def send(request: HttpRequest, report: ReportIn) -> Status[ReportTaken]:
    if not limits.may_report(limits.network(request), timezone.now().timestamp()):
        raise Unavailable("Too many reports came from this network just now. Try again in a minute.", retry=True)
    received = actions.receive_report(
        report_id=report.id,
        text=report.text,
        channel=Channel.WEB,
        place_text=report.place,
        when_text=report.when,
        happened_on=report.happened_on,
        about_police=report.about_police,
        language=report.language,
        by=RESIDENT,
        at=timezone.now(),
    )
    return Status(201, ReportTaken(code=received.receipt, emergency=received.emergency))


@router.post("/talk", response=TalkOut, auth=None)
def talk(request: HttpRequest, code: Code) -> TalkOut:
    network, now = limits.network(request), timezone.now().timestamp()
    if not limits.may_look_up(network, code.code, "", now):
        raise Unavailable("Too many wrong codes came from this network just now. Try again in a minute.", retry=True)
    found = reads.talk_at(code.code)
    if found is None:
        limits.wrong_code(network, now)
        raise NotFound("This code opens nothing. Check each group of digits.")
    return TalkOut(
        received_at=found.received_at,
        notes=[NoteOut(kind=line.kind, text=line.text, at=line.at) for line in found.lines],
    )
