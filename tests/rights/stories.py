"""Sari wrote, left a number and a photo; the desk joined her report; Wati told of a visit; a matter went to Bawaslu."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.apps import apps
from PIL import Image

from teduh.listen import actions as listen
from teduh.listen import reads as listen_reads
from teduh.listen.actions import Received
from teduh.listen.models import Report
from teduh.listen.reads import Talk
from teduh.respond import actions as respond
from teduh.respond.actions import Asked, Promised, Raised
from teduh.respond.models import Referral, Visit
from teduh.respond.rules import ReferralKind
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.respond.stories import BEGAN, meeting

# Each word is said in one place and could leak from there.
SAID, PLACE, TALKED, TITLE, SUMMARY, REASON, TOLD, RAISED, PROMISED, ELEMENT, COMPLAINED = (
    f"{word}kata-rahasia"
    for word in (
        *("laporan", "tempat", "percakapan", "judul", "ringkasan", "alasan"),
        *("kunjungan", "keluhan", "janji", "unsur", "aduan"),
    )
)
NUMBER = "0812-0000-7788"
WORDS = (SAID, PLACE, TALKED, TITLE, SUMMARY, REASON, TOLD, RAISED, PROMISED, ELEMENT, COMPLAINED, NUMBER)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return out.getvalue()


def sent(world: World, **more: Any) -> Received:
    values: dict[str, Any] = {
        "text": f"Surat suara sudah dicoblos, {SAID}",
        "place_text": f"dekat masjid, {PLACE}",
        "channel": "web",
        "village": world.ujanmas,
        "contact": NUMBER,
        "photos": [picture()],
        "by": RESIDENT,
        "at": world.now,
    }
    received = listen.receive_report(**(values | more))
    if received.receipt and received.report:
        listen.add_at_receipt(code=received.receipt, text=f"tambahan {TALKED}", at=world.now)
    return received


def report_of(received: Received) -> Report:
    assert received.report is not None
    return Report.objects.get(pk=received.report.pk)


def complained(world: World) -> Received:
    return sent(world, text=f"oknum polisi minta uang, {COMPLAINED}", about_police=True)


def talk_of(received: Received) -> Talk:
    found = listen_reads.talk_at(received.receipt or "")
    assert found is not None
    return found


def joined(world: World, report: Report) -> Issue:
    issue = triage.open_issue(
        kind=IssueKind.RUMOUR,
        title=f"Kabar surat suara {TITLE}",
        summary=SUMMARY,
        unit=world.polres,
        villages=[world.ujanmas],
        by=world.budi,
        at=world.now,
    )
    triage.suggest_join(report=report, issue=issue, why={"score": 60, "words": [SAID], "place": "same"}, at=world.now)
    triage.join_report(report=report, issue=issue, by=world.budi, at=world.now, why={"score": 60, "words": [SAID]})
    return issue


def closed(world: World, issue: Issue) -> Issue:
    triage.add_check(issue=issue, checked_with="KPU OKU", finding=f"Segel utuh. {REASON}", by=world.budi, at=world.now)
    triage.answer_reporters(issue=issue, text=f"KPU melihat segelnya utuh. {TALKED}", by=world.budi, at=world.now)
    return triage.close_issue(issue=issue, reason=f"Sudah dijawab. {REASON}", by=world.budi, at=world.now)


def visited(world: World, issue: Issue | None = None) -> Visit:
    told = meeting(world) | {
        "situation": f"Aman. {TOLD}",
        "place_detail": f"Balai desa {TOLD}",
        "questions": [Asked(question=f"Kapan {TOLD}?", answer=f"Besok {TOLD}")],
        "concerns": [Raised(text=f"Jalan gelap {RAISED}", issue=issue)],
        "promises": [Promised(text=f"Lampu {PROMISED}", owner="Kades", due_on=BEGAN.date() + timedelta(days=9))],
    }
    return respond.record_visit(**told)


def referred(world: World, issue: Issue) -> Referral:
    return respond.make_referral(
        issue=issue,
        partner=world.bawaslu,
        kind=ReferralKind.MONEY_POLITICS,
        known_on=date(2024, 10, 8),
        reason=f"Bawaslu yang berwenang. {REASON}",
        elements={"what": f"Amplop {ELEMENT}"},
        by=world.budi,
        at=world.now,
    )


def in_clear(*, but: tuple[str, ...] = ()) -> set[str]:
    """Which of the words somebody finds who may read every row of every record, the encrypted ones included."""
    found: set[str] = set()
    for model in apps.get_models():
        if not model.__module__.startswith("teduh."):
            continue
        for row in model._default_manager.all():
            values = [str(getattr(row, field.attname)) for field in model._meta.concrete_fields]
            values += [str(getattr(row, name)) for name in getattr(model, "sealed_names", tuple)()]
            found |= {word for word in WORDS if word not in but and any(word in value for value in values)}
    return found


def done() -> list[str]:
    return list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))
