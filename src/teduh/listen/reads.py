"""Named questions about what was said. They write nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.listen import adapt, receipts, sealed
from teduh.listen.models import Complaint, ImportRun, Note, Photo, Report
from teduh.listen.retention import COMPLAINT, REPORT_WORDS
from teduh.listen.rules import SEALED_CONTACT, NoteKind
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import UnitKind
from teduh.trust import access
from teduh.trust.models import Person, VaultEntry, VaultOpening
from teduh.trust.retention import Kind, kept_until
from teduh.trust.rules import Permission


@dataclass(frozen=True)
class Line:
    """One line of the talk at a receipt. It names an office at most, never a person."""

    kind: NoteKind
    text: str
    at: datetime
    link: str = ""

    def get_kind_display(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True)
class Talk:
    """What the holder of a receipt may read: their own words and what was answered."""

    id: UUID
    sealed: bool
    by_hint: bool
    received_at: datetime
    text: str
    place_text: str
    when_text: str
    village: Area | None
    unit: Unit
    emergency: bool
    closed: bool
    lines: tuple[Line, ...]
    # Until when the words are kept, by the timer that is in force now.
    kept_until: datetime | None = None
    restricted: bool = False

    @property
    def open_question(self) -> Line | None:
        """The last question of the office that nobody has replied to."""
        for line in reversed(self.lines):
            if line.kind == NoteKind.REPLY:
                return None
            if line.kind == NoteKind.QUESTION:
                return line
        return None

    @property
    def answered(self) -> bool:
        return any(line.kind == NoteKind.ANSWER for line in self.lines)


def reports_for(person: Person, *, on: date) -> QuerySet[Report]:
    """Reports in the person's villages; and, for those who read reports, what their own unit received unplaced."""
    seen = Q(village__in=access.villages_for(person, on=on))
    if access.may(person, Permission.REPORT_READ):
        seen |= Q(village__isnull=True, unit=person.unit_id)
    return (
        Report.objects.filter(seen).select_related("village__parent", "unit", "entered_by").prefetch_related("photos")
    )


def report(person: Person, pk: UUID, *, on: date) -> Report:
    found = reports_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Laporan ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def reports_in(villages: QuerySet[Area]) -> QuerySet[Report]:
    return Report.objects.filter(village__in=villages).select_related("village__parent", "unit")


def report_by_id(pk: UUID) -> Report | None:
    """For those who have checked already who asks."""
    return Report.objects.filter(pk=pk).first()


