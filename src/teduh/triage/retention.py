"""What is forgotten of issues and of what the desk wrote about a report."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from teduh.listen.models import Report
from teduh.triage.models import (
    Assessment,
    CautionRelease,
    Check,
    Issue,
    Join,
    JoinPolicy,
    LevelChange,
    VerdictChange,
)
from teduh.triage.registry import FactCheckRefusal
from teduh.triage.rules import IssueKind, JoinState
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Person
from teduh.trust.retention import GONE, Basis, End, Holds, Kind, Removed, empties
from teduh.trust.rules import Permission


@transaction.atomic
def forget_about_report(*, report_id: UUID, by: Person | Actor, at: datetime) -> None:
    """What the desk and the machine noted about a report that was taken back; that it was joined stays as a count."""
    _forget_notes([report_id])
    audit.record(by=by, at=at, action="triage.forget", subject=("report", report_id))


def _forget_notes(report_ids: Sequence[Any]) -> None:
    Join.objects.filter(report__in=report_ids, state=JoinState.SUGGESTED).delete()
    # The reasons of a join name words of the report.
    Join.objects.filter(report__in=report_ids).update(why={})
    Assessment.objects.filter(report__in=report_ids).update(reason="")
    FactCheckRefusal.objects.filter(report__in=report_ids).update(reason=GONE)


def joined_reports(issue_ids: Collection[UUID]) -> set[UUID]:
    """The reports that a hold on these issues keeps, too."""
    rows = Join.objects.filter(issue__in=issue_ids, state=JoinState.CONFIRMED)
    return set(rows.values_list("report", flat=True))


def _noted() -> QuerySet[Report]:
    """Reports about which a reason is still written down, by a person or by the machine."""
    reasoned = Exists(Assessment.objects.filter(report=OuterRef("pk")).exclude(reason=""))
    joined = Exists(Join.objects.filter(report=OuterRef("pk")).exclude(why={}))
    refused = Exists(FactCheckRefusal.objects.filter(report=OuterRef("pk")).exclude(reason=GONE))
    return Report.objects.filter(reasoned | joined | refused).annotate(since=Coalesce("kept_from", "received_at"))


def _forget_noted(keys: Sequence[Any], at: datetime) -> Removed:
    _forget_notes(keys)
    return Removed(len(keys))


def _closed() -> QuerySet[Issue]:
    return Issue.objects.filter(closed_at__isnull=False, words_gone_at=None)


def _forget_issues(keys: Sequence[Any], at: datetime) -> Removed:
    for issue in Issue.objects.select_for_update().filter(pk__in=keys):
        issue.title, issue.summary, issue.closing_reason = str(IssueKind(issue.kind).label), "", GONE
        issue.words_gone_at = at
        issue.save(update_fields=("title", "summary", "closing_reason", "words_gone_at"))
    for model in (LevelChange, VerdictChange, CautionRelease, FactCheckRefusal):
        model._default_manager.filter(issue__in=keys).update(reason=GONE)
    Check.objects.filter(issue__in=keys).update(finding=GONE)
    return Removed(len(keys))


def _held_issues(holds: Holds) -> Q:
    return Q(pk__in=holds.issues) | holds.within(unit="unit", moment="opened_at")


KINDS: Final = (
    Kind(
        key="desk_notes",
        name=_("Alasan meja dan mesin tentang sebuah laporan"),
        covers=("triage.Assessment", "triage.Join", "triage.FactCheckRefusal"),
        days=365,
        counted_from=_("laporan diterima; untuk impor, hari impor"),
        end=End.ANONYMISE,
        stays=_("keputusan, siapa yang memutuskan, dan isu tempat laporan itu digabungkan"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Menjelaskan mengapa sebuah laporan diputuskan demikian."),
        why=_("Alasan mengutip laporan, jadi pergi bersama laporannya. Pilihan kami; boleh dipendekkan."),
        read_by=(Permission.REPORT_READ,),
        least_days=30,
        rows=_noted,
        age="since",
        held=lambda holds: Q(pk__in=holds.reports) | holds.within(unit="unit", moment="received_at"),
        remove=_forget_noted,
    ),
    Kind(
        key="issue_words",
        name=_("Judul, ringkasan, alasan, dan pemeriksaan isu yang ditutup"),
        covers=(
            *("triage.Issue", "triage.Check", "triage.LevelChange", "triage.VerdictChange", "triage.CautionRelease"),
            "triage.FactCheckRefusal",
        ),
        days=730,
        counted_from=_("isu ditutup; isu yang terbuka tidak dihitung"),
        end=End.ANONYMISE,
        stays=_("jenis, desa, tingkat, penilaian, hari, dan kabar yang terdengar sebagai hitungan"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Mengenali kabar yang sama bila muncul lagi, dan mempertanggungjawabkan penanganannya."),
        why=_("Pilihan kami: dua tahun, sampai pemilihan berikutnya bersiap. Boleh dipendekkan."),
        read_by=(Permission.ISSUE_READ,),
        least_days=90,
        rows=_closed,
        age="closed_at",
        held=_held_issues,
        remove=_forget_issues,
    ),
    Kind(
        key="join_policy_reasons",
        name=_("Alasan perubahan ambang usulan"),
        covers=("triage.JoinPolicy",),
        days=730,
        counted_from=_("perubahan dibuat"),
        end=End.ANONYMISE,
        stays=_("angka pengaturan, siapa, dan kapan"),
        basis=Basis.PUBLIC_TASK,
        purpose=_("Mempertanggungjawabkan dari keyakinan berapa mesin mengusulkan."),
        why=_("Pilihan kami: dua tahun, sampai pemilihan berikutnya bersiap. Boleh dipendekkan."),
        read_by=(Permission.TRIAGE_DECIDE, Permission.MATCH_POLICY),
        least_days=90,
        rows=lambda: JoinPolicy.objects.exclude(reason=GONE),
        age="at",
        held=lambda holds: holds.within(unit="unit", moment="at"),
        remove=empties(JoinPolicy, "reason"),
    ),
)
