"""What each kind of act does: it asks the stage's own action, under the stage's own rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.field import forms
from teduh.field.actions import files
from teduh.field.forms import Act
from teduh.field.models import WaitingFile
from teduh.field.rules import CLOCK_AHEAD, Todo
from teduh.listen import actions as listen
from teduh.listen import photos, receipts
from teduh.listen.photos import CleanPhoto
from teduh.listen.rules import PHOTO_COUNT, Channel
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.places.rules import AreaLevel
from teduh.plan import actions as plan
from teduh.plan import reads as stops
from teduh.respond import actions as respond
from teduh.respond import reads
from teduh.respond.rules import CorrectionState
from teduh.triage import reads as triage
from teduh.trust import reads as trust
from teduh.trust.models import Person


@dataclass(frozen=True)
class Done:
    """What the phone is told: ids, versions and notes, no words of anybody."""

    result: dict[str, Any] = field(default_factory=dict)
    conflict: bool = False


class Later(Exception):
    """Nothing is wrong with the act, but something it needs is not here yet."""

    def __init__(self, error: str, message: str, *, todo: Todo) -> None:
        super().__init__(message)
        self.error, self.message, self.todo = error, message, todo


# Photos painted anew, by the id of their file.
Ready = dict[UUID, CleanPhoto]


def has_files(act: Act) -> bool:
    """Whether a photo or a voice note belongs to it, which came before it in pieces."""
    return act.kind in ("visit.photo", "visit.voice") or (act.kind == "report.enter" and bool(act.body.files))


def prepare(act: Act, by: Person) -> Ready:
    """The slow part, before the transaction begins: nobody waits at the database while a photo is painted."""
    if act.kind == "visit.photo":
        _visit(act.body.visit)
        ids = [act.body.file]
    elif act.kind == "report.enter":
        ids = act.body.files
    else:
        return {}
    if len(ids) > PHOTO_COUNT:
        raise Refused(_("Paling banyak tiga foto untuk satu laporan."), field="files")
    return {file.pk: photos.clean(files.content_of(file)) for file in _files(ids, by, held=False)}


def record_visit(act: Act, by: Person, at: datetime, _ready: Ready) -> Done:
    told: forms.VisitRecord = act.body
    village = _village(told.village)
    started_at, ended_at, notes = _within_clock(told, at)
    stop_id = reads.stop_there(by, told.stop, village)
    if told.stop and stop_id is None:
        notes.append({"note": "stop", "message": _("Rencana itu sudah tidak ada; kunjungan tercatat tanpa rencana.")})
    respond.record_visit(
        visit_id=told.visit,
        unit=by.unit,
        village=village,
        activity=told.activity,
        started_at=started_at,
        ended_at=ended_at,
        officers=_officers(told.officers, by),
        people=[respond.Met(role=met.role, count=met.count) for met in told.people],
        messages=_messages(told.messages),
        questions=[(asked.question, asked.answer) for asked in told.questions],
        concerns=_concerns(told.concerns),
        promises=[(made.text, made.owner, made.due_on) for made in told.promises],
        situation=told.situation,
        place_detail=told.place_detail,
        stop_id=stop_id,
        by=by,
        at=at,
    )
    return Done({"visit": str(told.visit), "version": 1, "notes": notes})


def correct_visit(act: Act, by: Person, at: datetime, _ready: Ready) -> Done:
    told: forms.VisitCorrect = act.body
    visit = _visit(told.visit)
    started_at, ended_at, notes = _within_clock(told, at)
    if notes:
        # The first telling was moved back as it came; a clock that is ahead does not move it once more.
        started_at, ended_at = visit.started_at, visit.ended_at
    account = respond.Account.checked(
        activity=told.activity,
        started_at=started_at,
        ended_at=ended_at,
        place_detail=told.place_detail,
        people=[respond.Met(role=met.role, count=met.count) for met in told.people],
        questions=[(asked.question, asked.answer) for asked in told.questions],
        concerns=_concerns(told.concerns),
        promises=(),
        situation=told.situation,
        at=at,
    )
    made = respond.correct_visit(
        correction_id=act.id,
        visit=visit,
        base=told.base,
        account=account,
        messages=_messages(told.messages),
        settles=told.settles,
        by=by,
        at=at,
    )
    result: dict[str, Any] = {"visit": str(visit.pk), "notes": notes}
    if made.state == CorrectionState.WAITING:
        return Done(result | {"version": made.visit.version, "difference": str(made.pk)}, conflict=True)
    return Done(result | {"version": made.version})


def add_photo(act: Act, by: Person, at: datetime, ready: Ready) -> Done:
    told: forms.VisitPhoto = act.body
    visit = _visit(told.visit)
    (file,) = _files([told.file], by)
    respond.add_photo(file_id=told.file, visit=visit, picture=ready[told.file], by=by, at=at)
    files.use(file, at=at)
    return Done({"visit": str(visit.pk), "file": str(told.file)})


def add_voice(act: Act, by: Person, at: datetime, _ready: Ready) -> Done:
    told: forms.VisitVoice = act.body
    visit = _visit(told.visit)
    (file,) = _files([told.file], by)
    content = files.content_of(file)
    respond.add_voice(file_id=told.file, visit=visit, content=content, seconds=told.seconds, by=by, at=at)
    files.use(file, at=at)
    return Done({"visit": str(visit.pk), "file": str(told.file)})


def skip_stop(act: Act, by: Person, at: datetime, _ready: Ready) -> Done:
    told: forms.StopSkip = act.body
    plan.skip_stop(stop=stops.stop(by, told.stop), reason=told.reason, by=by, at=at)
    return Done({"stop": str(told.stop)})


def keep_promise(act: Act, by: Person, at: datetime, _ready: Ready) -> Done:
    told: forms.PromiseKeep = act.body
    kept_on = _not_ahead(told.kept_on, at)
    promise = reads.promise_made_to(by, told.promise, days=(timezone.localdate(at), kept_on))
    respond.keep_promise(promise=promise, kept_on=kept_on, outcome=told.outcome, by=by, at=at)
    return Done({"promise": str(told.promise)})


def tell_back(act: Act, by: Person, at: datetime, _ready: Ready) -> Done:
    told: forms.PromiseTell = act.body
    on = _not_ahead(told.on, at)
    promise = reads.promise_made_to(by, told.promise, days=(timezone.localdate(at), on))
    respond.tell_back(promise=promise, on=on, by=by, at=at)
    return Done({"promise": str(told.promise)})


def enter_report(act: Act, by: Person, at: datetime, ready: Ready) -> Done:
    told: forms.ReportEnter = act.body
    code = receipts.read_code(told.code)
    if code is None:
        raise Refused(_("Kode tanda terima ini salah satu angkanya. Buat laporan baru dengan kode baru."), field="code")
    waiting = _files(told.files, by)
    received = listen.receive_report(
        report_id=told.report,
        code=code,
        text=told.text,
        channel=Channel.OFFICER,
        place_text=told.place,
        when_text=told.when,
        village=_village(told.village) if told.village else None,
        happened_on=told.happened_on,
        about_police=told.about_police,
        wants_answer=told.wants_answer,
        language=told.language,
        photos=[ready[file.pk] for file in waiting],
        by=by,
        at=at,
    )
    for file in waiting:
        files.use(file, at=at)
    return Done({"sealed": received.complaint is not None, "emergency": received.emergency})


DO: Final[dict[str, Callable[[Act, Person, datetime, Ready], Done]]] = {
    "visit.record": record_visit,
    "visit.correct": correct_visit,
    "visit.photo": add_photo,
    "visit.voice": add_voice,
    "stop.skip": skip_stop,
    "report.enter": enter_report,
    "promise.keep": keep_promise,
    "promise.tell": tell_back,
}


def _within_clock(told: forms.VisitTold, at: datetime) -> tuple[datetime, datetime, list[dict[str, str]]]:
    """The times of the visit as they are kept. A clock that ran ahead moves it back to end when it arrived.

    What the phone said stays in the receipt's time made; a clock that is behind is believed.
    """
    ahead = max(told.ended_at, told.started_at) - at
    if ahead <= timedelta(0):
        return told.started_at, told.ended_at, []
    if ahead > CLOCK_AHEAD:
        raise Refused(
            _("Jam HP maju lebih dari sehari. Betulkan jam HP, periksa waktu kunjungan, lalu kirim lagi."),
            field="started_at",
        )
    message = _("Jam HP lebih maju daripada jam server. Waktu kunjungan digeser mundur; lamanya tetap.")
    return told.started_at - ahead, told.ended_at - ahead, [{"note": "clock", "message": message}]


def _not_ahead(day: date, at: datetime) -> date:
    """A day that a clock ahead by a day would give is the day of arrival; further off the action refuses it."""
    today = timezone.localdate(at)
    return today if today < day <= today + timedelta(days=1) else day


def _village(code: str) -> Area:
    found = places.area(code)
    if found is None or found.level != AreaLevel.VILLAGE:
        raise Refused(_("Desa ini tidak dikenal. Ambil data terbaru dulu."), field="village")
    return found


def _visit(pk: UUID) -> Any:
    found = reads.visit_by_id(pk)
    if found is None:
        raise Later("visit_missing", _("Menunggu kunjungannya tersimpan lebih dulu."), todo=Todo.WAIT)
    return found


def _files(ids: Sequence[UUID], by: Person, *, held: bool = True) -> list[WaitingFile]:
    if not ids:
        return []
    found = files.whole_files(ids, by=by, held=held)
    if found is None:
        raise Later("file_missing", _("Menunggu foto atau suaranya sampai utuh."), todo=Todo.SEND_FILES)
    return found


def _officers(ids: Sequence[UUID], by: Person) -> list[Person]:
    named = [by, *(trust.person(pk) for pk in dict.fromkeys(ids) if pk != by.pk)]
    if any(person is None for person in named):
        raise Refused(_("Seorang petugas yang dipilih tidak dikenal. Pilih lagi."), field="officers")
    return [person for person in named if person is not None]


def _messages(ids: Sequence[UUID]) -> list[Any]:
    found = list(reads.messages_by_id(ids))
    if len(found) != len(set(ids)):
        raise Refused(_("Pesan yang dipilih tidak dikenal. Pilih lagi."), field="messages")
    return found


def _concerns(raised: Sequence[forms.Raised]) -> list[tuple[str, Any]]:
    found = []
    for one in raised:
        issue = triage.issue_by_id(one.issue) if one.issue else None
        if one.issue and issue is None:
            raise Refused(_("Isu yang dipilih tidak dikenal. Pilih lagi, atau biarkan tanpa isu."), field="concerns")
        found.append((one.text, issue))
    return found
