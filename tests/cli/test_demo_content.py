"""The example fortnight holds together: every reference resolves, nothing in it takes sides, and it can be loaded."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date, time
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from teduh.cli.demo.load import load_everything
from teduh.cli.demo.season import ordinary_reports
from teduh.cores.text.hints import hints
from teduh.cores.text.neutrality import findings
from teduh.listen import reads as listen
from teduh.listen.models import Complaint, Report
from teduh.listen.rules import Channel
from teduh.places.rules import PhaseKind
from teduh.respond.models import Clarification, Disclosure, Promise, Visit
from teduh.respond.rules import ActivityType, ReferralKind, elements_of
from teduh.triage import reads as triage
from teduh.triage.rules import GROWTH_FACTORS, IssueKind, Level, Outcome, Priority, SightingSource, Verdict
from teduh.warn.models import Alarm

Entry = dict[str, Any]
PRESETS, CONTENT = files("teduh.places") / "presets", files("teduh.cli.demo")
EXAMPLE = tomllib.loads((PRESETS / "oku_example.toml").read_text("utf-8"))
CODES = {row["code"] for row in csv.DictReader((PRESETS / "oku_areas.csv").read_text("utf-8").splitlines())}
PEOPLE = {person["username"]: person for person in EXAMPLE["people"]}
OUTCOMES = {*Outcome, "sealed", "waiting"}
TRUTHS = {*IssueKind, "opinion", "police_conduct", "nothing"}
# Contacts are made up in one pattern that a reader sees at once, or under a name reserved for examples.
INVENTED = re.compile(r"08\d\d-0000-\d{4}|[a-z.]+@contoh\.example")
TAKES_SIDES = re.compile(
    r"nomor urut|coblos (nomor|no)\b|\bpaslon\b|\b(calon|pasangan) (nomor|no\.?)?\s*\d|\bpartai\b|salam \w+ jari"
    r"|\bno(mor)? ?\d+ (menang|harga mati)",
    re.IGNORECASE,
)


def entries(name: str) -> list[Entry]:
    found: list[Entry] = tomllib.loads((CONTENT / f"{name}.toml").read_text("utf-8"))[name]
    return found


REPORTS, ISSUES, VISITS, MESSAGES = (entries(name) for name in ("reports", "issues", "visits", "messages"))
SEASON: Entry = tomllib.loads((CONTENT / "season.toml").read_text("utf-8"))
BY_KEY = {issue["key"]: issue for issue in ISSUES}


def texts(value: Any) -> list[str]:
    """Every text in an entry, however deep."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in texts(each)]


def keys_of(found: list[Entry], outcome: str) -> list[str]:
    return [entry["key"] for entry in found if entry["outcome"] == outcome]


def moment(entry: Entry) -> tuple[int, time]:
    return entry["day"], time.fromisoformat(entry["time"])


# --- all four files ---


def test_the_fortnight_is_as_large_as_it_says_and_every_key_stands_once() -> None:
    assert (len(REPORTS), len(ISSUES), len(VISITS), len(MESSAGES)) == (75, 8, 20, 8)
    for found in (REPORTS, ISSUES, VISITS, MESSAGES):
        assert [key for key, n in Counter(entry["key"] for entry in found).items() if n > 1] == []


