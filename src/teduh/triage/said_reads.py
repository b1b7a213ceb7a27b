"""What residents said in the reports of issues, for those who look whether a text repeats it. They write nothing."""

from collections.abc import Collection
from uuid import UUID

from teduh.triage.models import Join
from teduh.triage.rules import JoinState


def said_by_issue(issue_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The words of the reports that a person confirmed as part of these issues, as far as they are still here.

    Also of reports whose writer objects to their use: what must not be repeated must be known.
    """
    joins = Join.objects.filter(issue__in=issue_ids, state=JoinState.CONFIRMED, report__words_gone_at=None)
    found: dict[UUID, list[str]] = {}
    for join in joins.select_related("report"):
        found.setdefault(join.issue_id, []).append(join.report.text)
    return found
