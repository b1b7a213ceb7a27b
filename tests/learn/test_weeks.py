"""The figures of a week: what a village officer recorded once stands in the anev, and nothing is made prettier."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from teduh.cores.errors import NotAllowed, Refused
from teduh.learn import actions, reads
from teduh.learn.models import SituationReport
from teduh.learn.texts import anev_text, labelled
from teduh.places.models import Unit
from teduh.respond import actions as respond
from teduh.respond.actions import Promised
from teduh.respond.models import Promise
from teduh.triage import actions as triage
from teduh.triage.rules import Level
from teduh.trust.models import AuditEvent
from teduh.warn import actions as warn
from teduh.warn.rules import Decision
from tests.factories import World
from tests.factories.district import an_alarm
from tests.learn.stories import HEARD, matter, said, week
from tests.respond.clarified import ballots, let_out, published
from tests.respond.stories import BEGAN, meeting

# Monday of the week of the meeting in Ujanmas; the world's own day is the Monday after.
MONDAY = date(2024, 10, 7)


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def figures(world: World, unit: Unit | None = None, monday: date = MONDAY, on: date | None = None) -> dict[str, Any]:
    return reads.week_figures(unit or world.pengandonan, monday, on=on or world.today)


def test_a_visit_recorded_once_stands_in_the_anev_without_typing_twice(world: World) -> None:
    promises = [
        Promised("Lampu jalan diperbaiki", "Kepala desa", date(2024, 10, 12)),
        Promised("Patroli malam Minggu", "Polsek", date(2024, 10, 25)),
    ]
    respond.record_visit(**meeting(world), promises=promises)

    found = figures(world)

    assert found == {
        "until": "2024-10-13",
        "reports": 0,
        "issues_by_kind": {},
        "issues_by_level": {},
        "villages": 4,
        "visited": 1,
        "activities": {"face_to_face_meeting": 1},
        "people_met": 30,
        "promises": {"made": 2, "kept": 0, "open": 2, "overdue": 1},
        "clarifications": 0,
        "alarms": [],
        "referrals": {"sent": 0, "answered": 0, "waiting": 0},
        "not_visited": ["Gunung Meraksa", "Pengandonan", "Tanjungan"],
        "not_visited_total": 3,
        # Nobody computed how villages stand yet: that is not calm.
        "unknown": ["Gunung Meraksa", "Pengandonan", "Tanjungan", "Ujanmas"],
        "unknown_total": 4,
    }


def test_reports_issues_levels_and_referrals_of_the_week(world: World) -> None:
    week(world)
    raised = matter(world, said(world, "warga berkumpul di simpang"), title="Kumpul")
    triage.set_level(issue=raised, level=Level.IMMINENT, reason="Sudah ada kerumunan.", by=world.budi, at=world.now)

    found = figures(world)

    # Six of the week in its villages, one of Monday the 7th at 23.59, one more just now; the vague one has no village.
    assert found["reports"] == 7
    assert found["issues_by_kind"] == {"tension": 2, "election_offence": 1}
    assert found["issues_by_level"] == {"none": 2, "imminent": 1}
    # It was sent on Monday the 14th; in the week of the 7th nobody had begun it yet.
    assert found["referrals"] == {"sent": 0, "answered": 0, "waiting": 0}
    assert figures(world, monday=world.today)["referrals"] == {"sent": 1, "answered": 0, "waiting": 0}


def test_a_referral_waits_until_it_is_sent(world: World) -> None:
    issue = matter(world, said(world, "lampu mati"))
    made_at = datetime(2024, 10, 11, 3, 0, tzinfo=UTC)
    row = respond.make_referral(
        issue=issue,
        partner=world.bawaslu,
        kind="other",
        known_on=MONDAY,
        reason="Wewenang mereka.",
        elements={"what": "a", "when": "b", "where": "c"},
        by=world.budi,
        at=made_at,
    )
    assert figures(world)["referrals"] == {"sent": 0, "answered": 0, "waiting": 1}

    let_out(world, row)
    row = respond.send_referral(referral=row, by=world.budi, at=world.now)
    respond.record_partner_answer(referral=row, accepted=True, answer="Diterima.", by=world.budi, at=world.now)

    # What the week of the 7th looked like does not change afterwards.
    assert figures(world)["referrals"] == {"sent": 0, "answered": 0, "waiting": 1}
    assert figures(world, monday=world.today)["referrals"] == {"sent": 1, "answered": 1, "waiting": 0}


def test_clarifications_count_where_their_issue_is_even_after_they_were_withdrawn(world: World) -> None:
    row = published(world, ballots(world))

    def counted() -> list[int]:
        units = (world.polres, world.pengandonan, world.baturaja, world.muara_enim)
        return [figures(world, unit, monday=world.today)["clarifications"] for unit in units]

    assert counted() == [1, 1, 0, 0]
    respond.withdraw_clarification(clarification=row, reason="Tanggalnya keliru.", by=world.hendra, at=world.now)
    assert counted() == [1, 1, 0, 0]


def test_in_a_week_that_runs_nothing_is_overdue_before_its_day(world: World) -> None:
    due = [date(2024, 10, 12), world.today, date(2024, 10, 18)]
    respond.record_visit(**meeting(world), promises=[Promised(f"Janji {day}", "Polsek", day) for day in due])

    assert figures(world, monday=world.today)["promises"] == {"made": 0, "kept": 0, "open": 3, "overdue": 1}
    assert figures(world, monday=world.today)["until"] == "2024-10-14"
    sunday = date(2024, 10, 20)
    assert figures(world, monday=world.today, on=sunday)["promises"]["overdue"] == 3
    assert figures(world, monday=world.today, on=date(2024, 10, 18))["promises"]["overdue"] == 2


def test_a_promise_that_was_kept_counts_once(world: World) -> None:
    respond.record_visit(**meeting(world), promises=[Promised("Lampu", "Kepala desa", date(2024, 10, 12))])
    respond.keep_promise(
        promise=Promise.objects.get(), kept_on=world.today, outcome="Menyala.", by=world.wati, at=world.now
    )

    # On Sunday the 13th it was overdue; on Monday the 14th it was kept.
    assert figures(world)["promises"] == {"made": 1, "kept": 0, "open": 1, "overdue": 1}
    assert figures(world, monday=world.today)["promises"] == {"made": 0, "kept": 1, "open": 0, "overdue": 0}


def test_two_villages_of_one_name_say_their_subdistrict(world: World) -> None:
    found = figures(world, world.polres)

    assert found["not_visited"] == [
        "Gunung Meraksa (Pengandonan)",
        "Pengandonan",
        "Tanjungan",
        "Ujanmas",
        "Kemalaraja",
        "Sukaraya",
        "Gunung Meraksa (Lubuk Batang)",
    ]


def test_the_text_for_the_phone(world: World) -> None:
    week(world)

    now, before = figures(world), figures(world, monday=MONDAY - timedelta(days=7))
    with translation.override("en"):
        text = anev_text(world.pengandonan, MONDAY, now, before, "Perlu satu petugas lagi.")

    assert text.split("\n") == [
        "*ANEV MINGGUAN COOLING SYSTEM*",
        "Polsek Pengandonan, 7 Oktober s.d. 13 Oktober 2024",
        "",
        "1. Laporan warga: 6 (minggu lalu 0)",
        "2. Isu baru: Ketegangan 1, Dugaan pelanggaran pemilihan 1",
        "   Tingkat: Belum dinilai 2",
        "3. Desa dikunjungi: 1 dari 4 (minggu lalu 0)",
        "   Belum dikunjungi minggu ini: 3 desa (Gunung Meraksa, Pengandonan, Tanjungan)",
        "   Belum diketahui keadaannya: 4 desa (Gunung Meraksa, Pengandonan, Tanjungan, Ujanmas)",
        "4. Kegiatan (upaya): Tatap muka 1; ditemui 30 orang",
        "5. Janji: 0 ditepati, 0 terbuka, 0 lewat waktu",
        "6. Klarifikasi terbit: 0 (minggu lalu 0)",
        "7. Rujukan: 0 dikirim, 0 dijawab mitra, 0 belum dikirim",
        "8. Peringatan dini: tidak ada",
        "",
        "*Catatan:*",
        "Perlu satu petugas lagi.",
        "",
        "Angka kegiatan menunjukkan upaya, bukan hasil. Belum diketahui bukan berarti tenang.",
    ]


def test_the_text_names_a_few_villages_and_counts_all(world: World) -> None:
    found = {**figures(world), "not_visited": [f"Desa {n}" for n in range(1, 41)], "not_visited_total": 155}

    text = anev_text(world.polres, MONDAY, found, found, "")

    few = "Desa 1, Desa 2, Desa 3, Desa 4, Desa 5, Desa 6 dan 149 lainnya"
    assert f"   Belum dikunjungi minggu ini: 155 desa ({few})" in text.split("\n")


def test_kept_figures_are_read_in_the_language_of_the_reader(world: World) -> None:
    respond.record_visit(**meeting(world))
    found = figures(world)

    with translation.override("en"):
        english = labelled(found)["activities"]

    assert (english, labelled(found)["activities"]) == ([("Face-to-face meeting", 1)], [("Tatap muka", 1)])


def test_the_chief_keeps_the_week_as_it_stands(world: World) -> None:
    respond.record_visit(**meeting(world))

    report = actions.save_situation_report(
        unit=world.pengandonan, week_start=MONDAY, remarks=" Hubungi 0812-3456-7890. ", by=world.rahman, at=world.now
    )
    later = BEGAN + timedelta(hours=3)
    respond.record_visit(**{**meeting(world), "started_at": later, "ended_at": later + timedelta(minutes=20)})

    report.refresh_from_db()
    assert report.figures["activities"] == {"face_to_face_meeting": 1}
    assert figures(world)["activities"] == {"face_to_face_meeting": 2}
    assert report.remarks == "Hubungi [telepon]."
    assert reads.last_report(world.pengandonan, MONDAY) == report
    rows = AuditEvent.objects.filter(action="learn.situation_report")
    assert [(row.actor_label, row.subject_id) for row in rows] == [("Rahman", str(report.pk))]


def test_who_may_keep_whose_week(world: World) -> None:
    def keep(person: Any, unit: Unit) -> None:
        actions.save_situation_report(unit=unit, week_start=MONDAY, remarks="", by=person, at=world.now)

    for person, unit in (
        (world.wati, world.pengandonan),
        (world.dewi, world.polres),
        (world.agus, world.polres),
        (world.rahman, world.polres),
        (world.rahman, world.baturaja),
        (world.rini, world.pengandonan),
    ):
        with pytest.raises(NotAllowed):
            keep(person, unit)
    assert SituationReport.objects.count() == 0
    keep(world.hendra, world.baturaja)
    assert [unit.key for unit in reads.reporting_units(world.hendra)] == [
        "polres-oku",
        "polsek-baturaja-timur",
        "polsek-pengandonan",
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"week_start": date(2024, 10, 8)}, "week_start"),
        ({"week_start": date(2024, 10, 21)}, "week_start"),
        ({"remarks": "a" * 100_000}, "remarks"),
    ],
)
def test_what_is_no_week(world: World, changed: dict[str, Any], field: str) -> None:
    told = {"unit": world.pengandonan, "week_start": MONDAY, "remarks": "", "by": world.rahman, "at": world.now}

    with pytest.raises(Refused) as refused:
        actions.save_situation_report(**(told | changed))

    assert (refused.value.field, SituationReport.objects.count(), AuditEvent.objects.count()) == (field, 0, 0)


def test_the_queries_are_the_same_for_1_3_and_100_visits(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            figures(world)
        return len(asked_for)

    counts = []
    for total, before in ((1, 0), (3, 1), (100, 3)):
        for number in range(before, total):
            at = HEARD + timedelta(minutes=number)
            respond.record_visit(**{**meeting(world), "started_at": at, "ended_at": at + timedelta(minutes=5)})
        counts.append(queries())
    assert counts == [counts[0]] * 3


def test_the_alarms_of_the_week_stand_in_the_text_with_what_was_decided(world: World) -> None:
    alarm = an_alarm(world)
    before = figures(world, monday=MONDAY)
    now = figures(world, monday=world.today)
    assert before["alarms"] == []
    assert [(one["codes"], one["observed"], one["decision"]) for one in now["alarms"]] == [
        ([world.ujanmas.code], 6, "")
    ]
    text = anev_text(world.pengandonan, world.today, now, before, "")
    assert "8. Peringatan dini: Ujanmas (lebih ramai dari biasanya; belum diputuskan)" in text.split("\n")

    warn.decide(alarm=alarm, decision=Decision.VISIT, reason="Wati ke sana.", by=world.rahman, at=world.now)

    decided = anev_text(world.pengandonan, world.today, figures(world, monday=world.today), before, "")
    assert "8. Peringatan dini: Ujanmas (lebih ramai dari biasanya; didatangi)" in decided.split("\n")
    assert figures(world, unit=world.baturaja, monday=world.today)["alarms"] == []


def test_a_week_that_was_kept_before_there_were_alarms_still_reads(world: World) -> None:
    kept = {name: value for name, value in figures(world).items() if name != "alarms"}

    assert "8. Peringatan dini: tidak ada" in anev_text(world.pengandonan, MONDAY, kept, kept, "").split("\n")
