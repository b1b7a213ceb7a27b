"""Which issues a report may belong to. It writes nothing.

The index behind the answers follows the database (docs/decisions/0012): each question first asks for the end of the
audit chain, which moves with every write, and when it has moved compares the version of every row.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Lock
from typing import Any, Final
from uuid import UUID

from django.db.models import BinaryField, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from teduh.listen.models import Report
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.triage import encoder, match_adapt
from teduh.triage.models import BurstMember, Issue, Join, JoinPolicy
from teduh.triage.rules import USABLE, JoinState, MemberState
from teduh.trust import audit

# Words of reports are looked through for so many days, and so long a closed issue is shown as answered already.
RECENT_DAYS: Final = 45
# Half of what is joined at this sureness should be right; a district sees what it would mean and sets its own.
THRESHOLD: Final = 0.5
# Districts whose index one process keeps, all of Indonesia's; an empty one weighs a megabyte.
DISTRICTS_KEPT: Final = 600
READ_AT_ONCE: Final = 500
# The audit row after which every process begins anew.
REBUILT: Final = "triage.rebuild_index"
# The front of the sealed words is drawn anew whenever they are sealed anew.
_FRONT: Final = (1, 12)

_kept: "OrderedDict[UUID, Ground]" = OrderedDict()
_keeping = Lock()
_looked = match_adapt.Looked()


class Ground:
    """The index of one district, with the names of its places."""

    def __init__(self, district: Unit) -> None:
        self.unit = district
        self.index = match_adapt.Following()
        self.names: match_adapt.Names = frozenset()
        self.names_stamp: object = None


@dataclass(frozen=True)
class Candidate:
    """An issue that a report may belong to, and why. A closed one is told as answered already."""

    issue: Issue
    match: match_adapt.Match
    state: str

    @property
    def sure(self) -> float:
        return self.match.alike.sure

    @property
    def why(self) -> dict[str, Any]:
        return self.match.why

    @property
    def shown(self) -> dict[str, Any]:
        return self.match.shown


@dataclass(frozen=True)
class Policy:
    """What a district has set, or what Teduh brings: version 0."""

    version: int = 0
    threshold: float = THRESHOLD
    curve: match_adapt.Curve = match_adapt.BY_HAND
    decisions: int = 0


def forget() -> None:
    """Begin anew with nothing in memory; the next question builds it from the database."""
    _kept.clear()
    _looked.forget()


def policy_of(unit: Unit) -> Policy:
    district = places.district_of(unit) or unit
    row = JoinPolicy.objects.filter(unit=district).first()
    if row is None:
        return Policy()
    curve = match_adapt.Curve(row.slope, row.offset, row.conflict)
    return Policy(row.version, row.threshold, curve, row.decisions)


def policies_of(district: Unit) -> QuerySet[JoinPolicy]:
    return JoinPolicy.objects.filter(unit=district).select_related("by")


@contextmanager
def ground(unit: Unit, *, at: datetime) -> Iterator[Ground]:
    """The district's index as the database stands now; nobody changes it meanwhile."""
    district = places.district_of(unit) or unit
    with _keeping:
        found = _kept.setdefault(district.pk, Ground(district))
        _kept.move_to_end(district.pk)
        if len(_kept) > DISTRICTS_KEPT:
            _kept.popitem(last=False)
    with found.index.lock:
        _follow(found, at)
        yield found


def _follow(ground: Ground, at: datetime) -> None:
    today = timezone.localdate(at)

    def follow() -> None:
        ground.index.follow(dict(rows_of(ground.unit, at=at)), read)
        named = (places.areas_version(), today)
        if named != ground.names_stamp:
            ground.names, ground.names_stamp = match_adapt.names(places.names_around(ground.unit, on=today)), named

    keep_in_step(ground.index, today, follow=follow)


def keep_in_step(index: match_adapt.Following, *more: Any, follow: Callable[[], None]) -> None:
    """Follow the database when anything was written since the last question, and begin anew after a rebuild."""
    # Asked before the rows: what is written between the two is then seen by the next question at the latest.
    stamp = (*audit.head(), *more)
    if stamp == index.stamp:
        return
    if audit.happened(REBUILT, after=(index.stamp or stamp)[0]):
        index.empty()
    follow()
    index.stamp = stamp


def rebuild(district: Unit, *, at: datetime, progress: Callable[[int], None] = lambda rows: None) -> int:
    """Read every text of the district and build its index anew; gives back how many texts there are.

    Each process builds its own when it is next asked; this one shows that it can be done, and how long it takes.
    """

    def counted(new: Sequence[tuple[Any, ...]]) -> Iterator[match_adapt.Row]:
        for number, row in enumerate(read(new), start=1):
            progress(number)
            yield row

    index = match_adapt.Following()
    index.follow(dict(rows_of(district, at=at)), counted)
    return len(index)


