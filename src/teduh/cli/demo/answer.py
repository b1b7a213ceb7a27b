"""What the people of the example district made of the reports: issues, visits, facts, referrals, a plan."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.utils import timezone

from teduh import pipeline
from teduh.cli.progress import bar
from teduh.listen import actions as listen
from teduh.listen.importing import NAMESPACE
from teduh.plan import steps as plan
from teduh.respond import actions as respond
from teduh.respond.rules import ActivityType, ReferralKind
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind, Level, Outcome, Priority, SightingSource, Verdict

if TYPE_CHECKING:
    from teduh.cli.demo.load import Fortnight

Entry = dict[str, Any]


def load_messages(fortnight: "Fortnight", entries: list[Entry]) -> None:
    """Messages were written by public relations and approved by the chief before the fortnight began."""
    at = fortnight.moment({"day": -14})
    for entry in entries:
        message = respond.write_message(
            key=entry["key"],
            title=entry["title"],
            text=entry["text"],
            text_en=entry["text_en"],
            phases=entry["phases"],
            by=fortnight.people["dewi"],
            at=at,
        )
        respond.approve_message(message=message, by=fortnight.people["hendra"], at=at)
        fortnight.messages[entry["key"]] = message


def load_issues(fortnight: "Fortnight", entries: list[Entry], reports: list[Entry]) -> None:
    with bar("Issues", len(entries)) as advance:
        for number, entry in enumerate(entries, start=1):
            load_issue(fortnight, entry, [report for report in reports if report.get("issue") == entry["key"]])
            advance(number)


def load_issue(fortnight: "Fortnight", entry: Entry, reports: list[Entry]) -> None:
    """One matter: opened from its first report, joined by the others, weighed, checked, answered, perhaps closed."""
    budi = fortnight.people["budi"]
    at = fortnight.moment(entry["opened"])
    for report in reports:
        listen.confirm_place(
            report=fortnight.reports[report["key"]],
            village=fortnight.village(report["village"]),
            by=budi,
            at=max(at, fortnight.moment(report)),
        )
    first, *others = sorted(reports, key=fortnight.moment)
    issue = triage.open_issue(
        kind=IssueKind(entry["kind"]),
        title=entry["title"],
        summary=entry["summary"],
        villages=[fortnight.village(code) for code in entry["villages"]],
        unit=fortnight.units["polres-oku"],
        priority=Priority(entry["priority"]),
        known_at=fortnight.moment(first),
        reports=[fortnight.reports[first["key"]]],
        by=budi,
        at=at,
    )
    fortnight.issues[entry["key"]] = issue
    joined_at = at
    for report in others:
        joined_at = min(max(at, fortnight.moment(report)) + timedelta(minutes=20), timezone.now())
        triage.join_report(report=fortnight.reports[report["key"]], issue=issue, by=budi, at=joined_at)
    _weigh(fortnight, issue, entry)
    _answer(fortnight, issue, entry, last_joined=joined_at)


def _weigh(fortnight: "Fortnight", issue: Any, entry: Entry) -> None:
    budi = fortnight.people["budi"]
    for step in entry.get("level", ()):
        triage.set_level(
            issue=issue,
            level=Level(step["to"]),
            reason=step["reason"],
            factors=tuple(step["factors"]),
            by=budi,
            at=fortnight.moment(step),
        )
    for seen in entry.get("sightings", ()):
        triage.add_sighting(
            issue=issue,
            village=fortnight.village(seen["village"]),
            heard_on=fortnight.day(seen["day"]),
            source=SightingSource(seen["source"]),
            by=budi,
            at=fortnight.moment({"day": seen["day"], "time": "22:00"}),
        )
    for check in entry.get("checks", ()):
        at = fortnight.moment(check)
        triage.add_check(issue=issue, checked_with=check["with"], finding=check["finding"], by=budi, at=at)
    for step in entry.get("verdict", ()):
        at = fortnight.moment(step)
        triage.give_verdict(issue=issue, verdict=Verdict(step["to"]), reason=step["reason"], by=budi, at=at)


def _answer(fortnight: "Fortnight", issue: Any, entry: Entry, *, last_joined: datetime) -> None:
    """Published first, then everybody who reported is answered, those who came last included."""
    budi = fortnight.people["budi"]
    if "clarification" in entry:
        _publish(fortnight, issue, entry["clarification"])
    if "answer" in entry:
        last = entry.get("verdict") or entry.get("checks") or [entry["opened"]]
        at = max(fortnight.moment(last[-1]), last_joined) + timedelta(minutes=30)
        triage.answer_reporters(issue=issue, text=entry["answer"], by=budi, at=min(at, timezone.now()))
    if "referral" in entry:
        _refer(fortnight, issue, entry["referral"])
    if "closed" in entry:
        at = fortnight.moment(entry["closed"])
        triage.close_issue(issue=issue, reason=entry["closed"]["reason"], by=budi, at=at)


def _publish(fortnight: "Fortnight", issue: Any, entry: Entry) -> None:
    at = fortnight.moment(entry)
    clarification = respond.write_clarification(
        issue=issue,
        title=entry["title"],
        title_en=entry["title_en"],
        fact=entry["fact"],
        fact_en=entry["fact_en"],
        myth_en=entry.get("myth_en", ""),
        why_en=entry.get("why_en", ""),
        myth=entry.get("myth", ""),
        why=entry.get("why", ""),
        sources=[
            {"name": source["name"], "said": source["said"], "on": fortnight.day(source["day"]).isoformat()}
            for source in entry["sources"]
        ],
        by=fortnight.people["dewi"],
        at=at,
    )
    respond.approve_clarification(clarification=clarification, by=fortnight.people["hendra"], at=at)
    respond.publish_clarification(clarification=clarification, by=fortnight.people["dewi"], at=at)


def _refer(fortnight: "Fortnight", issue: Any, entry: Entry) -> None:
    """Written down; what leaves is prepared and waits for a second person, or was let out and sent."""
    referral = respond.make_referral(
        issue=issue,
        partner=fortnight.units[entry["partner"]],
        kind=ReferralKind(entry["kind"]),
        known_on=fortnight.day(entry["known_day"]),
        reason=entry["reason"],
        elements=entry["elements"],
        by=fortnight.people["budi"],
        at=fortnight.moment(entry),
    )
    leaves = entry["leaves"]
    disclosure = respond.prepare_disclosure(
        referral=referral,
        words=leaves.get("words", ()),
        incomplete_reason=leaves.get("incomplete_reason", ""),
        by=fortnight.people["budi"],
        at=fortnight.moment(entry),
    )
    if "approved" in leaves:
        at = fortnight.moment(leaves["approved"])
        respond.approve_disclosure(disclosure=disclosure, by=fortnight.people["hendra"], at=at)
        respond.send_referral(referral=referral, by=fortnight.people["budi"], at=fortnight.moment(leaves["sent"]))


def decide_reports(fortnight: "Fortnight", entries: list[Entry]) -> None:
    """Reports that became no issue: answered at once, an opinion, or nothing to act on."""
    reasons = {
        Outcome.PROTECTED_SPEECH: "Kritik dan pendapat; dilindungi.",
        Outcome.ANSWERED: "Dijawab langsung kepada pelapor.",
        Outcome.NOT_A_MATTER: "Tidak memuat urusan.",
    }
    budi = fortnight.people["budi"]
    for entry in entries:
        if entry["outcome"] not in reasons:
            continue
        report = fortnight.reports[entry["key"]]
        at = min(fortnight.moment(entry) + timedelta(hours=3), timezone.now())
        if "village" in entry:
            listen.confirm_place(report=report, village=fortnight.village(entry["village"]), by=budi, at=at)
        outcome = Outcome(entry["outcome"])
        triage.decide(
            report=report, outcome=outcome, reason=reasons[outcome], answer=entry.get("answer", ""), by=budi, at=at
        )


def load_visits(fortnight: "Fortnight", entries: list[Entry]) -> None:
    with bar("Visits", len(entries)) as advance:
        for number, entry in enumerate(entries, start=1):
            load_visit(fortnight, entry)
            advance(number)


def load_visit(fortnight: "Fortnight", entry: Entry) -> None:
    officers = [fortnight.people[name] for name in entry["officers"]]
    clock = time.fromisoformat(entry["time"])
    started = timezone.make_aware(datetime.combine(fortnight.day(entry["day"]), clock))
    visit = respond.record_visit(
        visit_id=uuid5(NAMESPACE, f"demo/{entry['key']}/{fortnight.today}"),
        unit=officers[0].unit,
        village=fortnight.village(entry["village"]),
        activity=ActivityType(entry["activity"]),
        started_at=started,
        ended_at=started + timedelta(minutes=entry["minutes"]),
        place_detail=entry["place"],
        officers=officers,
        people=[{"role": role, "count": count} for role, count in entry["people"]],
        messages=[fortnight.messages[key] for key in entry["messages"]],
        questions=[(question, reply) for question, reply in entry.get("questions", ())],
        concerns=[(text, fortnight.issues.get(key)) for text, key in entry.get("concerns", ())],
        promises=[
            (promise["text"], promise["owner"], fortnight.day(promise["due"])) for promise in entry.get("promises", ())
        ],
        situation=entry["situation"],
        by=officers[0],
        at=started + timedelta(minutes=entry["minutes"] + 10),
    )
    for promise, told in zip(visit.promises.order_by("pk"), entry.get("promises", ()), strict=True):
        _keep(fortnight, promise, told, officers[0])


def _keep(fortnight: "Fortnight", promise: Any, entry: Entry, by: Any) -> None:
    if "kept" not in entry:
        return
    kept: date = fortnight.day(entry["kept"])
    at = fortnight.moment({"day": entry["kept"], "time": "17:00"})
    respond.keep_promise(promise=promise, kept_on=kept, outcome=entry["outcome"], by=by, at=at)
    if "told" in entry:
        told_on = fortnight.day(entry["told"])
        respond.tell_back(promise=promise, on=told_on, by=by, at=fortnight.moment({"day": entry["told"]}))


def load_plan(fortnight: "Fortnight") -> None:
    """Polsek Pengandonan has a proposed week, from what the pipeline makes of all this; nobody approved it yet."""
    # By the fortnight's own clock: a fortnight of years ago must not come to the end of its timers meanwhile.
    pipeline.run(at=fortnight.moment({"day": 0, "time": "23:59"}))
    monday = fortnight.today - timedelta(days=fortnight.today.weekday())
    plan.make_plan(
        unit=fortnight.units["polsek-pengandonan"],
        week_start=monday,
        by=fortnight.people["rahman"],
        at=fortnight.moment({"day": 0, "time": "06:00"}),
    )
