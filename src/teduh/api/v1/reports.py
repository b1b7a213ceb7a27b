"""Say what you saw, without a name; read the answer with the code."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from teduh.cores.errors import NotFound, Unavailable
from teduh.listen import actions, adapt, limits, reads, slowing
from teduh.listen.rules import TEXT_LIMIT, Channel
from teduh.trust.actors import RESIDENT
from teduh.trust.work import SOLUTION_LIMIT

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
    solution: str = Field("", max_length=SOLUTION_LIMIT)
    note: str = Field("", max_length=500)


class Slowed(Schema):
    """Not refused: solve the challenge, or wait, and send the same report again with what came of it."""

    error: str = "slowed"
    message: str
    field: str | None = None
    challenge: dict[str, Any]
    note: str
    wait_seconds: int
    emergency: bool


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


@router.post("", response={201: ReportTaken, 429: Slowed}, auth=None)
def send(request: HttpRequest, report: ReportIn) -> Status[ReportTaken] | Status[Slowed]:
    attempt, now = _attempt(request, report), timezone.now().timestamp()
    if not slowing.may_send(attempt, now):
        return Status(429, _slowed(attempt, now))
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


def _attempt(request: HttpRequest, report: ReportIn) -> slowing.Send:
    """The id that the sender made is the ticket: what is solved for one report sends no other."""
    content = report.model_dump_json(exclude={"solution", "note"})
    return slowing.Send(
        network=limits.network(request),
        ticket=str(report.id),
        text=report.text,
        content=content,
        solution=request.headers.get("Teduh-Solution", "") or report.solution,
        note=report.note,
    )


def _slowed(attempt: slowing.Send, now: float) -> Slowed:
    asked = slowing.slow(attempt, now)
    return Slowed(
        message="Many reports come from this network. Solve the challenge, or wait, then send this report again.",
        challenge=asked.riddle,
        note=asked.note,
        wait_seconds=asked.wait_s,
        emergency=adapt.is_emergency(attempt.text),
    )


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
