"""The impact assessment follows the code: what a record declares stands in it, without anybody writing it down."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from teduh.listen.models import Report
from teduh.rights import actions, assessment
from teduh.rights.rules import CHANGE_WAITS
from teduh.trust.models import Person, VaultEntry
from tests.factories import World


def test_a_new_personal_field_appears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    before = assessment.markdown(assessment.make())
    monkeypatch.setitem(Report.data_class, "personal", (*Report.data_class["personal"], "heard_from"))

    after = assessment.markdown(assessment.make())

    assert "heard_from" not in before
    assert "`heard_from`" in after


def test_it_tells_how_each_field_lies_on_the_disk() -> None:
    report, person, entry = (assessment.held_by(model) for model in (Report, Person, VaultEntry))

    assert (report.encrypted, report.clear) == (
        ("text", "place_text", "when_text", "latitude", "longitude", "extra"),
        (),
    )
    assert (person.encrypted, person.hashed) == ((), ("password",))
    assert person.clear == ("name", "rank", "username", "last_login")
    assert (entry.encrypted, entry.clear) == (("text",), ())


def test_who_reads_it_comes_from_the_table_of_roles() -> None:
    with translation.override("en"):
        lines = {line.key: line for line in assessment.make().lines}

    assert lines["report_words"].read_by == ("Desk officer", "Sector chief", "District chief")
    assert lines["complaint"].read_by == ("Outside oversight",)
    assert lines["staff_account"].read_by == ("Administrator",)
    assert [record.record for record in lines["complaint"].records] == ["trust.VaultEntry"]


@pytest.mark.django_db
def test_it_tells_the_timer_in_force(world: World) -> None:
    actions.change_timer(kind="contact", days=30, reason="", by=world.lina, at=world.now)

    with translation.override("en"):
        now = assessment.markdown(assessment.make(at=world.now + CHANGE_WAITS))
        declared = assessment.markdown(assessment.make())

    assert "30 days, since the contact was sealed" in now
    assert "180 days, since the contact was sealed" in declared


def test_every_line_has_a_purpose_a_basis_and_a_reason() -> None:
    for line in assessment.make().lines:
        assert all((line.purpose, line.basis, line.timer, line.end, line.stays, line.why)), line.key


def test_the_page_shows_the_same(world: World, as_person: Callable[[Person], Client]) -> None:
    page = as_person(world.agus).get("/waktu-simpan/dampak/").content.decode()

    for line in assessment.make().lines:
        assert line.name in page
    assert "terenkripsi: text, place_text" in page
