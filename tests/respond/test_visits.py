"""A visit is recorded once, by those who were there, and read only by those whose villages it touches."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places.keys import new_id
from teduh.places.models import Posting
from teduh.plan import actions as plan
from teduh.plan import steps as planning
from teduh.plan.models import Plan, Stop
from teduh.respond import actions, reads
from teduh.respond.actions import Asked, Met, Promised, Raised, visits
from teduh.respond.models import Concern, Message, Promise, Visit
from teduh.triage.models import Issue, IssueVillage
from teduh.trust.access import villages_for
from teduh.trust.models import AuditEvent
from teduh.warn.models import Contact
from tests.factories import World
from tests.respond.stories import BEGAN, approved_message, meeting


def open_issue(world: World, title: str = "Isu warga pindah pilih") -> Issue:
    issue = Issue.objects.create(
        unit=world.polres, kind="rumour", title=title, opened_at=world.now, opened_by=world.budi, known_at=world.now
    )
    IssueVillage.objects.create(issue=issue, village=world.ujanmas)
    return issue


def test_the_meeting_in_ujanmas_is_kept_as_it_was_told(world: World) -> None:
    issue, message = open_issue(world), approved_message(world)

    visit = actions.record_visit(
        **meeting(world),
        messages=[message],
        questions=[Asked("Apakah isu itu benar?", "Belum ada tandanya."), Asked("Ke mana melapor?")],
        concerns=[Raised("Orgen tunggal sampai larut malam."), Raised("Kabar pindah pilih.", issue)],
        promises=[Promised("Patroli malam Minggu", "Kapolsek", date(2024, 10, 19))],
    )

    found = reads.visit(world.wati, visit.pk, on=world.today)
    assert (found.village, found.unit, found.activity) == (world.ujanmas, world.pengandonan, "face_to_face_meeting")
    assert found.people == [{"role": "tokoh masyarakat", "count": 6}, {"role": "warga", "count": 24}]
    assert [(row.question, row.answer) for row in found.questions.all()] == [
        ("Apakah isu itu benar?", "Belum ada tandanya."),
        ("Ke mana melapor?", ""),
    ]
    assert [(row.text, row.issue) for row in found.concerns.all()] == [
        ("Orgen tunggal sampai larut malam.", None),
        ("Kabar pindah pilih.", issue),
    ]
    promise = Promise.objects.get()
    assert (promise.village, promise.owner, promise.due_on) == (world.ujanmas, "Kapolsek", date(2024, 10, 19))
    assert list(found.messages.all()) == [message]


def test_a_visit_leaves_one_row_in_the_chain_and_a_contact_in_the_village(world: World) -> None:
    visit = actions.record_visit(**meeting(world), situation="Warga resah tentang isu.")

    row = AuditEvent.objects.get(action="respond.record_visit")
    assert (row.actor_id, row.subject_id, row.unit_id) == (
        str(world.wati.pk),
        str(visit.pk),
        str(world.pengandonan.pk),
    )
    assert "resah" not in row.details
    assert list(Contact.objects.values_list("pk", "village", "on")) == [
        (visit.pk, "16.01.08.2018", date(2024, 10, 11)),
    ]


def test_a_visit_that_is_sent_twice_is_one_visit(world: World) -> None:
    told = meeting(world) | {"promises": [Promised("Patroli malam", "Kapolsek", date(2024, 10, 19))]}

    first = actions.record_visit(**told)
    second = actions.record_visit(**told | {"at": world.now + timedelta(minutes=3)})

    assert second == first
    assert (Visit.objects.count(), Promise.objects.count(), Contact.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.filter(action="respond.record_visit").count() == 1


def test_another_content_under_the_same_id_is_refused_and_changes_nothing(world: World) -> None:
    told = meeting(world)
    actions.record_visit(**told, situation="Aman.")

    with pytest.raises(Refused) as refused:
        actions.record_visit(**told, situation="Ramai, tetapi tertib.")

    assert refused.value.field == "visit_id"
    assert [visit.situation for visit in Visit.objects.all()] == ["Aman."]


def test_two_sends_at_the_same_moment_are_one_visit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second send looks before the first has written, and so finds nothing."""
    told = meeting(world)
    first = actions.record_visit(**told)
    look, looked = visits._earlier, []

    def too_early(row: Visit) -> Visit | None:
        looked.append(row)
        return None if len(looked) == 1 else look(row)

    monkeypatch.setattr(visits, "_earlier", too_early)

    assert actions.record_visit(**told) == first
    assert (Visit.objects.count(), len(looked)) == (1, 2)


