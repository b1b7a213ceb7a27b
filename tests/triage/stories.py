"""What the tests of triage begin with: what people in OKU said, and the matters it speaks of."""

from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.listen import actions as listen
from teduh.listen.models import Report
from teduh.places.models import Area
from teduh.triage import actions
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent
from tests.factories import World

BALLOTS = "Ada kabar surat suara sudah dicoblos semua di gudang kecamatan"
BALLOTS_AGAIN = "kata orang surat suara di gudang kecamatan sudah dicoblos semua"
ROAD = "Jembatan gantung di dusun dua papannya lepas, anak sekolah takut lewat"
OPINION = "Menurut saya program bupati cuma janji manis, saya tidak setuju"
ANSWER = "Surat suara masih tersegel di gudang; Bawaslu sudah melihatnya."
BECAUSE = "Kabar ini sudah diperiksa dan dijawab."


def said(world: World, text: str = BALLOTS, **more: Any) -> Report:
    """Somebody in Ujanmas said it to Polres OKU an hour ago, and holds a receipt."""
    values = {
        "unit": world.polres,
        "village": world.ujanmas,
        "channel": "web",
        "at": world.now - timedelta(hours=1),
        **more,
    }
    report = listen.receive_report(text=text, by=RESIDENT, **values).report
    assert report is not None
    return report


def said_in_muara_enim(world: World, text: str = BALLOTS) -> Report:
    """The same words, said to the neighbour district of Rini."""
    return said(world, text, unit=world.muara_enim, village=world.ujan_mas_baru)


def said_in_baturaja(world: World, text: str = BALLOTS) -> Report:
    """The same words, said in the sector of Yusuf."""
    return said(world, text, village=world.kemalaraja)


def rumour(world: World, *reports: Report, villages: Sequence[Area] | None = None, **more: Any) -> Issue:
    """Budi opens the matter of the ballots in Ujanmas."""
    values = {"kind": IssueKind.RUMOUR, "title": "Kabar surat suara sudah dicoblos", "by": world.budi, "at": world.now}
    where = [world.ujanmas] if villages is None else villages
    return actions.open_issue(unit=world.polres, villages=where, reports=reports, **(values | more))


def rumour_of_rini(world: World, *reports: Report) -> Issue:
    """Rini opens a matter of her own district."""
    return actions.open_issue(
        kind=IssueKind.RUMOUR,
        title="Kabar surat suara di Muara Enim",
        unit=world.muara_enim,
        villages=[world.ujan_mas_baru],
        reports=reports,
        by=world.rini,
        at=world.now,
    )


def triage_rows() -> list[str]:
    """The actions of triage that the audit chain tells of, in their order."""
    rows = AuditEvent.objects.filter(action__startswith="triage.").order_by("seq")
    return list(rows.values_list("action", flat=True))


def page(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def queries(client: Client, address: str) -> int:
    """How often the database is asked for one page."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