def districts() -> list[Unit]:
    """Every district that has an issue."""
    units = Unit.objects.filter(pk__in=Issue.objects.order_by().values("unit")).select_related("parent__parent__parent")
    found = {district.pk: district for unit in units for district in [places.district_of(unit) or unit]}
    return sorted(found.values(), key=lambda unit: unit.name)


def _since(at: datetime) -> datetime:
    """Whole days, so that all questions of a day mean the same rows."""
    return timezone.make_aware(datetime.combine(timezone.localdate(at) - timedelta(days=RECENT_DAYS), time.min))


def rows_of(district: Unit, *, at: datetime) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """What an index of the district holds at that moment: every text with its version.

    Titles and summaries of open issues and of those closed lately, and the words of reports that a person confirmed as
    part of them within the last weeks. Words that are gone, or whose writer objects, are not among them.
    """
    since, units = _since(at), places.units_under(district)
    lively = Q(closed_at__isnull=True) | Q(closed_at__gte=since)
    issues = Issue.objects.filter(lively, unit__in=units, words_gone_at=None)
    for pk, title, summary in issues.order_by().values_list("pk", "title", "summary"):
        yield ("title", pk), title
        yield ("issue", pk), (title, summary)
    # By joins, not by a list of issues: SQLite else looks every report of the table up.
    lively = Q(issue__closed_at__isnull=True) | Q(issue__closed_at__gte=since)
    of_these = {"issue__unit__in": units, "issue__words_gone_at": None, "report__received_at__gte": since}
    usable = {f"report__{name}": value for name, value in USABLE.items()}
    joins = Join.objects.filter(lively, state=JoinState.CONFIRMED, **of_these, **usable)
    nonce_of = Substr("report__sealed", *_FRONT, output_field=BinaryField())
    for issue, report, nonce in joins.annotate(nonce=nonce_of).values_list("issue", "report", "nonce"):
        yield ("report", report, issue), bytes(nonce)


def read(new: Sequence[tuple[Any, ...]]) -> Iterator[match_adapt.Row]:
    """The texts of these rows; one that went meanwhile is left out."""
    wanted = {kind: [row for row in new if row[0] == kind] for kind in ("title", "issue", "report")}
    told = _in_parts(Issue.objects.all(), {pk for _kind, pk in wanted["title"] + wanted["issue"]})
    for kind, pk in wanted["title"] + wanted["issue"]:
        if pk in told:
            yield (kind, pk), str(pk), told[pk].title if kind == "title" else whole(told[pk])
    reports = _in_parts(Report.objects.filter(**USABLE), {row[1] for row in wanted["report"]})
    for row in wanted["report"]:
        if row[1] in reports:
            yield row, str(row[2]), reports[row[1]].text


def whole(issue: Issue) -> str:
    """Title and summary; the title alone is compared beside it, for a long summary would water it down."""
    return "\n".join(part for part in (issue.title, issue.summary) if part)


def _in_parts(rows: QuerySet[Any], keys: Iterable[UUID]) -> dict[UUID, Any]:
    ordered = sorted(keys)
    found: dict[UUID, Any] = {}
    for start in range(0, len(ordered), READ_AT_ONCE):
        found |= rows.in_bulk(ordered[start : start + READ_AT_ONCE])
    return found


def _heard_last(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """With their villages and the moment at which they were last heard."""
    last = Max("joins__report__received_at", filter=Q(joins__state=JoinState.CONFIRMED))
    return issues.annotate(last_report=last).prefetch_related("villages")


def open_matters(district: Unit) -> dict[UUID, match_adapt.Matter]:
    """Every open issue of the district, as far as nearness counts."""
    issues = Issue.objects.filter(closed_at__isnull=True, words_gone_at=None, unit__in=places.units_under(district))
    return {issue.pk: matter(issue) for issue in _heard_last(issues)}


def matter(issue: Issue) -> match_adapt.Matter:
    villages = {village.pk: village.name for village in issue.villages.all()}
    return match_adapt.Matter(issue.kind, villages, getattr(issue, "last_report", None) or issue.opened_at)


def heard(report: Report) -> match_adapt.Heard:
    village = (report.village.pk, report.village.name) if report.village else None
    return match_adapt.Heard(village, report.received_at)


def candidates(
    report: Report, *, at: datetime, limit: int = 5, among: QuerySet[Issue] | None = None
) -> list[Candidate]:
    """Issues of the district that the report may belong to, best first, each with its reasons.

    What a person refused is not among them. With `among`, only issues of these, so that nobody reads the title of an
    issue that they may not open.
    """
    states = dict(Join.objects.filter(report=report).values_list("issue", "state"))
    refused = {issue for issue, state in states.items() if state == JoinState.REFUSED}
    curve = policy_of(report.unit).curve
    with ground(report.unit, at=at) as found:
        near = found.index.nearest(report.text, among=_readable(among, at), but_not={str(pk) for pk in refused})
        names = found.names
    issues = _heard_last(Issue.objects.filter(pk__in=[UUID(owner) for owner in near])).in_bulk()
    evidences = match_adapt.evidences(report.text, near, names=names, curve=curve)
    matters = {pk: matter(issue) for pk, issue in issues.items()}
    matches = match_adapt.matches(heard(report), evidences, matters, curve=curve)
    texts = [near[str(one.issue_id)] for one in matches]
    ordered = encoder.reordered(report.text, matches, texts=texts, sure=[one.alike.sure for one in matches])
    return [Candidate(issues[one.issue_id], one, states.get(one.issue_id, "")) for one in ordered[:limit]]


def _readable(among: QuerySet[Issue] | None, at: datetime) -> set[str] | None:
    if among is None:
        return None
    lately = among.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=_since(at)))
    return {str(pk) for pk in lately.order_by().values_list("pk", flat=True)}


