"""Named questions about clarifications."""

import re
from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.places.rules import AreaLevel
from teduh.respond.models import Clarification
from teduh.respond.rules import PublicationState
from teduh.triage import reads as triage
from teduh.triage.rules import IssueKind, Verdict
from teduh.trust.models import Person

TEXTS: Final = ("title", "fact", "myth", "why", "title_en", "fact_en", "myth_en", "why_en")


def published() -> QuerySet[Clarification]:
    """What the public may read, newest first."""
    rows = Clarification.objects.filter(state=PublicationState.PUBLISHED).select_related("unit")
    return rows.order_by("-published_at", "pk")


def published_by_slug(slug: str) -> Clarification | None:
    """A published fact, or one that was withdrawn and says so."""
    public = (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)
    return Clarification.objects.filter(state__in=public, slug=slug).select_related("issue", "unit").first()


def coarse_places(clarification: Clarification) -> list[str]:
    """Where it is about, no finer than the subdistrict."""
    subdistricts = Area.objects.filter(
        level=AreaLevel.SUBDISTRICT, children__in=clarification.issue.villages.all()
    ).distinct()
    return list(subdistricts.order_by("name").values_list("name", flat=True))


def clarifications_for(person: Person, *, on: date) -> QuerySet[Clarification]:
    """Those of the person's line of units, and, once approved, those about an issue they see; open work first."""
    own = Q(unit__in=places.units_under(person.unit))
    told = Q(issue__in=triage.issues_for(person, on=on).order_by().values("pk")) & ~Q(state=PublicationState.DRAFT)
    open_work = Q(state__in=(PublicationState.DRAFT, PublicationState.APPROVED))
    turn = Case(When(open_work, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Clarification.objects.filter(own | told).select_related("issue", "written_by", "approved_by")
    return rows.order_by(turn, "-written_at", "pk")


def clarification(person: Person, pk: UUID, *, on: date) -> Clarification:
    found = clarifications_for(person, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Klarifikasi ini tidak ada, atau milik satuan lain."))
    return found


def drafts_waiting(person: Person, *, on: date) -> int:
    """How many drafts wait for this person as the second pair of eyes."""
    return clarifications_for(person, on=on).filter(state=PublicationState.DRAFT).exclude(written_by=person).count()


def words_of(clarification: Clarification) -> list[str]:
    """Every text of it that the public will read."""
    told = [text for source in clarification.sources for text in (source["name"], source.get("said", ""))]
    return [text for text in (*(getattr(clarification, name) for name in TEXTS), *told) if text]


def hindrances(clarification: Clarification) -> list[str]:
    """What it still lacks before it can be approved, each in one sentence; its words are the affair of the gate."""
    found = []
    if not clarification.sources:
        found.append(_("Tulis paling sedikit satu sumber sebelum disetujui."))
    if clarification.issue.kind == IssueKind.RUMOUR and clarification.issue.verdict == Verdict.NEW:
        found.append(_("Isu ini belum dinilai. Beri penilaiannya dahulu, agar status kabar itu ikut terbaca."))
    return found


def villages_named(clarification: Clarification) -> list[str]:
    """Villages of the issue that the text names, though the public page goes no finer than the subdistrict."""
    wide = set(coarse_places(clarification))
    names = clarification.issue.villages.order_by("name").values_list("name", flat=True)
    text = "\n".join(words_of(clarification))
    return [name for name in names if name not in wide and re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)]


def clarified_issues(issue_ids: Collection[UUID]) -> set[UUID]:
    """Of these issues, the ones about which a clarification was published."""
    rows = Clarification.objects.filter(issue__in=issue_ids, published_at__isnull=False)
    return set(rows.values_list("issue", flat=True))


def published_in(villages: QuerySet[Area]) -> QuerySet[Clarification]:
    """Everything that was ever published about issues in these villages, withdrawn or not."""
    rows = Clarification.objects.filter(issue__villages__in=villages, published_at__isnull=False)
    return rows.distinct()
