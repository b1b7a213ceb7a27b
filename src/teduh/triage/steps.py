"""What the pipeline runs: waiting reports get the open issues they may belong to."""

from datetime import datetime

from teduh.triage import actions, adapt, reads
from teduh.triage.models import Issue, Join

# So many reports in one run, so that a flood never holds the other steps up.
AT_MOST = 200


def suggest(*, at: datetime) -> int:
    """Offer a join for each waiting report that is much like one open issue; a person confirms or refuses it."""
    offered = 0
    known: dict[object, list[adapt.Known]] = {}
    # The newest first: reports that are like nothing are looked at in every run and must not bar the way.
    for report in reads.all_waiting().exclude(pk__in=Join.objects.values("report")).reverse()[:AT_MOST]:
        if report.unit_id not in known:
            known[report.unit_id] = reads.known_issues(report.unit_id, before=at)
        found = adapt.matches(report.text, report.village_id, report.received_at, known[report.unit_id])
        if found and found[0].score >= adapt.SUGGEST_FROM:
            issue = Issue.objects.get(pk=found[0].issue_id)
            offered += actions.suggest_join(report=report, issue=issue, why=found[0].why, at=at) is not None
    return offered