def test_numbers_of_people_are_masked_before_they_are_kept(world: World) -> None:
    visit = actions.record_visit(
        **meeting(world),
        situation="Pak kadus bisa dihubungi di 0812-3456-7890.",
        questions=[Asked("NIK saya 1601085708900001 tidak terdaftar?", "Kirim ke kpu@example.org.")],
        concerns=[Raised("Telepon 110 tidak diangkat.")],
    )

    found = reads.visit(world.wati, visit.pk, on=world.today)
    question = found.questions.get()
    assert found.situation == "Pak kadus bisa dihubungi di [telepon]."
    assert (question.question, question.answer) == ("NIK saya [NIK] tidak terdaftar?", "Kirim ke [email].")
    assert Concern.objects.get().text == "Telepon 110 tidak diangkat."


def test_others_see_nothing_of_the_visit(world: World) -> None:
    visit = actions.record_visit(**meeting(world))

    for person in (world.rini, world.yusuf, world.maya):
        assert list(reads.visits_for(person, on=world.today)) == []
        with pytest.raises(NotFound):
            reads.visit(person, visit.pk, on=world.today)
    for person in (world.wati, world.rahman, world.budi, world.hendra):
        assert list(reads.visits_for(person, on=world.today)) == [visit]


def test_a_visit_outside_ones_villages_or_by_a_desk_officer_is_not_taken(world: World) -> None:
    told = meeting(world)

    with pytest.raises(NotAllowed):
        actions.record_visit(**told | {"village": world.kemalaraja})
    with pytest.raises(NotAllowed):
        actions.record_visit(**told | {"by": world.budi})
    with pytest.raises(Refused):
        actions.record_visit(**told | {"unit": world.polres})
    with pytest.raises(Refused):
        actions.record_visit(**told | {"officers": [world.wati, world.rini]})
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"activity": "sweeping"}, "activity"),
        ({"started_at": BEGAN.replace(year=2099), "ended_at": BEGAN.replace(year=2099)}, "started_at"),
        ({"started_at": BEGAN.replace(year=2014), "ended_at": BEGAN.replace(year=2014)}, "started_at"),
        ({"ended_at": BEGAN - timedelta(minutes=1)}, "ended_at"),
        ({"ended_at": BEGAN + timedelta(days=2)}, "ended_at"),
        ({"officers": []}, "officers"),
        ({"people": [Met(role="warga", count=0)]}, "people"),
        ({"people": [Met(role=" ", count=3)]}, "people"),
        ({"situation": "a" * 100_000}, "situation"),
        ({"questions": [Asked(" ", "Sudah dijawab.")]}, "questions"),
        ({"promises": [Promised("Lampu jalan", "", date(2024, 10, 20))]}, "promises"),
        ({"promises": [Promised("Lampu jalan", "Kepala desa", date(2024, 10, 10))]}, "promises"),
        ({"promises": [Promised("Lampu jalan", "Kepala desa", date(2099, 1, 1))]}, "promises"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(world: World, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.record_visit(**meeting(world) | changed)

    assert refused.value.field == field
    assert (Visit.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_concern_joins_only_an_issue_that_the_officer_sees(world: World) -> None:
    nearby, elsewhere = open_issue(world, "Isu di desa sebelah"), open_issue(world, "Isu di sektor lain")
    IssueVillage.objects.filter(issue=nearby).update(village=world.tanjungan)
    IssueVillage.objects.filter(issue=elsewhere).update(village=world.kemalaraja)

    actions.record_visit(**meeting(world), concerns=[Raised("Kabar itu sampai ke sini.", nearby)])
    with pytest.raises(Refused) as refused:
        actions.record_visit(**meeting(world), concerns=[Raised("Kabar itu sampai ke sini.", elsewhere)])

    assert refused.value.field == "concerns"
    assert [concern.issue for concern in Concern.objects.all()] == [nearby]


def test_an_issue_that_was_closed_after_the_visit_still_counts(world: World) -> None:
    issue = open_issue(world)
    closed = {"closed_by": world.budi, "closing_reason": "Sudah dijawab.", "answered_at": world.now}

    Issue.objects.filter(pk=issue.pk).update(closed_at=BEGAN + timedelta(hours=5), **closed)
    actions.record_visit(**meeting(world), concerns=[Raised("Kabar pindah pilih.", issue)])
    Issue.objects.filter(pk=issue.pk).update(closed_at=BEGAN - timedelta(hours=5))
    with pytest.raises(Refused):
        actions.record_visit(**meeting(world), concerns=[Raised("Kabar pindah pilih.", issue)])

    assert [concern.issue for concern in Concern.objects.all()] == [issue]


def test_only_messages_that_were_in_use_then_can_have_been_carried(world: World) -> None:
    message = approved_message(world)
    draft = Message.objects.get(pk=message.pk)
    draft.pk, draft.key, draft.approved_by, draft.approved_at = new_id(), "draf", None, None
    draft.save(force_insert=True)

    with pytest.raises(Refused) as refused:
        actions.record_visit(**meeting(world), messages=[draft])
    assert refused.value.field == "messages"

    actions.withdraw_message(message=message, reason="Diganti.", by=world.dewi, at=BEGAN + timedelta(days=1))
    visit = actions.record_visit(**meeting(world), messages=[message])
    assert list(visit.messages.all()) == [message]


def test_the_planned_stop_is_done_when_its_village_was_visited(world: World) -> None:
    stop = planned_stop(world)

    visit = actions.record_visit(**meeting(world), stop_id=stop.pk)

    stop.refresh_from_db()
    assert (stop.visit_id, stop.state) == (visit.pk, "done")


def test_a_stop_of_another_village_is_refused(world: World) -> None:
    stop = planned_stop(world)

    with pytest.raises(Refused):
        actions.record_visit(**meeting(world) | {"village": world.tanjungan}, stop_id=stop.pk)

    stop.refresh_from_db()
    assert (stop.visit_id, stop.state, Visit.objects.count()) == (None, "planned", 0)


def planned_stop(world: World) -> Stop:
    plan = Plan.objects.create(
        unit=world.pengandonan,
        week_start=date(2024, 10, 7),
        made_at=world.now,
        state="approved",
        approved_by=world.rahman,
        approved_at=world.now,
    )
    return Stop.objects.create(
        plan=plan, village=world.ujanmas, day=date(2024, 10, 11), position=1, officer=world.wati, score=1.0
    )


def test_the_first_visit_after_a_moment_and_those_of_a_week(world: World) -> None:
    early = actions.record_visit(**meeting(world))
    late = actions.record_visit(
        **meeting(world)
        # Monday 14 October, 00.30 WIB: Sunday evening in UTC.
        | {
            "visit_id": new_id(),
            "started_at": datetime(2024, 10, 13, 17, 30, tzinfo=UTC),
            "ended_at": datetime(2024, 10, 13, 18, 0, tzinfo=UTC),
        }
    )
    villages = type(world.ujanmas).objects.filter(pk="16.01.08.2018")

    assert reads.first_visit_after(["16.01.08.2018"], BEGAN) == early
    assert reads.first_visit_after(["16.01.08.2018"], BEGAN + timedelta(seconds=1)) == late
    assert reads.first_visit_after(["16.01.08.2017"], BEGAN) is None
    assert list(reads.visits_in(villages, date(2024, 10, 7), date(2024, 10, 13))) == [early]
    assert list(reads.visits_in(villages, date(2024, 10, 14), date(2024, 10, 20))) == [late]


def test_who_is_sent_elsewhere_by_an_approved_plan_tells_the_visit_there(world: World) -> None:
    (week,) = planning.make_plans(
        unit=world.pengandonan, week_start=world.today, weeks=1, by=world.rahman, at=world.now
    )
    Posting.objects.filter(person=world.wati, village=world.tanjungan).delete()
    week.stops.all().delete()
    stop = plan.add_stop(
        plan=week, village=world.tanjungan, day=world.today, officer=world.wati, by=world.rahman, at=world.now
    )
    told = meeting(world) | {"village": world.tanjungan, "stop_id": stop.pk, "promises": [], "messages": []}

    with pytest.raises(NotAllowed):
        actions.record_visit(**told)
    plan.approve_plan(plan=week, by=world.rahman, at=world.now)
    visit = actions.record_visit(**told)

    assert reads.visit(world.wati, visit.pk, on=world.today) == visit
    assert world.tanjungan not in villages_for(world.wati, on=world.today)
    # A month later it is no longer theirs to read.
    with pytest.raises(NotFound):
        reads.visit(world.wati, visit.pk, on=world.today + timedelta(days=31))
