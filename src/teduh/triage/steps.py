"""What the pipeline runs: waiting reports get the open issues they may belong to, near-copies are gathered, and
reports that accuse somebody are marked."""

from datetime import datetime

from teduh.listen import reads as listen
from teduh.triage import actions, burst_adapt, burst_reads, match_adapt, match_reads, reads
from teduh.triage.models import Issue

# So many reports in one run, so that a flood never holds the other steps up.
AT_MOST = 200


def suggest(*, at: datetime) -> int:
    """Join each waiting report as a suggestion where one open issue is surer than the district's threshold.

    A person confirms or refuses it. Copies of one text are compared once.
    """
    offered = 0
    for district, rows in match_reads.to_compare(reads.all_waiting(), at=at, at_most=AT_MOST).items():
        policy = match_reads.policy_of(district)
        with match_reads.ground(district, at=at) as ground:
            compared = match_adapt.Compared(ground.index, ground.names, policy.curve)
            matters = match_reads.open_matters(district)
            matches = [compared.matches(row.report.text, match_reads.heard(row.report), matters) for row in rows]
        for row, found in zip(rows, matches, strict=True):
            best = next((one for one in found if one.issue_id not in row.refused), None)
            if best is not None and best.alike.sure >= policy.threshold:
                issue = Issue.objects.get(pk=best.issue_id)
                offered += actions.suggest_join(report=row.report, issue=issue, why=best.why, at=at) is not None
        match_reads.compared(rows)
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
