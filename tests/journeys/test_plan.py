"""A week is proposed, changed, approved, walked and looked back upon."""

import re
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

# The coming week: another story approves the present one.
MONDAY = date.today() - timedelta(days=date.today().weekday()) + timedelta(weeks=1)  # noqa: DTZ011 (the demo's own day)
WEEK = f"pekan={MONDAY.isoformat()}"
# Villages that Wati looks after.
OWN = re.compile("Ujanmas|Gunung Kuripan")


def test_a_chief_proposes_changes_and_approves_and_an_officer_walks_the_week(
    visitor: Visitor, second_visitor: Visitor
) -> None:
    visitor.sign_in("rahman")
    page = visitor.open(f"/rencana/?{WEEK}")
    page.click("button:has-text('Buat usulan')")
    page.wait_for_selector("text=Usulan rencana sudah dibuat")
    visitor.picture("plan-proposed")
    assert page.locator("li.card").count() >= 3
    assert "Temui" in page.inner_text("main")

    _if_an_officer_is_ill(visitor)
    page.click("button:has-text('Setujui rencana')")
    assert "Disetujui" in page.inner_text("main")
    visitor.open(f"/rencana/cetak/?{WEEK}")
    visitor.picture("plan-print")

    _walked_by_its_officer(second_visitor, visitor.open(f"/rencana/?{WEEK}").inner_text("main"))

    page = visitor.open(f"/rencana/hasil/?{WEEK}")
    visitor.picture("plan-compared")
    assert re.search(r"1 dari \d+ kunjungan terlaksana", page.inner_text("main"))
    assert "Kunjungan adalah usaha, bukan hasil" in page.inner_text("main")


def _if_an_officer_is_ill(visitor: Visitor) -> None:
    """The difference is looked at, and left as it was; then a day away is accepted."""
    page = visitor.page
    page.click("a:has-text('Bagaimana kalau')")
    visitor.picture("plan-whatif")
    page.check("input[name=what][value=away]")
    page.select_option("select[name=officer]", label=page.locator("select[name=officer] option").nth(1).inner_text())
    page.fill("input[name=last]", MONDAY.isoformat())
    page.click("button:has-text('Lihat akibatnya')")
    visitor.picture("plan-difference")
    assert "Terima perubahan ini" in page.inner_text("main")
    page.click("button:has-text('Terima perubahan ini')")
    page.wait_for_selector("text=Rencana diubah")


def _walked_by_its_officer(officer: Visitor, plan: str) -> None:
    """Wati opens the day on which she goes to a village of her own, and records the visit from there."""
    officer.sign_in("wati")
    assert "Wati" in plan
    officer.open(f"/rencana/?{WEEK}")
    page = officer.page
    section = page.locator("section").filter(has_text=OWN).first
    page.goto(f"{officer.address}/rencana/hari/?hari={_first_day(section.inner_text())}")
    officer.picture("plan-day")
    page.locator("li.card").filter(has_text=OWN).first.locator("a:has-text('Catat kunjungan')").click()
    page.select_option("select[name=activity]", "visit")
    page.locator("input[type=number][name*=role]").first.fill("12")
    page.fill("textarea[name=situation]", "Situasi aman kondusif.")
    page.click("main button.primary")
    page.wait_for_selector("#wa")


def _first_day(words: str) -> str:
    """The first day of that week that the page names, such as "Kamis, 3 Des"."""
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    names = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    return next(day.isoformat() for day in days if f"{names[day.weekday()]}, {day.day} " in words)
