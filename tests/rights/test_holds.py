"""The investigator asks that something stays: a named person holds it, a named person lets it go."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.listen import reads as listen_reads
from teduh.listen.models import Complaint, Report
from teduh.places.keys import new_id
from teduh.respond.models import Referral, Visit
from teduh.rights import actions, reads
from teduh.rights.models import Hold
from teduh.triage.models import Issue
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.rights.stories import closed, complained, joined, referred, report_of, sent, talk_of, visited

REASON = "Surat penyidik nomor 12 tanggal 1 November."
LATER = timedelta(days=800)


def held(world: World, by: Person | None = None, **what: object) -> Hold:
    return actions.place_hold(reason=REASON, by=by or world.ratna, at=world.now, **what)  # type: ignore[arg-type]


def lines(purged: actions.Purged) -> dict[str, tuple[int, int]]:
    return {line.kind.key: (line.rows, line.held) for line in purged.lines if line.rows or line.held}


def test_what_is_held_stays_until_the_hold_ends_and_the_purge_says_so(world: World) -> None:
    held_report, other = report_of(sent(world)), report_of(sent(world))
    hold = held(world, scope="report", subject_id=held_report.pk)

    first = actions.purge(at=world.now + LATER)
    actions.end_hold(hold=hold, reason="Perkara sudah putus.", by=world.ratna, at=world.now + LATER)
    second = actions.purge(at=world.now + LATER)

    assert lines(first)["report_words"] == (1, 1)
    assert lines(second) == {"report_words": (1, 0)}
    other.refresh_from_db()
    assert other.words_gone_at is not None


def test_a_contact_is_never_held(world: World) -> None:
    """Never-list 12: identity goes at its timer, whoever would like to keep it."""
    received = sent(world)
    held(world, scope="report", subject_id=received.id)

    purged = actions.purge(at=world.now + timedelta(days=181))

    assert lines(purged) == {"contact": (1, 0)}
    assert listen_reads.contact_of(received.id, at=world.now) is None


def test_an_issue_holds_its_reports_visits_and_referrals(world: World) -> None:
    report, other = report_of(sent(world)), report_of(sent(world))
    issue = joined(world, report)
    referred(world, issue)
    visited(world, issue)
    visited(world)
    closed(world, issue)
    held(world, scope="issue", subject_id=issue.pk)

    actions.purge(at=world.now + LATER)

    kept = Report.objects.filter(words_gone_at=None)
    assert (list(kept), other.pk in kept) == ([report], False)
    assert [row.words_gone_at for row in (*Issue.objects.all(), *Referral.objects.all())] == [None, None]
    assert sorted(row.words_gone_at is None for row in Visit.objects.all()) == [False, True]


def test_a_stretch_of_time_holds_what_the_units_received_in_it(world: World) -> None:
    inside = report_of(sent(world))
    outside = report_of(sent(world, at=world.now - timedelta(days=2)))
    complaint = complained(world)
    held(world, scope="period", first_day=world.today, last_day=world.today)

    actions.purge(at=world.now + LATER)

    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.words_gone_at, outside.words_gone_at is not None) == (None, True)
    assert not Complaint.objects.filter(pk=complaint.id).exists(), "a unit's hold reaches no complaint about it"


def test_the_neighbours_hold_reaches_nothing_of_oku(world: World) -> None:
    report = report_of(sent(world))
    sinta = Person.objects.create(username="sinta", name="Sinta", role="data_protection", unit=world.muara_enim)
    held(world, by=sinta, scope="period", first_day=world.today, last_day=world.today)
    with pytest.raises(NotFound):
        held(world, by=sinta, scope="report", subject_id=report.pk)

    actions.purge(at=world.now + LATER)

    report.refresh_from_db()
    assert report.words_gone_at is not None


class TestComplaints:
    def test_only_the_outside_body_holds_one(self, world: World) -> None:
        received = complained(world)
        for person in (world.ratna, world.hendra, world.lina):
            with pytest.raises((NotFound, NotAllowed)):
                held(world, by=person, scope="complaint", subject_id=received.id)

        held(world, by=world.maya, scope="complaint", subject_id=received.id)
        purged = actions.purge(at=world.now + LATER)

        assert lines(purged)["complaint"] == (0, 1)
        assert talk_of(received).text.startswith("oknum polisi")

    def test_the_unit_does_not_learn_that_there_is_one(
        self, world: World, as_person: Callable[[Person], Client]
    ) -> None:
        received = complained(world)
        held(world, by=world.maya, scope="complaint", subject_id=received.id)

        for person in (world.ratna, world.hendra, world.agus):
            assert list(reads.holds_for(person)) == []
            assert str(received.id) not in as_person(person).get("/penahanan/").content.decode()
        # The same answer as for a number that never was.
        page = as_person(world.ratna)
        form = {"scope": "complaint", "reason": REASON}
        real = page.post("/penahanan/baru/", form | {"subject_id": str(received.id)})
        never = page.post("/penahanan/baru/", form | {"subject_id": str(new_id())})
        assert (real.status_code, never.status_code) == (400, 400)
        assert "pengaduan" not in page.get("/penahanan/baru/").content.decode()
        assert AuditEvent.objects.filter(action="hold.place").get().unit_id == str(world.kompolnas.pk)


def test_a_hold_needs_a_reason_and_what_it_holds(world: World) -> None:
    with pytest.raises(Refused, match="paling sedikit 20"):
        actions.place_hold(scope="report", subject_id=sent(world).id, reason="perlu", by=world.ratna, at=world.now)
    with pytest.raises(Refused, match="nomor perkara"):
        held(world, scope="report")
    with pytest.raises(Refused, match="hari pertama"):
        held(world, scope="period", first_day=world.today, last_day=world.today - timedelta(days=1))


@pytest.mark.parametrize("name", ["budi", "wati", "rahman", "hendra", "dewi", "agus", "lina", "rini"])
def test_who_may_not_hold(world: World, name: str) -> None:
    report, hold = report_of(sent(world)), held(world, scope="period", first_day=world.today, last_day=world.today)
    person = getattr(world, name)

    with pytest.raises(NotAllowed):
        held(world, by=person, scope="report", subject_id=report.pk)
    with pytest.raises(NotAllowed):
        actions.end_hold(hold=hold, reason="Tidak perlu lagi.", by=person, at=world.now)


def test_it_ends_once(world: World) -> None:
    hold = held(world, scope="period", first_day=world.today, last_day=world.today)
    actions.end_hold(hold=hold, reason="Perkara sudah putus.", by=world.ratna, at=world.now)

    with pytest.raises(Refused, match="sudah berakhir"):
        actions.end_hold(hold=hold, reason="Perkara sudah putus.", by=world.ratna, at=world.now)


def test_the_list_says_who_and_why(world: World, as_person: Callable[[Person], Client]) -> None:
    hold = held(world, scope="report", subject_id=sent(world).id)
    ratna = as_person(world.ratna)
    before = ratna.get("/penahanan/").content.decode()

    ratna.post(f"/penahanan/{hold.pk}/akhiri/", {"reason": "Perkara sudah putus."})

    after = ratna.get("/penahanan/").content.decode()
    assert (REASON in before, "berjalan" in before, "berjalan" in after) == (True, True, False)
    assert "Perkara sudah putus." in as_person(world.agus).get("/penahanan/").content.decode()
