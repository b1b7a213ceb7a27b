"""The issues of one's own jurisdiction."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from teduh.api.v1.access import Permitted
from teduh.triage import reads
from teduh.trust.access import person_of
from teduh.trust.rules import Permission

router = Router()
PER_PAGE = 50


class IssueOut(Schema):
    id: UUID
    kind: str
    title: str
    level: str
    verdict: str
    priority: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


class IssuePage(Schema):
    total: int
    page: int
    items: list[IssueOut]


@router.get("", response=IssuePage, auth=Permitted(Permission.ISSUE_READ))
def issues(
    request: HttpRequest, page: Annotated[int, Field(ge=1, le=10_000)] = 1, open_only: bool = True
) -> dict[str, Any]:
    rows = reads.issues_for(person_of(request), on=timezone.localdate())
    if open_only:
        rows = rows.filter(closed_at__isnull=True)
    first = (page - 1) * PER_PAGE
    return {"total": rows.count(), "page": page, "items": list(rows[first : first + PER_PAGE])}


@router.get("/{uuid:pk}", response=IssueOut, auth=Permitted(Permission.ISSUE_READ))
def issue(request: HttpRequest, pk: UUID) -> Any:
    return reads.issue(person_of(request), pk, on=timezone.localdate())
