"""A district in which one of everything exists, with words that must never be read by the wrong person."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from teduh.field import actions as field_actions
from teduh.listen import actions as listen
from teduh.listen import photos
from teduh.places.keys import new_id
from teduh.places.models import Jurisdiction, Posting
from teduh.plan import actions as plan
from teduh.respond import actions as respond
from teduh.respond import gate
from teduh.respond import reads as respond_reads
from teduh.respond.actions import Met
from teduh.respond.rules import ReferralKind
from teduh.rights import actions as rights
from teduh.setup import actions as setup
from teduh.triage import actions as triage
from teduh.triage.burst_adapt import Gathered
from teduh.triage.factchecks import Claim
from teduh.triage.registry import FactCheck
from teduh.triage.rules import IssueKind, SightingSource, Verdict
from teduh.trust.actors import RESIDENT, SYSTEM
from teduh.trust.models import Device, FactorKind, Person, SecondFactor
from teduh.warn import actions as warn
from teduh.warn import steps
from teduh.warn.adapt import Finding
from teduh.warn.models import Alarm
from teduh.warn.rules import AlarmKind, Decision, TableShape
from tests.factories.world import World
from tests.respond.stories import BEGAN, approved_message, meeting

# Words of people of OKU. Each is written in one kind of record and nowhere else.
REPORT, TALK, ISSUE, COMPLAINT, VISIT, REFERRAL, WORD, RELEASE, REQUEST, ALARM = (
    f"{word}-rahasia-oku"
    for word in (
        *("laporan", "percakapan", "isu", "aduan", "kunjungan"),
        *("rujukan", "kata", "pelepasan", "permintaan", "peringatan"),
    )
)
CONTACT = "0812-0000-7788"
COMPLAINT_CONTACT = "0813-0000-9911"
PURPOSE = "Warga terancam; petugas harus menjemputnya."


@dataclass
class District:
    """What each address with a parameter is opened with, and the people of the neighbour."""

    ids: dict[str, Any] = field(default_factory=dict)
    neighbours: list[Person] = field(default_factory=list)


def make_district(world: World) -> District:
    district = District()
    _said(world, district.ids)
    _answered(world, district.ids)
    _planned(world, district.ids)
    _phoned(world, district.ids)
    _asked_for_rights(world, district.ids)
    _signed_in(world, district.ids)
    district.neighbours = _neighbours(world)
    return district


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return out.getvalue()


def _said(world: World, ids: dict[str, Any]) -> None:
    told = {"channel": "web", "by": RESIDENT, "at": world.now - timedelta(hours=2), "village": world.ujanmas}
    waiting = listen.receive_report(text=f"ribut di lorong, {REPORT}", contact=CONTACT, photos=[picture()], **told)  # type: ignore[arg-type]
    joined = listen.receive_report(text=f"surat suara dicoblos, {REPORT}", **told)  # type: ignore[arg-type]
    complaint = listen.receive_report(
        text=f"oknum polisi minta uang, {COMPLAINT}",
        about_police=True,
        contact=COMPLAINT_CONTACT,
        **told,  # type: ignore[arg-type]
    )
    assert waiting.report is not None
    assert joined.report is not None
    assert joined.receipt is not None
    listen.add_at_receipt(code=joined.receipt, text=f"tambahan {TALK}", at=world.now)
    issue = triage.open_issue(
        kind=IssueKind.RUMOUR,
        title=f"Kabar surat suara {ISSUE}",
        unit=world.polres,
        villages=[world.ujanmas],
        reports=[joined.report],
        by=world.budi,
        at=world.now,
    )
    triage.suggest_join(
        report=waiting.report, issue=issue, why={"score": 60, "words": [], "place": "same"}, at=world.now
    )
    burst = triage.gather(
        unit=world.polres, middle=waiting.report, members=[Gathered(waiting.report, (), 0.0)], at=world.now
    )
    triage.add_sighting(
        issue=issue,
        village=world.ujanmas,
        heard_on=world.today,
        source=next(iter(SightingSource)),
        by=world.budi,
        at=world.now,
    )
    assert burst is not None
    triage.add_check(issue=issue, checked_with="KPU OKU", finding="Segel utuh.", by=world.budi, at=world.now)
    verdict, reason = Verdict.CONFIRMED_FALSE, "KPU melihat segelnya utuh."
    triage.give_verdict(issue=issue, verdict=verdict, reason=reason, by=world.budi, at=world.now)
    opening = listen.ask_to_open(matter_id=waiting.id, purpose=PURPOSE, by=world.budi, at=world.now)
    ids |= {
        "report": waiting.id,
        "issue": issue.pk,
        "issue_object": issue,
        "burst": burst.pk,
        "complaint": complaint.id,
        "opening": opening.pk,
        "factcheck": _factcheck(world).pk,
        "photo": waiting.report.photos.get().pk,
        "sighting": issue.sightings.latest("heard_on").pk,
    }


def _factcheck(world: World) -> FactCheck:
    claim = Claim("Surat suara sudah dicoblos", "", "Salah", "Mafindo", "https://example.org/1", world.today, "id")
    triage.import_factchecks(claims=[claim], file_name="mafindo.csv", by=SYSTEM, at=world.now)
    return FactCheck.objects.get()


def _answered(world: World, ids: dict[str, Any]) -> None:
    issue = ids["issue_object"]
    source = {"name": "KPU OKU", "said": "Segel utuh.", "on": "2024-10-13"}
    fact = respond.write_clarification(
        issue=issue,
        title="Surat suara masih tersegel",
        fact="Semua kotak masih tersegel di gudang.",
        sources=[source],  # type: ignore[list-item]
        by=world.dewi,
        at=world.now,
    )
    message = approved_message(world)
    setup.set_words(operation=world.operation, words={"slogan": [WORD]}, by=world.lina, at=world.now)
    held = respond.write_message(title="Ronda", text=f"Ronda malam, {WORD}.", by=world.rahman, at=world.now)
    (stop,) = gate.stops(held, on=world.today)
    respond.release_in_message(
        message=held,
        digest=gate.digest(held),
        part=stop.part.name,
        start=stop.held.start,
        rule=stop.held.rule,
        reason=f"Bukan semboyan. {RELEASE}",
        by=world.dewi,
        at=world.now,
    )
    visit = respond.record_visit(
        **meeting(world)
        | {
            "people": [Met(role="warga", count=24)],
            "situation": f"Aman. {VISIT}",
            "promises": [("Lampu jalan diperbaiki", "Kades", BEGAN.date() + timedelta(days=9))],
        }
    )
    referral = respond.make_referral(
        issue=issue,
        partner=world.bawaslu,
        kind=ReferralKind.MONEY_POLITICS,
        known_on=date(2024, 10, 8),
        reason=f"Perlu diperiksa. {REFERRAL}",
        by=world.budi,
        at=world.now,
    )
    ids |= {
        "clarification": fact.pk,
        "message": message.pk,
        "visit": visit.pk,
        "promise": visit.promises.get().pk,
        "referral": referral.pk,
    }


def _planned(world: World, ids: dict[str, Any]) -> None:
    steps.compute_days(at=world.now)
    alarm = an_alarm(world, reports=(ids["report"],))
    warn.decide(alarm=alarm, decision=Decision.VISIT, reason=f"Ditinjau. {ALARM}", by=world.rahman, at=world.now)
    warn.save_vulnerability(
        unit=world.polres,
        shape=TableShape.IPKP,
        source=f"Rapat Polres. {ALARM}",
        as_of=date(2024, 5, 23),
        rows=[(world.ujanmas, 55.0, "")],
        reason="Tabel pertama",
        by=world.hendra,
        at=world.now,
    )
    week = plan.make_plan(unit=world.pengandonan, week_start=world.today, by=world.rahman, at=world.now)
    stop = week.stops.first()
    assert stop is not None
    ids |= {
        "alarm": alarm.pk,
        "plan": week.pk,
        "stop": stop.pk,
        "village": world.ujanmas.code,
        "operation": world.operation.pk,
    }


def an_alarm(world: World, *, reports: tuple[Any, ...] = (), days_ago: int = 0) -> Alarm:
    """Six reports of tension from Ujanmas, where one in three weeks is usual, given to Iptu Rahman."""
    day = world.today - timedelta(days=days_ago)
    finding = Finding(
        kind=AlarmKind.UNUSUAL,
        villages=(world.ujanmas.code,),
        first=day - timedelta(days=2),
        last=day,
        observed=6,
        expected=0.1,
        relative_risk=12.0,
        p_value=0.001,
        recurrence_days=1000.0,
        statistic=18.7,
        reports=reports,
    )
    return warn.raise_alarm(
        unit=world.polres,
        day=day,
        finding=finding,
        policy_version=0,
        policy={"kinds": ["tension", "incident"]},
        assigned_to=world.rahman,
        at=world.now,
    )


def _phoned(world: World, ids: dict[str, Any]) -> None:
    """Wati's phone, a photo of the meeting, and what Rahman told of it without seeing what Wati had told again."""
    phone = field_actions.register(phone_id=new_id(), label="HP dinas", by=world.wati, at=world.now).phone
    visit = respond_reads.visit(world.wati, ids["visit"], on=world.today)
    painted = photos.clean(picture())
    photo = respond.add_photo(file_id=new_id(), visit=visit, picture=painted, by=world.wati, at=world.now)
    for person, situation in ((world.wati, "Aman, 24 orang."), (world.rahman, f"Ramai. {VISIT}")):
        made = respond.correct_visit(
            correction_id=new_id(),
            visit=visit,
            base=1,
            account=respond.Account.checked(
                activity=visit.activity,
                started_at=visit.started_at,
                ended_at=visit.ended_at,
                place_detail="",
                people=[Met(role="warga", count=24)],
                questions=(),
                concerns=(),
                promises=(),
                situation=situation,
                at=world.now,
            ),
            by=person,
            at=world.now,
        )
    ids |= {"phone": phone.pk, "visit_file": photo.pk, "difference": made.pk}