def photo(person: Person, pk: UUID, *, on: date) -> Photo:
    seen = reports_for(person, on=on).filter(restricted_at=None)
    found = Photo.objects.select_related("report").filter(pk=pk, report__in=seen).first()
    if found is None:
        raise NotFound(_("Foto ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found


def photos_of(person: Person, report_ids: Collection[UUID], *, on: date) -> QuerySet[Photo]:
    """The photos of these reports, as far as this person may read the reports."""
    seen = reports_for(person, on=on).filter(pk__in=report_ids, restricted_at=None).order_by().values("pk")
    return Photo.objects.filter(report__in=seen).select_related("report").order_by("pk")


def notes_of(report_ids: Collection[UUID]) -> QuerySet[Note]:
    """The talk at these reports, oldest line first."""
    return Note.objects.filter(report__in=report_ids).select_related("by", "report")


def reports_with_photos(*, since: datetime) -> set[UUID]:
    """Reports received since then that came with a photo."""
    return set(Photo.objects.filter(report__received_at__gte=since).values_list("report", flat=True))


def reporters_to_tell(report_ids: Collection[UUID]) -> QuerySet[Report]:
    """Of these reports, the ones whose reporter wants an answer and holds a receipt to read it at."""
    return Report.objects.filter(pk__in=report_ids, wants_answer=True, receipt_digest__isnull=False)


def answered_reports(report_ids: Collection[UUID]) -> set[UUID]:
    """Of these reports, the ones whose reporter can read an answer at the receipt."""
    answers = Note.objects.filter(report__in=report_ids, kind=NoteKind.ANSWER)
    return set(answers.values_list("report", flat=True))


def open_complaints(person: Person) -> QuerySet[Complaint]:
    return complaints_for(person).filter(closed_at__isnull=True)


def counts_by_village_and_day(*, villages: QuerySet[Area], first: date, last: date) -> dict[tuple[str, date], int]:
    """How many reports were received, by village and by the district's own day."""
    rows = (
        Report.objects.filter(
            village__in=villages, received_at__gte=_start(first), received_at__lt=_start(last + timedelta(days=1))
        )
        .annotate(day=TruncDate("received_at", tzinfo=timezone.get_default_timezone()))
        .values_list("village", "day")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {(code, day): number for code, day, number in rows}


def answers_by_subdistrict(
    *, unit: Unit, villages: QuerySet[Area], start: datetime, end: datetime, within: timedelta
) -> list[tuple[str | None, bool, bool, int]]:
    """Reports received from `start` to before `end`, as rows of (subdistrict or None, can be answered, was, number).

    `was` means: answered within that time of being received. Reports that stand nowhere on the map yet count for the
    unit that received them.
    """
    in_time = Note.objects.filter(report=OuterRef("pk"), kind=NoteKind.ANSWER, at__lte=OuterRef("received_at") + within)
    here = Q(village__in=villages) | Q(village__isnull=True, unit=unit)
    can_be = Q(wants_answer=True, receipt_digest__isnull=False)
    rows = Report.objects.filter(here, received_at__gte=start, received_at__lt=end).annotate(
        can=Case(When(can_be, then=True), default=False, output_field=BooleanField()), was=Exists(in_time)
    )
    counted = rows.order_by().values_list("village__parent", "can", "was").annotate(number=Count("pk"))
    return [(code, bool(can), bool(was), number) for code, can, was, number in counted]


def last_report_days(*, villages: QuerySet[Area], on: date) -> dict[str, date]:
    """The day of the latest report of each village that has one, up to that day."""
    rows = (
        Report.objects.filter(village__in=villages, received_at__lt=_start(on + timedelta(days=1)))
        .values("village")
        .annotate(latest=Max("received_at"))
        .order_by()
    )
    return {row["village"]: timezone.localdate(row["latest"]) for row in rows}


def talk_at(code: str) -> Talk | None:
    """The talk that this receipt opens, however the code was written."""
    read = receipts.read_code(code)
    if read is None:
        return None
    return _talk(receipt_digest=receipts.digest(read))


def talk_by_id(pk: UUID) -> Talk | None:
    """The talk of somebody who has shown the code a moment ago."""
    return _talk(pk=pk)


def _talk(**which: Any) -> Talk | None:
    # Of a report without words there is no talk any more, also not in a browser where it is still open.
    with_words = Report.objects.filter(words_gone_at=None)
    report = with_words.select_related("village__parent", "unit").filter(**which).first()
    if report is not None:
        lines = tuple(Line(NoteKind(note.kind), note.text, note.at, note.link) for note in report.notes.all())
        return Talk(
            id=report.pk,
            sealed=False,
            by_hint=False,
            received_at=report.received_at,
            text=report.text,
            place_text=report.place_text,
            when_text=report.when_text,
            village=report.village,
            unit=report.unit,
            emergency=report.emergency,
            closed=False,
            lines=lines,
            kept_until=_until(REPORT_WORDS, report.kept_from or report.received_at),
            restricted=report.restricted_at is not None,
        )
    complaint = Complaint.objects.select_related("receiver").filter(**which).first()
    return _sealed_talk(complaint) if complaint else None


def _sealed_talk(complaint: Complaint) -> Talk:
    # Whoever holds the code wrote these words; only reading by others goes on record.
    words = sealed.words_of(complaint)
    return Talk(
        id=complaint.pk,
        sealed=True,
        by_hint=complaint.by_hint,
        received_at=complaint.received_at,
        text=words.text,
        place_text=words.place_text,
        when_text=words.when_text,
        village=None,
        unit=complaint.receiver,
        emergency=words.emergency,
        closed=complaint.closed_at is not None,
        lines=tuple(Line(line.kind, line.text, line.at, line.link) for line in sealed.lines_of(complaint)),
        kept_until=_until(COMPLAINT, complaint.kept_from or complaint.received_at),
        restricted=complaint.restricted_at is not None,
    )


def _until(kind: Kind, since: datetime) -> datetime | None:
    # The latest choice counts, also one that comes into force later: a promise to a resident errs on the early side.
    return kept_until(kind, since, at=since + timedelta(days=kind.days or 0))


def complaints_for(person: Person) -> QuerySet[Complaint]:
    """The sealed matters of the outside body that this person works for. They hold no words."""
    if not access.may(person, Permission.COMPLAINT_READ):
        return Complaint.objects.none()
    counts = {"lines": Count("notes"), "answers": Count("notes", filter=Q(notes__kind=NoteKind.ANSWER))}
    return Complaint.objects.filter(receiver=person.unit_id).annotate(**counts).order_by("-received_at", "pk")


def complaint(person: Person, pk: UUID) -> Complaint:
    found = complaints_for(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Pengaduan ini tidak ada, atau bukan untuk lembaga Anda."))
    return found


def receiving_unit_for(person: Person | None) -> Unit | None:
    """The unit that a report goes to: the one of the settings, else the district that the officer belongs to."""
    return places.receiving_unit(settings.RECEIVING_UNIT) or (district_above(person.unit) if person else None)


def understand(text: str, *, unit: Unit | None, at: datetime) -> adapt.Reading:
    """What the machine reads in a pasted text, for an officer to confirm."""
    return adapt.read_text(text, at=at, within=_within(unit, at))


def place_meant(talk: Talk, *, at: datetime) -> adapt.PlaceReading | None:
    """What the place of a report may be: what was answered to "where", else what the words name."""
    within = _within(talk.unit, at)
    return adapt.read_place(talk.place_text, within=within) or adapt.find_place(talk.text, within=within)


def _within(unit: Unit | None, at: datetime) -> frozenset[str]:
    return village_codes(unit, on=timezone.localdate(at)) if unit else frozenset()


def district_above(unit: Unit | None) -> Unit | None:
    """The district unit that this unit is or belongs to."""
    while unit is not None and unit.kind != UnitKind.DISTRICT:
        unit = unit.parent
    return unit


def village_codes(unit: Unit, *, on: date) -> frozenset[str]:
    """Where a name typed to this unit is looked for."""
    return frozenset(places.villages_of_unit(unit, on=on).values_list("code", flat=True))


def import_runs() -> QuerySet[ImportRun]:
    return ImportRun.objects.all()


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def matter(person: Person, pk: UUID, *, on: date) -> Report | Complaint:
    """The report, or the sealed complaint, that this person may read."""
    found = complaints_for(person).filter(pk=pk).first()
    return found or report(person, pk, on=on)


def contact_of(matter_id: UUID, *, at: datetime) -> VaultEntry | None:
    """The sealed contact that came with a report or complaint, while it is kept."""
    return VaultEntry.objects.filter(kind=SEALED_CONTACT, subject_id=matter_id, expires_at__gt=at).first()


def openings_for(person: Person, *, on: date) -> QuerySet[VaultOpening]:
    """Requests to open a contact: of the matters this person reads; the auditor sees all of the district's own."""
    rows = VaultOpening.objects.filter(entry__kind=SEALED_CONTACT).select_related(
        "entry", "requested_by__unit", "approved_by", "declined_by"
    )
    if not access.may(person, Permission.OPENING_READ):
        return rows.none()
    if access.may(person, Permission.AUDIT_READ):
        return rows.filter(requested_by__unit__in=places.units_under(person.unit))
    mine = Q(entry__subject_id__in=reports_for(person, on=on).order_by().values("pk"))
    return rows.filter(mine | Q(entry__subject_id__in=complaints_for(person).order_by().values("pk")))


def openings_to_decide(person: Person, *, on: date) -> QuerySet[VaultOpening]:
    """Requests that wait for a second person who is this one."""
    waiting = openings_for(person, on=on).filter(approved_by=None, declined_by=None)
    return waiting.exclude(requested_by=person)


def opening(person: Person, pk: UUID, *, on: date) -> VaultOpening:
    found = openings_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Permintaan ini tidak ada, atau tidak di wilayah tugas Anda."))
    return found