@dataclass(frozen=True)
class Waiting:
    """A report to compare, the issues that a person refused for it, and all that its comparison depends on."""

    report: Report
    refused: frozenset[UUID]
    state: tuple[Any, ...]


def to_compare(waiting: QuerySet[Report], *, at: datetime, at_most: int) -> dict[Unit, list[Waiting]]:
    """Of these the ones without a suggestion whose comparison may end otherwise than last time, by district.

    Never compared ones come first, the newest before: reports that are like nothing must not bar the way. Of the copies
    of a burst one is compared, the middle one: they are decided together.
    """
    offered = Join.objects.filter(report=OuterRef("pk"), state=JoinState.SUGGESTED)
    copies = BurstMember.objects.filter(report=OuterRef("pk"), state=MemberState.SUGGESTED, stands_out=False)
    spoken_for = copies.filter(burst__middle__in=waiting.order_by().values("pk")).exclude(burst__middle=OuterRef("pk"))
    rows = list(
        waiting.filter(~Exists(offered), ~Exists(spoken_for))
        .order_by("-received_at", "pk")
        .annotate(nonce=Substr("sealed", *_FRONT, output_field=BinaryField()))
        .values_list("pk", "unit", "village", "nonce")
    )
    districts = _districts({unit for _pk, unit, _village, _nonce in rows})
    moved = {district: _moved(district, at) for district in set(districts.values())}
    refused: dict[UUID, set[UUID]] = {}
    said_no = Join.objects.filter(state=JoinState.REFUSED, report__in=waiting.order_by().values("pk"))
    for report, issue in said_no.values_list("report", "issue"):
        refused.setdefault(report, set()).add(issue)
    states = {
        pk: (village, bytes(nonce), frozenset(refused.get(pk, ())), *moved[districts[unit]])
        for pk, unit, village, nonce in rows
    }
    due = _looked.due(states)[:at_most]
    reports = _in_parts(waiting.select_related("unit", "village"), due)
    found: dict[Unit, list[Waiting]] = {}
    for pk in due:
        if pk in reports:
            one = Waiting(reports[pk], frozenset(refused.get(pk, ())), states[pk])
            found.setdefault(districts[one.report.unit_id], []).append(one)
    return found


def compared(rows: Iterable[Waiting]) -> None:
    """These need no second look until something that counts has changed."""
    for row in rows:
        _looked.at(row.report.pk, row.state)


def _districts(units: Collection[UUID]) -> dict[UUID, Unit]:
    found = Unit.objects.filter(pk__in=units).select_related("parent__parent__parent")
    return {unit.pk: places.district_of(unit) or unit for unit in found}


def _moved(district: Unit, at: datetime) -> tuple[int, int]:
    """Both change whenever the same question may have another answer."""
    with ground(district, at=at) as found:
        return found.index.changes, policy_of(district).version


def suggested_joins(report_ids: Sequence[UUID], *, among: QuerySet[Issue] | None = None) -> dict[UUID, Join]:
    """The join that the machine suggests for each of these reports, where it suggests an issue of `among`."""
    rows = Join.objects.filter(report__in=report_ids, state=JoinState.SUGGESTED).select_related("issue")
    if among is not None:
        rows = rows.filter(issue__in=among.order_by().values("pk"))
    return {join.report_id: join for join in rows}


def refused_joins(report: Report, *, among: QuerySet[Issue]) -> QuerySet[Join]:
    """What a person refused for this report, with the reason, among issues that the reader may open."""
    rows = Join.objects.filter(report=report, state=JoinState.REFUSED, issue__in=among.order_by().values("pk"))
    return rows.select_related("issue", "by").order_by("-at")