def _asked_for_rights(world: World, ids: dict[str, Any]) -> None:
    asked = rights.open_request(
        right="access",
        asker="named",
        asked=f"Pak Amir ingin tahu. {REQUEST}",
        verified=f"Datang sendiri. {REQUEST}",
        contact=CONTACT,
        by=world.ratna,
        at=world.now,
    )
    opening = rights.ask_contact(
        request=asked, purpose="Menjawab permintaannya lewat telepon.", by=world.ratna, at=world.now
    )
    held = rights.place_hold(
        scope="report",
        subject_id=ids["report"],
        reason=f"Surat penyidik nomor 12. {REQUEST}",
        by=world.ratna,
        at=world.now,
    )
    known = rights.Known(
        happened=f"Satu HP petugas hilang. {REQUEST}",
        measures="HP itu dikeluarkan dari daftar perangkat.",
        known_at=world.now,
        kinds=("visit_words",),
    )
    breach = rights.open_breach(known=known, by=world.ratna, at=world.now)
    ids |= {
        "request": asked.pk,
        "request_opening": opening.pk,
        "hold": held.pk,
        "breach": breach.pk,
        "audience": "authority",
        "kind": "devices",
    }


def _signed_in(world: World, ids: dict[str, Any]) -> None:
    device = Device.objects.create(
        person=world.hendra, label="Chrome, Android", signed_in_at=world.now, seen_at=world.now
    )
    factor = SecondFactor(person=world.hendra, kind=FactorKind.TOTP, name="HP", added_at=world.now)
    factor.secret = "JBSWY3DPEHPK3PXP"
    factor.save()
    ids |= {
        "person": world.budi.pk,
        "unit": world.pengandonan.key,
        "jurisdiction": Jurisdiction.objects.filter(unit=world.pengandonan).get().pk,
        "posting": Posting.objects.filter(person=world.wati).first().pk,  # type: ignore[union-attr]
        "device": device.pk,
        "factor": factor.pk,
    }


def _neighbours(world: World) -> list[Person]:
    """The same roles in Muara Enim; Rini is the first of them."""
    roles = ("village_officer", "sector_chief", "district_chief", "public_relations", "auditor", "administrator")
    people = [world.rini]
    for role in roles:
        person = Person(username=f"muara-{role.replace('_', '-')}", name=role, role=role, unit=world.muara_enim)
        person.set_unusable_password()
        person.save()
        people.append(person)
    Posting.objects.create(person=people[1], village=world.ujan_mas_baru, valid_from=date(2024, 1, 1))
    return people
