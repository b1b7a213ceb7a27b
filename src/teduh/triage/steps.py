"""What the pipeline runs: waiting reports get the open issues they may belong to, near-copies are gathered, and
reports that accuse somebody are marked."""

from datetime import datetime

from teduh.listen import reads as listen
from teduh.triage import actions, adapt, burst_adapt, burst_reads, reads
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


def gather(*, at: datetime) -> int:
    """Put near-copies that came close in time together; gives back how many bursts were made or changed."""
    candidates = burst_reads.candidates(since=at - burst_adapt.WINDOW)
    rows_now = list(candidates.values_list("pk", "village"))
    if not rows_now or not burst_adapt.is_news(rows_now):
        return 0
    reports = list(candidates.select_related("unit"))
    with_photos = listen.reports_with_photos(since=at - burst_adapt.WINDOW)
    made = 0
    for rows in burst_adapt.by_unit(reports).values():
        for group in burst_adapt.groups(rows, with_photos):
            made += actions.gather(unit=rows[0].unit, middle=group.middle, members=group.members, at=at) is not None
    burst_adapt.looked_at(rows_now)
    return made


def caution(*, at: datetime) -> int:
    """Mark waiting reports that accuse one person without grounds, or as one of several; gives back new marks."""
    waiting = reads.all_waiting().filter(received_at__gte=at - burst_adapt.ACCUSED_WINDOW)
    return actions.caution(found=burst_adapt.careful(list(waiting)), at=at)
