"""An administrator shortens a timer; the outside body alone touches the one of complaints."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from teduh.cores.errors import NotAllowed, Refused
from teduh.listen import reads as listen_reads
from teduh.rights import actions, schedule
from teduh.trust.models import AuditEvent, Person, RetentionChoice
from tests.factories import World
from tests.rights.stories import report_of, sent

WEEK = timedelta(days=7)


def days(kind: str, at: object) -> int | None:
    return next(timer.days for timer in schedule.timers(at=at) if timer.kind.key == kind)  # type: ignore[arg-type]


def change(world: World, kind: str, days: int, *, reason: str = "", by: Person | None = None, after: int = 0) -> None:
    at = world.now + timedelta(days=after)
    actions.change_timer(kind=kind, days=days, reason=reason, by=by or world.lina, at=at)


def test_a_shorter_timer_waits_a_week(world: World) -> None:
    report = report_of(sent(world))
    change(world, "report_words", 60, after=57)

    actions.purge(at=world.now + timedelta(days=61))
    report.refresh_from_db()
    assert report.words_gone_at is None
    actions.purge(at=world.now + timedelta(days=64))

    report.refresh_from_db()
    assert report.words_gone_at is not None


def test_within_the_week_it_can_be_taken_back(world: World) -> None:
    change(world, "report_words", 60)
    change(world, "report_words", 365, after=1)

    assert days("report_words", world.now + timedelta(days=30)) == 365


def test_the_receipt_tells_the_earlier_day_at_once(world: World) -> None:
    received = sent(world)
    change(world, "report_words", 60)

    talk = listen_reads.talk_at(received.receipt or "")

    assert talk is not None
    assert talk.kept_until == world.now + timedelta(days=60)


def test_longer_needs_a_reason_and_identity_is_never_kept_longer(world: World) -> None:
    with pytest.raises(Refused, match="paling sedikit 20"):
        change(world, "report_words", 400)
    change(world, "report_words", 400, reason="Putusan sengketa belum keluar sampai Desember.")
    with pytest.raises(Refused, match="tidak pernah disimpan lebih lama"):
        change(world, "contact", 181, reason="Putusan sengketa belum keluar sampai Desember.")

    assert days("report_words", world.now) == 400


def test_nobody_empties_the_house_by_a_timer(world: World) -> None:
    with pytest.raises(Refused, match="Paling sedikit 30 hari"):
        change(world, "report_words", 1)
    with pytest.raises(Refused, match="tidak dihapus menurut umur"):
        change(world, "audit", 1)


def test_complaints_are_the_outside_bodys(world: World) -> None:
    with pytest.raises(NotAllowed, match="Pengawas luar"):
        change(world, "complaint", 180)
    with pytest.raises(NotAllowed, match="Administrator"):
        change(world, "report_words", 60, by=world.maya)

    change(world, "complaint", 180, by=world.maya)

    assert days("complaint", world.now + WEEK) == 180


@pytest.mark.parametrize("name", ["budi", "hendra", "agus", "ratna"])
def test_who_may_not(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        change(world, "report_words", 60, by=getattr(world, name))


def test_every_change_is_on_record(world: World) -> None:
    change(world, "contact", 30, reason="Satu bulan cukup.")

    event = AuditEvent.objects.get(action="retention.change")
    assert ('"before": 180' in event.details, '"after": 30' in event.details) == (True, True)
    assert event.actor_label == "Lina"


def test_the_page_shows_what_comes(world: World, as_person: Callable[[Person], Client]) -> None:
    lina = as_person(world.lina)

    refused = lina.post("/waktu-simpan/contact/", {"days": "200", "reason": "lebih lama"})
    lina.post("/waktu-simpan/contact/", {"days": "30", "reason": ""})

    assert (refused.status_code, RetentionChoice.objects.count()) == (400, 1)
    page = lina.get("/waktu-simpan/").content.decode()
    assert "30 hari mulai" in page
    assert "/waktu-simpan/complaint/" not in page
    assert "/waktu-simpan/complaint/" in as_person(world.maya).get("/waktu-simpan/").content.decode()
    assert "/waktu-simpan/contact/" not in as_person(world.agus).get("/waktu-simpan/").content.decode()


def test_a_guest_on_the_server_changes_no_timer_of_everybody(world: World) -> None:
    guest = Person(username="sri", name="Sri", role="administrator", unit=world.muara_enim)
    guest.set_unusable_password()
    guest.save()

    with pytest.raises(NotAllowed):
        change(world, "report_words", 60, by=guest)

    assert not RetentionChoice.objects.exists()