def test_everything_happens_within_the_fourteen_days_at_a_real_hour() -> None:
    told = [*REPORTS, *VISITS, *(issue["opened"] for issue in ISSUES)]
    assert [entry for entry in told if entry["day"] not in range(-13, 1)] == []
    assert {entry["day"] for entry in REPORTS} == set(range(-13, 1))
    assert [entry["time"] for entry in told if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", entry["time"])] == []


def test_every_village_that_is_named_is_a_village_of_oku() -> None:
    named = {entry["village"] for entry in (*REPORTS, *VISITS) if "village" in entry}
    named |= {code for issue in ISSUES for code in issue["villages"]}
    named |= {seen["village"] for issue in ISSUES for seen in issue.get("sightings", ())}
    assert [code for code in sorted(named) if code not in CODES or code.count(".") != 3] == []


def test_nothing_in_the_fortnight_names_a_candidate_a_number_or_a_party() -> None:
    told = [text for found in (REPORTS, ISSUES, VISITS, MESSAGES) for text in texts(found)]
    assert [text for text in told if TAKES_SIDES.search(text)] == []


def test_the_search_for_sides_finds_what_it_is_there_for() -> None:
    said = (
        "Pilih nomor urut 2",
        "coblos nomor 1 ya",
        "dukung calon no 2",
        "paslon itu",
        "salam dua jari",
        "partai kami",
    )
    assert [text for text in said if not TAKES_SIDES.search(text)] == []


def test_what_goes_out_is_neutral_and_threatens_nobody() -> None:
    out = [text for message in MESSAGES for text in texts(message)]
    out += [text for issue in ISSUES for text in texts([issue.get("answer", ""), issue.get("clarification", {})])]
    out += [entry["answer"] for entry in REPORTS if "answer" in entry]
    out += [reply for visit in VISITS for _, reply in visit.get("questions", ())]
    assert {text: [finding.words for finding in findings(text)] for text in out if findings(text)} == {}


# --- reports ---


def test_every_report_says_how_it_came_and_what_became_of_it() -> None:
    assert {entry["channel"] for entry in REPORTS} == {Channel.WEB, Channel.SMS, Channel.WHATSAPP, Channel.OFFICER}
    assert {entry["outcome"] for entry in REPORTS} == OUTCOMES
    assert {entry["kind_truth"] for entry in REPORTS} == TRUTHS
    assert Counter(entry["outcome"] for entry in REPORTS) == {
        "joined": 34,
        "answered": 17,
        "waiting": 15,
        "not_a_matter": 4,
        "protected_speech": 3,
        "sealed": 2,
    }


def test_a_report_belongs_to_an_issue_exactly_when_it_was_joined_and_has_an_answer_exactly_when_answered() -> None:
    assert [entry["key"] for entry in REPORTS if ("issue" in entry) != (entry["outcome"] == "joined")] == []
    assert [entry["key"] for entry in REPORTS if ("answer" in entry) != (entry["outcome"] == "answered")] == []
    assert {entry["issue"] for entry in REPORTS if "issue" in entry} == set(BY_KEY)
    assert [entry["key"] for entry in REPORTS if entry["outcome"] == "joined" and "village" not in entry] == []


def test_only_officers_of_the_example_enter_reports_of_others() -> None:
    assert [entry["key"] for entry in REPORTS if ("by" in entry) != (entry["channel"] == Channel.OFFICER)] == []
    assert {PEOPLE[entry["by"]]["role"] for entry in REPORTS if "by" in entry} == {"village_officer"}


def test_contacts_of_residents_are_invented() -> None:
    contacts = [entry["contact"] for entry in REPORTS if "contact" in entry]
    assert len(contacts) == 4
    assert [contact for contact in contacts if not INVENTED.fullmatch(contact)] == []


def test_the_fortnight_holds_the_stories_that_are_told_with_it() -> None:
    asked = "ada isu2 sara di ds ujan mas klo bs dicek pak"
    assert [entry["village"] for entry in REPORTS if entry["text"] == asked] == ["16.01.08.2018"]
    copies = [entry["key"] for entry in REPORTS if re.search(r"2 anak diculik", entry["text"], re.IGNORECASE)]
    assert copies == ["r06", "r07", "r08", "r09"]
    money = [entry for entry in REPORTS if entry.get("issue") == "amplop-semanding"]
    assert [entry["day"] for entry in money] == [-6, -5, -4]
    ambiguous = {
        entry["place"].lower() for entry in REPORTS if entry["outcome"] == "waiting" and "village" not in entry
    }
    assert ambiguous >= {"gunung meraksa", "sukajadi", "tanjung agung", "karang endah", "peninjauan"}
    assert [entry["key"] for entry in REPORTS if entry.get("language") == "en"] == ["r17", "r58"]


def test_complaints_about_police_are_recognised_and_nothing_else_is_taken_for_one() -> None:
    complained = [entry["key"] for entry in REPORTS if hints(entry["text"]).police_conduct]
    assert complained == keys_of(REPORTS, "sealed") == ["r32", "r33"]


def test_opinions_are_recognised_and_nothing_else_is_taken_for_one() -> None:
    opinions = [entry["key"] for entry in REPORTS if hints(entry["text"]).protected_speech]
    assert opinions == keys_of(REPORTS, "protected_speech") == ["r34", "r35", "r36"]


def test_a_fight_and_a_crowd_that_go_on_now_are_recognised_as_emergencies() -> None:
    alarming = {entry["key"] for entry in REPORTS if hints(entry["text"]).emergency}
    assert {"r23", "r54"} - alarming == set()
    calm = {"r01", "r19", "r24", "r29", "r46", "r50", "r63", "r65"}
    assert calm & alarming == set()


def test_the_hints_offer_what_a_reader_would_say_for_four_in_five_reports() -> None:
    matters = [entry for entry in REPORTS if entry["kind_truth"] in set(IssueKind)]
    offered = [
        entry["key"] for entry in matters if entry["kind_truth"] in {kind.kind for kind in hints(entry["text"]).kinds}
    ]
    assert len(offered) / len(matters) >= 0.8


# --- issues ---


def test_the_eight_issues_are_three_rumours_and_one_of_each_other_kind() -> None:
    assert Counter(issue["kind"] for issue in ISSUES) == {IssueKind.RUMOUR: 3} | {
        kind: 1 for kind in IssueKind if kind != IssueKind.RUMOUR
    }
    assert {issue["priority"] for issue in ISSUES} == set(Priority)


def test_the_words_of_every_issue_are_words_of_triage() -> None:
    levels = [step for issue in ISSUES for step in issue.get("level", ())]
    assert {step["to"] for step in levels} == {Level.LATENT, Level.IMMINENT, Level.ACTUAL}
    assert {factor for step in levels for factor in step["factors"]} == set(GROWTH_FACTORS)
    verdicts = {step["to"] for issue in ISSUES for step in issue.get("verdict", ())}
    assert verdicts == {Verdict.UNDER_INVESTIGATION, Verdict.PROBABLY_FALSE, Verdict.CONFIRMED_FALSE}
    assert {seen["source"] for issue in ISSUES for seen in issue.get("sightings", ())} <= set(SightingSource)


def test_the_steps_of_an_issue_follow_one_another_from_the_day_it_was_opened() -> None:
    for issue in ISSUES:
        for name in ("level", "verdict", "checks"):
            told = [moment(issue["opened"]), *(moment(step) for step in issue.get(name, ()))]
            assert (issue["key"], name, [pair for pair in pairwise(told) if pair[0] > pair[1]]) == (
                issue["key"],
                name,
                [],
            )


def test_an_issue_is_opened_from_a_report_that_was_already_there() -> None:
    first = {key: min(moment(entry) for entry in REPORTS if entry.get("issue") == key) for key in BY_KEY}
    assert [key for key, issue in BY_KEY.items() if moment(issue["opened"]) < first[key]] == []


def test_whatever_was_closed_had_been_answered_and_some_matters_stay_open() -> None:
    closed = [issue for issue in ISSUES if "closed" in issue]
    assert [issue["key"] for issue in closed] == ["isu-culik", "tanya-undangan", "ribut-orgen"]
    assert [issue["key"] for issue in closed if not issue["answer"]] == []
    for issue in closed:
        told = [moment(entry) for entry in REPORTS if entry.get("issue") == issue["key"]]
        assert max(told) < moment(issue["closed"])


def test_a_false_rumour_is_published_fact_first_with_sources_that_name_no_person() -> None:
    false = [issue for issue in ISSUES if issue.get("verdict", [{"to": ""}])[-1]["to"] == Verdict.CONFIRMED_FALSE]
    assert [issue["key"] for issue in false] == ["isu-ujanmas", "isu-culik"]
    for issue in false:
        told = issue["clarification"]
        assert [name for name in ("title_en", "fact_en", "myth", "why", "sources") if not told[name]] == []
        assert moment(told) >= moment(issue["verdict"][-1])
        said = " ".join(texts(told))
        assert [person["name"] for person in PEOPLE.values() if person["name"] in said] == []


def test_the_money_is_referred_on_the_sixth_day_with_elements_still_missing() -> None:
    referral = BY_KEY["amplop-semanding"]["referral"]
    assert (referral["partner"], referral["known_day"]) == ("bawaslu-oku", -6)
    assert [name for name in elements_of(ReferralKind(referral["kind"])) if name not in referral["elements"]] == [
        "reported_party",
        "witness",
        "evidence",
        "reporter_ready",
    ]


# --- visits ---


def test_every_visit_is_by_officers_of_the_sector_that_serves_the_village() -> None:
    serves = {unit["key"]: tuple(unit.get("serves", ())) for unit in EXAMPLE["units"]}
    strangers = [
        (visit["key"], name)
        for visit in VISITS
        for name in visit["officers"]
        if not visit["village"].startswith(serves[PEOPLE[name]["unit"]])
    ]
    assert strangers == []
    assert [visit["key"] for visit in VISITS if visit["activity"] not in set(ActivityType)] == []
    assert [moment(visit) for visit in VISITS] == sorted(moment(visit) for visit in VISITS)


def test_every_message_and_issue_that_a_visit_names_is_there() -> None:
    carried = {key for visit in VISITS for key in visit["messages"]}
    weighed = {key for visit in VISITS for _, key in visit.get("concerns", ()) if key}
    assert carried - {message["key"] for message in MESSAGES} == set()
    assert weighed - set(BY_KEY) == set()


def test_people_met_are_counted_by_role_and_nobody_is_named() -> None:
    met = [(role, count) for visit in VISITS for role, count in visit["people"]]
    assert [pair for pair in met if pair[1] < 1] == []
    said = " ".join(text for visit in VISITS for text in texts([visit["situation"], visit["people"], visit["place"]]))
    assert [person["name"] for person in PEOPLE.values() if person["name"] in said] == []


def test_three_days_ago_the_sector_met_the_residents_of_ujanmas() -> None:
    (meeting,) = [visit for visit in VISITS if visit["day"] == -3 and visit["village"] == "16.01.08.2018"]
    assert (meeting["activity"], meeting["officers"]) == (ActivityType.FACE_TO_FACE_MEETING, ["rahman", "wati"])
    assert {key for _, key in meeting["concerns"]} == {"isu-ujanmas"}
    assert [("kept" in promise) for promise in meeting["promises"]] == [True, False]


def test_no_promise_is_kept_before_it_was_made_and_some_are_open_or_late() -> None:
    promises = [(visit, promise) for visit in VISITS for promise in visit.get("promises", ())]
    assert [p["text"] for visit, p in promises if p["due"] < visit["day"] or p.get("kept", 0) < visit["day"]] == []
    assert [p["text"] for _, p in promises if "kept" in p and not p["outcome"]] == []
    assert [p["text"] for _, p in promises if "told" in p and p["told"] < p["kept"]] == []
    assert [p["text"] for _, p in promises if "kept" not in p and p["due"] < 0] == [
        "Meminta camat dan BPN mengukur ulang batas kebun",
        "Membawa penjelasan tertulis KPU ke balai desa",
    ]


# --- messages ---


def test_a_message_can_be_read_aloud_in_both_languages() -> None:
    for message in MESSAGES:
        assert (message["key"], len(message["text"].split()) <= 60) == (message["key"], True)
        assert (message["key"], bool(message["text_en"])) == (message["key"], True)


def test_every_phase_around_the_vote_has_a_message() -> None:
    assert {phase for message in MESSAGES for phase in message["phases"]} == {
        PhaseKind.CAMPAIGN,
        PhaseKind.QUIET,
        PhaseKind.VOTE,
        PhaseKind.COUNT,
        PhaseKind.AFTERMATH,
    }


# --- through the actions that people use ---


def earlier_reports() -> int:
    """Of the weeks before the fortnight, and those that keep the open alarm going."""
    return len(ordinary_reports(SEASON)) + len(SEASON["past"]["reports"]) + len(SEASON["present"]["reports"])


def test_the_weeks_before_name_real_villages_and_take_no_sides() -> None:
    ordinary = ordinary_reports(SEASON)
    named = {one.village for one in ordinary} | {SEASON[part]["village"] for part in ("past", "present")}
    assert named - CODES == set()
    assert [text for text in (*texts(SEASON), *(one.text for one in ordinary)) if TAKES_SIDES.search(text)] == []
    assert SEASON["last_day"] < -13


@pytest.mark.slow
@pytest.mark.django_db
def test_the_whole_fortnight_can_be_loaded_and_ends_as_it_was_told() -> None:
    fortnight = load_everything(password="teduh-contoh", today=date(2024, 10, 23))
    budi = fortnight.people["budi"]

    assert Report.objects.count() == 73 + earlier_reports()
    assert Complaint.objects.count() == 2
    assert {key for key, report in fortnight.reports.items() if report is None} == {"r32", "r33"}
    waiting = {fortnight.reports[key].pk for key in keys_of(REPORTS, "waiting")}
    assert set(triage.waiting(budi, on=fortnight.today).values_list("pk", flat=True)) == waiting
    # The twenty of the fortnight, and the one that the earlier alarm led to.
    assert Visit.objects.count() == 21
    alarm = Alarm.objects.get(first_seen_on=fortnight.day(SEASON["past"]["looked"]["day"]))
    assert (alarm.decision, alarm.rule_score, alarm.score, alarm.lead_days) == ("visit", "hit", "hit", 3)
    assert alarm.visit_id is not None
    assert Promise.objects.filter(kept_on=None).count() == 5
    assert Clarification.objects.filter(state="published").count() == 3
    # Of what leaves, one waits for a second person and one was let out, without the words of a resident.
    assert sorted(Disclosure.objects.values_list("state", flat=True)) == ["approved", "waiting"]
    let_out = Disclosure.objects.get(state="approved").words
    assert "[kata-kata warga]" in let_out["what"]
    assert let_out["where"].startswith("Desa ")
    sealed = [entry["text"] for entry in REPORTS if entry["outcome"] == "sealed"]
    seen = {report.text for report in listen.reports_for(budi, on=fortnight.today)}
    assert [text for text in sealed if text in seen] == []
