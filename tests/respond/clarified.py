"""What the tests of facts begin with: the rumour of the ballots, weighed, and what Dewi writes about it."""

from datetime import timedelta
from typing import Any

from teduh.listen import actions as listen
from teduh.listen.actions import Received
from teduh.respond import actions
from teduh.respond.models import Clarification, Disclosure, Referral
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind, Verdict
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent
from tests.factories import World

MYTH = "Sebuah pesan mengatakan surat suara sudah dicoblos."
TEXTS = {
    "title": "Surat suara masih tersegel",
    "fact": "Semua kotak masih tersegel di gudang. KPU dan Bawaslu memeriksanya bersama hari Minggu.",
    "myth": MYTH,
    "why": "Gambar yang beredar berasal dari simulasi, bukan dari gudang.",
}
SOURCES = [
    {"name": "KPU OKU", "said": "Segel utuh dan bernomor.", "on": "2024-10-13"},
    {"name": "Bawaslu OKU", "said": "Kami melihatnya sendiri.", "on": "2024-10-13"},
]
ENGLISH = {
    "title_en": "The ballots are still sealed",
    "fact_en": "All boxes in the store are still sealed. KPU and Bawaslu checked them together on Sunday.",
    "myth_en": "A message says that ballots were already punched.",
    "why_en": "The picture that goes round is from a rehearsal.",
}


def asked(world: World, **more: Any) -> Received:
    """Joko heard it in Ujanmas two hours ago, asks, and holds a receipt."""
    return listen.receive_report(
        text="apa benar surat suara sudah dicoblos pak, saya Joko RT 2",
        unit=world.polres,
        village=world.ujanmas,
        channel="web",
        by=RESIDENT,
        **({"at": world.now - timedelta(hours=2)} | more),
    )


def ballots(world: World, *reports: Any, verdict: Verdict | None = Verdict.CONFIRMED_FALSE, **more: Any) -> Issue:
    """Budi opens the rumour in Ujanmas, asks the KPU, and weighs it."""
    told = {"kind": IssueKind.RUMOUR, "title": "Kabar surat suara dicoblos, kata Joko", "villages": [world.ujanmas]}
    issue = triage.open_issue(unit=world.polres, reports=reports, by=world.budi, at=world.now, **(told | more))
    if verdict:
        triage.add_check(issue=issue, checked_with="KPU OKU", finding="Segel utuh.", by=world.budi, at=world.now)
        reason = "KPU dan Bawaslu melihat segelnya utuh."
        triage.give_verdict(issue=issue, verdict=verdict, reason=reason, by=world.budi, at=world.now)
    return issue


def draft(world: World, issue: Issue | None = None, **changed: Any) -> Clarification:
    """Dewi writes it down."""
    said = {**TEXTS, "sources": SOURCES, "by": world.dewi, "at": world.now}
    return actions.write_clarification(issue=issue or ballots(world), **(said | changed))


def published(world: World, issue: Issue | None = None, **changed: Any) -> Clarification:
    """Dewi wrote it, Hendra read and approved it, Dewi put it on the public page."""
    row = draft(world, issue, **changed)
    row = actions.approve_clarification(clarification=row, by=world.hendra, at=world.now)
    return actions.publish_clarification(clarification=row, by=world.dewi, at=world.now)


def told_of(subject: Any) -> list[tuple[str, str]]:
    """The audit rows of one thing: what was done, and by whom."""
    rows = AuditEvent.objects.filter(subject_id=str(subject.pk)).order_by("seq")
    return list(rows.values_list("action", "actor_label"))


def let_out(world: World, referral: Referral, **more: Any) -> Disclosure:
    """Budi covered what should not leave, Hendra read the rest and let it out."""
    said = {"incomplete_reason": "Unsur menyusul besok.", "by": world.budi, "at": world.now}
    made = actions.prepare_disclosure(referral=referral, **(said | more))
    return actions.approve_disclosure(disclosure=made, by=world.hendra, at=world.now)
