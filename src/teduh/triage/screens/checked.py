"""Claims that others have checked, as they stand beside a report or an issue."""

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teduh.listen.models import Report
from teduh.triage import fact_reads
from teduh.triage.models import Issue
from teduh.triage.screens.forms import OnePageForm


class OtherMatterForm(OnePageForm):
    reason = forms.CharField(label=_("Mengapa ini soal lain?"), max_length=200)


def beside(about: Report | Issue, *, sent: tuple[UUID, OtherMatterForm] | None = None) -> dict[str, Any]:
    """What `checked.html` shows: each claim with its form and where that goes, and what was refused before."""
    name = "desk_factcheck_refuse" if isinstance(about, Report) else "issue_factcheck_refuse"
    lines = [
        (
            claim,
            sent[1] if sent and sent[0] == claim.id else OtherMatterForm(auto_id=f"{claim.id}_%s"),
            reverse(name, args=[about.pk, claim.id]),
        )
        for claim in fact_reads.fact_checks_for(about, at=timezone.now())
    ]
    return {"checked": lines, "checked_refused": fact_reads.refusals_of(about)}
