"""A visit is recorded once; what was promised there is kept and told back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.plan import actions as plan
from teduh.plan import reads as stops
from teduh.respond import reads
from teduh.respond.account import TEXT_LIMIT, Account, Met
from teduh.respond.adapt import mask_numbers
from teduh.respond.models import Concern, Message, Promise, Visit, VisitQuestion
from teduh.triage import reads as triage
from teduh.trust import access, audit
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import actions as warn

if TYPE_CHECKING:
    from teduh.triage.models import Issue


def record_visit(
    *,
    visit_id: UUID,
    unit: Unit,
    village: Area,
    activity: str,
    started_at: datetime,
    ended_at: datetime,
    officers: Sequence[Person],
    people: Sequence[Met],
    messages: Sequence[Message] = (),
    questions: Sequence[tuple[str, str]] = (),
    concerns: Sequence[tuple[str, "Issue | None"]] = (),
    promises: Sequence[tuple[str, str, date]] = (),
    situation: str = "",
    place_detail: str = "",
    stop_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> Visit:
    """Keep one visit. The same send again gives the same visit; another content under its id is refused."""
    access.require(by, Permission.VISIT_RECORD)
    account = Account.checked(
        activity=activity,
        started_at=started_at,
        ended_at=ended_at,
        place_detail=place_detail,
        people=people,
        questions=questions,
        concerns=concerns,
        promises=promises,
        situation=situation,
        at=at,
    )
    row = Visit(id=visit_id, unit=unit, village=village, started_at=started_at, ended_at=ended_at, stop_id=stop_id)
    row.recorded_by, row.recorded_at = by, at
    row.digest = account.digest(
        unit=unit.pk,
        village=village.code,
        officers=sorted(str(officer.pk) for officer in officers),
        messages=sorted(str(message.pk) for message in messages),
        stop_id=stop_id,
        by=by.pk,
    )
    earlier = _earlier(row)
    if earlier:
        return earlier
    _check(row, account, officers, messages)
    try:
        return _keep(row, account, officers, messages)
    except IntegrityError:
        # Two sends of one visit at the same moment: the database let one in, and the other gets its result.
        earlier = _earlier(row)
        if earlier:
            return earlier
        raise


def _earlier(row: Visit) -> Visit | None:
    found = Visit.objects.filter(pk=row.pk).first()
    if found and found.digest != row.digest:
        raise Refused(_("Kunjungan ini sudah tersimpan dengan isi yang lain."), field="visit_id")
    return found


def _check(row: Visit, account: Account, officers: Sequence[Person], messages: Sequence[Message]) -> None:
    """Whether these people may tell this of this village."""
    by, at = row.recorded_by, row.recorded_at
    today, that_day = timezone.localdate(at), timezone.localdate(row.started_at)
    if not reads.visitable(by, days=(today, that_day)).filter(pk=row.village_id).exists():
        raise NotAllowed(_("Desa ini di luar wilayah tugas Anda."))
    if row.unit_id not in places.units_under(by.unit):
        raise Refused(_("Kunjungan dicatat atas nama satuan Anda sendiri."), field="unit")
    family = reads.family_of(row.unit)
    if not officers or any(not officer.is_active or officer.unit_id not in family for officer in officers):
        raise Refused(_("Pilih paling sedikit satu petugas dari satuan Anda."), field="officers")
    check_carried(row, account, messages, by=by, today=today)
    if row.stop_id and stops.stop(by, row.stop_id).village_id != row.village_id:
        raise Refused(_("Rencana ini untuk desa lain."), field="stop_id")


def check_carried(row: Visit, account: Account, messages: Sequence[Message], *, by: Person, today: date) -> None:
    """Whether the messages were in use then, and the issues are open ones that this person sees, or saw that day."""
    carried = {message.pk for message in messages}
    in_use = reads.messages_in_use(row.unit, at=account.started_at)
    if carried and carried - set(in_use.values_list("pk", flat=True)):
        raise Refused(_("Pesan yang dipilih belum disetujui atau sudah ditarik."), field="messages")
    named = {issue_id for _text, issue_id in account.concerns if issue_id}
    open_then = Q(closed_at__isnull=True) | Q(closed_at__gte=account.started_at)
    # Talk wanders: people in one village may raise what is an issue of the next.
    for day in (today, timezone.localdate(account.started_at)) if named else ():
        named -= set(triage.issues_for(by, on=day).filter(open_then, pk__in=named).values_list("pk", flat=True))
    if named:
        raise Refused(_("Isu yang dipilih sudah ditutup, atau di luar wilayah tugas Anda."), field="concerns")


@transaction.atomic
def _keep(row: Visit, account: Account, officers: Sequence[Person], messages: Sequence[Message]) -> Visit:
    row.activity, row.place_detail, row.situation = account.activity, account.place_detail, account.situation
    row.people = list(account.people)
    row.save(force_insert=True)
    row.officers.set(officers)
    row.messages.set(messages)
    VisitQuestion.objects.bulk_create(
        VisitQuestion(visit=row, position=n, question=asked.question, answer=asked.answer)
        for n, asked in enumerate(account.questions, start=1)
    )
    Concern.objects.bulk_create(
        Concern(visit=row, position=n, text=text, issue_id=issue_id)
        for n, (text, issue_id) in enumerate(account.concerns, start=1)
    )
    Promise.objects.bulk_create(
        Promise(visit=row, village=row.village, text=made.text, owner=made.owner, due_on=made.due_on)
        for made in account.promises
    )
    by, at = row.recorded_by, row.recorded_at
    counts = {name: len(getattr(account, name)) for name in ("questions", "concerns", "promises")}
    audit.record(
        by=by,
        at=at,
        action="respond.record_visit",
        subject=("visit", row.pk),
        unit_id=row.unit_id,
        details={"village": row.village_id, "activity": row.activity, **counts},
    )
    day = timezone.localdate(row.started_at)
    warn.note_contact(visit_id=row.pk, village=row.village, on=day, by=by, at=at)
    if row.stop_id:
        plan.note_visit(stop_id=row.stop_id, visit_id=row.pk, by=by, at=at)
    return row


@transaction.atomic
def keep_promise(*, promise: Promise, kept_on: date, outcome: str, by: Person, at: datetime) -> Promise:
    """Say that a promise was kept, when, and what became of it."""
    promise = _locked(promise, by, at, told=kept_on)
    if promise.kept_on:
        raise Refused(_("Janji ini sudah dicatat ditepati."))
    outcome = outcome.replace("\x00", "").strip()
    if not outcome:
        raise Refused(_("Tulis apa hasilnya, dalam satu atau dua kalimat."), field="outcome")
    if len(outcome) > TEXT_LIMIT:
        raise Refused(_("Tulisan ini terlalu panjang. Ringkaslah sampai 4.000 huruf."), field="outcome")
    _check_day(kept_on, timezone.localdate(promise.visit.started_at), at, field="kept_on")
    promise.kept_on, promise.outcome = kept_on, mask_numbers(outcome)
    promise.save(update_fields=("kept_on", "outcome"))
    _note(promise, "respond.keep_promise", {"kept_on": kept_on, "late": kept_on > promise.due_on}, by, at)
    return promise


@transaction.atomic
def tell_back(*, promise: Promise, on: date, by: Person, at: datetime) -> Promise:
    """Say that the village was told what became of a promise."""
    promise = _locked(promise, by, at, told=on)
    if promise.kept_on is None:
        raise Refused(_("Catat dulu hasilnya, lalu kabarkan kepada desa."), field="on")
    if promise.told_back_on:
        raise Refused(_("Desa sudah dikabari tentang janji ini."), field="on")
    _check_day(on, promise.kept_on, at, field="on")
    promise.told_back_on = on
    promise.save(update_fields=("told_back_on",))
    _note(promise, "respond.tell_back", {"on": on}, by, at)
    return promise


def _locked(promise: Promise, by: Person, at: datetime, *, told: date) -> Promise:
    """The promise as it stands now, for somebody who may change it."""
    access.require(by, Permission.VISIT_RECORD)
    found = Promise.objects.select_for_update(of=("self",)).select_related("visit", "village").get(pk=promise.pk)
    access.require_village(by, found.village, on=timezone.localdate(at), or_on=told)
    return found


def _check_day(day: date, first: date, at: datetime, *, field: str) -> None:
    if not first <= day <= timezone.localdate(at):
        raise Refused(_("Tanggal ini belum tiba, atau lebih awal daripada yang mungkin."), field=field)


def _note(promise: Promise, action: str, details: dict[str, object], by: Person, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        subject=("promise", promise.pk),
        unit_id=promise.visit.unit_id,
        details=details,
    )
