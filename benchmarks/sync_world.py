"""The district of the simulation, and what its database must hold when every phone has sent everything."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.sync_phone import Officer


def make_officers(number: int, *, at: datetime) -> list[Officer]:
    """A district with its outside body, and officers in pairs that look after the same two villages."""
    from teduh.field.actions import register
    from teduh.places.keys import new_id
    from teduh.places.models import Area, Jurisdiction, Posting, Unit
    from teduh.trust.models import Person

    polres = Unit.objects.create(key="polres", name="Polres Contoh", kind="district")
    polsek = Unit.objects.create(key="polsek", name="Polsek Contoh", kind="sector", parent=polres)
    Unit.objects.create(key="luar", name="Pengawas", kind="oversight")
    top = Area.objects.create(code="99", name="Contoh", level="subdistrict", path="99/")
    since = date(2020, 1, 1)
    for unit in (polres, polsek):
        Jurisdiction.objects.create(unit=unit, area=top, valid_from=since)
    people, officers = [], []
    for n in range(number):
        person = Person(username=f"petugas-{n}", name=f"Petugas {n}", role="village_officer", unit=polsek)
        person.set_unusable_password()
        person.save()
        people.append(person)
    for n, person in enumerate(people):
        codes = tuple(f"99.{n // 2:04}{letter}" for letter in "ab")
        for code in codes:
            area, _made = Area.objects.get_or_create(
                code=code, defaults={"name": f"Desa {code}", "level": "village", "parent": top, "path": f"99/{code}/"}
            )
            Posting.objects.create(person=person, village=area, valid_from=since)
        token = register(phone_id=new_id(), label="HP", by=person, at=at).token
        beside = people[n ^ 1] if n ^ 1 < number else person
        officers.append(Officer(str(person.pk), token, codes, str(beside.pk)))
    return officers


@dataclass
class Truth:
    """What the phones made. Each telling of a visit has words of its own, by which it is found again."""

    acts: dict[str, str] = field(default_factory=dict)  # id → kind
    visits: dict[str, int] = field(default_factory=dict)  # id → promises told
    tellings: dict[str, list[str]] = field(default_factory=dict)  # visit → the words of each telling
    reports: set[str] = field(default_factory=set)
    files: dict[str, int] = field(default_factory=dict)  # visit → photos
    kept: set[str] = field(default_factory=set)  # promises
    clashes: int = 0

    def merge(self, other: "Truth") -> None:
        for name in ("acts", "visits", "tellings", "files"):
            getattr(self, name).update(getattr(other, name))
        self.reports |= other.reports
        self.kept |= other.kept
        self.clashes += other.clashes


@dataclass(frozen=True)
class Verdict:
    lost: list[str]
    doubled: list[str]
    overwritten: list[str]
    figures: dict[str, Any]


def judge(truth: Truth) -> Verdict:
    """Look at every record that the phones told of."""
    lost, doubled = _records(truth)
    return Verdict(lost, doubled, _overwritten(truth), _figures(truth))


def _records(truth: Truth) -> tuple[list[str], list[str]]:
    from teduh.field.models import Receipt
    from teduh.listen.models import Report
    from teduh.respond.models import Promise, Visit, VisitQuestion
    from teduh.respond.visitfiles import VisitFile
    from teduh.trust.models import AuditEvent
    from teduh.warn.models import Contact

    receipts = {str(pk) for pk in Receipt.objects.values_list("pk", flat=True)}
    visits = {str(pk) for pk in Visit.objects.values_list("pk", flat=True)}
    reports = {str(pk) for pk in Report.objects.values_list("pk", flat=True)}
    kept = {str(pk) for pk in Promise.objects.exclude(kept_on=None).values_list("pk", flat=True)}
    lost = [f"act {kind} {pk}" for pk, kind in truth.acts.items() if pk not in receipts]
    lost += [f"visit {pk}" for pk in truth.visits if pk not in visits]
    lost += [f"report {pk}" for pk in truth.reports - reports] + [f"promise {pk}" for pk in truth.kept - kept]
    doubled = [f"visit {pk}" for pk in visits - set(truth.visits)] + [f"report {pk}" for pk in reports - truth.reports]
    doubled += [f"receipt {pk}" for pk in receipts - set(truth.acts)]
    counted = (
        ("promises", Promise, truth.visits),
        ("questions", VisitQuestion, dict.fromkeys(truth.visits, 1)),
        ("photos", VisitFile, truth.files),
    )
    for name, model, told in counted:
        found = Counter(str(pk) for pk in model.objects.values_list("visit", flat=True))
        lost += [f"{name} of {pk}" for pk, number in told.items() if found[pk] < number]
        doubled += [f"{name} of {pk}" for pk in found if found[pk] > told.get(pk, 0)]
    for action in ("respond.record_visit", "listen.receive", "field.take", "respond.add_photo"):
        rows = Counter(AuditEvent.objects.filter(action=action).values_list("subject_id", flat=True))
        doubled += [f"{action} {pk}" for pk, number in rows.items() if number > max(1, truth.files.get(pk, 1))]
    if Contact.objects.count() != len(visits):
        doubled.append("contacts")
    return lost, doubled


def _overwritten(truth: Truth) -> list[str]:
    """Tellings of which no trace is left: not in the visit, not in its history, not beside it."""
    from teduh.respond.corrections import Correction
    from teduh.respond.models import Visit

    words: dict[str, list[str]] = {}
    for pk, situation in Visit.objects.values_list("pk", "situation"):
        words.setdefault(str(pk), []).append(situation)
    for pk, told, before in Correction.objects.values_list("visit", "told", "before"):
        words.setdefault(str(pk), []).extend(said.get("situation", "") for said in (told, before))
    return [
        f"{pk}: {told}" for pk, tellings in truth.tellings.items() for told in tellings if told not in words.get(pk, [])
    ]


def _figures(truth: Truth) -> dict[str, Any]:
    from teduh.field.models import Piece, Receipt
    from teduh.respond.corrections import Correction
    from teduh.trust import audit

    return {
        "acts": len(truth.acts),
        "visits": len(truth.visits),
        "reports": len(truth.reports),
        "photos": sum(truth.files.values()),
        "clashes_made": truth.clashes,
        "clashes_kept": Receipt.objects.filter(outcome="conflict").count(),
        "clashes_open": Correction.objects.filter(state="waiting").count(),
        "pieces_left": Piece.objects.count(),
        "chain_breaks": len(audit.verify()),
    }


def now() -> datetime:
    return datetime.now(tz=UTC)
