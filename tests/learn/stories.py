"""A week of OKU, small enough to be counted by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from teduh.listen import actions as listen
from teduh.listen.models import Report
from teduh.respond import actions as respond
from teduh.respond.rules import ReferralKind
from teduh.triage import actions as triage
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind, Outcome
from teduh.trust.actors import RESIDENT
from tests.factories import World
from tests.respond.clarified import let_out
from tests.respond.stories import meeting

# Thursday 10 October 2024, 13.30 WIB: a day before the meeting in Ujanmas began.
HEARD = datetime(2024, 10, 10, 6, 30, tzinfo=UTC)


def said(world: World, text: str, *, at: datetime = HEARD, **more: Any) -> Report:
    """Somebody says it to Polres OKU; the place is Ujanmas unless another is given."""
    values = {"unit": world.polres, "village": world.ujanmas, "channel": "web", **more}
    report = listen.receive_report(text=text, by=RESIDENT, at=at, **values).report
    assert report is not None
    return report


def matter(world: World, *reports: Report, **more: Any) -> Issue:
    values = {"kind": IssueKind.TENSION, "title": "Ribut batas kebun", "unit": world.polres, "by": world.budi}
    first = reports[0]
    where = [first.village] if first.village else []
    at = max(report.received_at for report in reports) + timedelta(hours=1)
    return triage.open_issue(reports=reports, villages=where, **({"at": at} | values | more))


def week(world: World) -> None:
    """Seven reports of OKU from 8 to 14 October, and four that do not belong among them.

    | report    | placed | assessed | acted on           | answered | can read an answer |
    | quarrel   | yes    | issue    | visit, answer      | yes      | yes                |
    | quarrel 2 | yes    | issue    | visit, answer      | no       | no: no receipt     |
    | envelope  | yes    | issue    | referral           | no       | yes                |
    | queue     | yes    | issue    | nothing            | no       | yes                |
    | opinion   | yes    | opinion  | nothing            | no       | yes                |
    | question  | yes    | answered | answered at once   | yes      | yes                |
    | vague     | no     | waits    | nothing            | no       | yes                |
    """
    quarrel = said(world, "ribut soal batas kebun di ujung dusun")
    quarrel_2 = said(world, "ribut lagi soal batas kebun di ujung dusun", with_receipt=False)
    respond.record_visit(**meeting(world))
    kebun = matter(world, quarrel, quarrel_2)
    triage.answer_reporters(
        issue=kebun, text="Kedua keluarga sudah bertemu di balai desa.", by=world.budi, at=world.now
    )

    envelope = said(world, "ada yang bagi amplop semalam", village=world.tanjungan)
    amplop = matter(world, envelope, kind=IssueKind.ELECTION_OFFENCE, title="Dugaan amplop")
    referral = respond.make_referral(
        issue=amplop,
        partner=world.bawaslu,
        kind=ReferralKind.MONEY_POLITICS,
        known_on=world.today,
        reason="Wewenang Bawaslu, bukan kepolisian.",
        by=world.budi,
        at=world.now,
    )
    let_out(world, referral)
    respond.send_referral(referral=referral, by=world.budi, at=world.now)

    matter(world, said(world, "antre solar panjang sekali", village=world.kemalaraja), title="Antre solar")
    _decide(world, said(world, "menurut saya program bupati cuma janji manis"), Outcome.PROTECTED_SPEECH)
    _decide(world, said(world, "jam berapa TPS dibuka"), Outcome.ANSWERED, answer="TPS dibuka pukul 07.00.")
    said(world, "ada ribut kata orang, di mana saya kurang tahu", village=None)

    # Not among them: a minute too early, a minute too late, another district, a sealed complaint.
    said(world, "kemarin ramai orang di pasar", at=datetime(2024, 10, 7, 16, 59, tzinfo=UTC))
    said(world, "besok ada rapat di balai", at=datetime(2024, 10, 14, 17, 0, tzinfo=UTC))
    said(world, "ribut di Muara Enim", unit=world.muara_enim, village=world.ujan_mas_baru)
    complaint = listen.receive_report(
        text="polisi minta uang di pasar malam",
        unit=world.polres,
        village=world.ujanmas,
        channel="web",
        about_police=True,
        by=RESIDENT,
        at=HEARD,
    )
    assert complaint.report is None


def _decide(world: World, report: Report, outcome: Outcome, answer: str = "") -> None:
    triage.decide(
        report=report, outcome=outcome, reason="Sudah dibaca di meja.", answer=answer, by=world.budi, at=world.now
    )
