"""The words of reports: everyday, without anything that must not be said, and copies that look like copies."""

import re
from itertools import combinations

import numpy as np
import pytest
from rapidfuzz import fuzz

from teduh.cores.errors import Refused
from teduh.cores.season import KINDS, Source, kinds_of, message
from teduh.cores.season.catalogue import USES, catalogue, words
from teduh.cores.text.neutrality import findings
from tests.cores.season.oku import season

RESULT = season(1000)
MESSAGES = [message(RESULT, row) for row in range(len(RESULT.reports))]
SLOTS = {"v", *words()["report"], *words()["issue"]}
ALL_LINES = [line for topic in catalogue().topics for line in (*topic.lines, *topic.after)]


def test_every_slot_of_every_line_can_be_filled() -> None:
    details = [line for lines in words()["detail"].values() for line in lines]
    used = {slot for line in ALL_LINES + details for slot in re.findall(r"\{(\w+)\}", line)}

    assert used <= SLOTS
    assert [typed.text for typed in MESSAGES if re.search(r"[{}]", typed.text)] == []


def test_every_topic_has_a_known_kind_and_use_and_several_ways_to_say_it() -> None:
    topics = catalogue().topics
    several = {"noise": 3, "flood": 2, "rumour": 8, "flashpoint": 10}

    assert {topic.kind for topic in topics} == set(KINDS)
    assert {topic.use for topic in topics} == set(USES)
    assert [topic.name for topic in topics if len(set(topic.lines)) < several[topic.use]] == []
    assert [topic.name for topic in topics if (topic.use == "flashpoint") != (len(topic.after) >= 5)] == []
    assert len({topic.name for topic in topics}) == len(topics)


def test_no_report_names_a_candidate_or_takes_sides() -> None:
    assert [line for line in ALL_LINES if any("calon" in found.words.lower() for found in findings(line))] == []
    never = re.compile(r"\b(paslon|nomor urut|cabup|partai|@\w+|suku|kafir|08\d{6,})\b|\b\d{16}\b", re.IGNORECASE)
    assert [typed.text for typed in MESSAGES if never.search(typed.text)] == []


def test_channels_places_and_lengths_are_those_of_messages() -> None:
    channels = {typed.channel for typed in MESSAGES}
    with_place = sum(bool(typed.place) for typed in MESSAGES) / len(MESSAGES)

    assert channels == {"whatsapp", "web", "sms", "officer"}
    assert max(len(typed.text) for typed in MESSAGES if typed.channel == "sms") <= 160
    assert 0.65 < with_place < 0.85
    assert all(typed.text.strip() == typed.text and typed.text for typed in MESSAGES)


def test_the_place_typed_beside_a_report_is_its_village() -> None:
    for row, typed in enumerate(MESSAGES):
        name = RESULT.land.villages[int(RESULT.reports.village[row])].name
        assert typed.place.lower().endswith(name.lower()) or typed.place == ""


def test_a_village_is_called_desa_once() -> None:
    assert [
        typed.text for typed in MESSAGES if re.search(r"\b(desa|ds|dusun) (desa|ds|dusun|kelurahan)\b", typed.text)
    ] == []


def alike(one: str, other: str) -> float:
    return float(fuzz.token_set_ratio(one.lower(), other.lower()))


def test_a_copy_is_nearly_its_origin_and_rarely_the_same_letter_by_letter() -> None:
    copies = np.flatnonzero(RESULT.reports.copy).tolist()
    scores = [alike(MESSAGES[row].text, MESSAGES[int(RESULT.reports.origin[row])].text) for row in copies]
    changed = [MESSAGES[row].text != MESSAGES[int(RESULT.reports.origin[row])].text for row in copies]

    assert float(np.quantile(scores, 0.05)) > 75
    assert sum(changed) > 0.75 * len(copies)


def test_tellings_of_one_flashpoint_by_different_people_differ() -> None:
    reports = RESULT.reports
    scores = []
    for flash in RESULT.planting.flashpoints:
        rows = np.flatnonzero((reports.issue == flash.issue) & ~reports.copy & (reports.day < flash.actual)).tolist()
        scores += [alike(MESSAGES[a].text, MESSAGES[b].text) for a, b in combinations(rows, 2)]
    assert len(scores) > 40
    assert float(np.median(scores)) < 60


def test_what_is_told_after_the_incident_is_about_the_incident() -> None:
    reports, topics = RESULT.reports, catalogue().topics
    flashes = RESULT.planting.flashpoints
    late = [
        row
        for row in np.flatnonzero((reports.source == Source.FLASHPOINT) & ~reports.copy).tolist()
        if reports.day[row] >= flashes[int(reports.issue[row])].actual
    ]
    for row in late:
        after = topics[int(reports.topic[row])].after
        best = max(alike(MESSAGES[row].text, re.sub(r"\{\w+\}", "", line)) for line in after)
        assert best > 45
    assert len(late) > 50


def test_kinds_come_in_words() -> None:
    assert set(kinds_of(RESULT.reports)) == set(KINDS)


def test_a_row_that_is_none_is_refused() -> None:
    for row in (-1, len(MESSAGES)):
        with pytest.raises(Refused, match=f"has {len(MESSAGES)} reports"):
            message(RESULT, row)


def test_a_report_says_the_same_whenever_it_is_asked() -> None:
    assert [message(RESULT, row) for row in (5, 2900, 5)] == [MESSAGES[5], MESSAGES[2900], MESSAGES[5]]
