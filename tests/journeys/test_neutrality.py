"""A message with a candidate's number cannot go out; a false alarm goes out once a second person has let it."""

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_the_number_is_held_and_the_village_is_released(visitor: Visitor, second_visitor: Visitor) -> None:
    second_visitor.sign_in("dewi")
    words = second_visitor.open("/atur/kata/")
    words.fill("textarea[name=name]", "Melati")
    words.click("main button.primary")
    second_visitor.picture("words-kept-out")

    visitor.sign_in("rahman")
    page = visitor.open("/pesan/baru/")
    page.fill("input[name=title]", "Ronda malam di Melati")
    page.fill("textarea[name=text]", "Ronda dimulai pukul 20.00. Rabu nanti c0bl0s nomor 2 ya.")
    page.click("main button.primary")
    visitor.picture("message-held")
    assert page.locator("mark").all_inner_texts() == ["Melati", "c0bl0s nomor 2"]
    assert page.input_value("textarea[name=text]").endswith("c0bl0s nomor 2 ya.")
    page.fill("textarea[name=text]", "Ronda dimulai pukul 20.00. Bawa senter.")
    page.click("main button.primary")
    assert page.locator("mark").all_inner_texts() == ["Melati"]

    second = second_visitor.page
    second.goto(page.url)
    assert second.locator("button:has-text('Setujui')").count() == 0
    second.click("summary:has-text('keliru')")
    second.fill("input[name=reason]", "Melati di sini nama dusun.")
    second_visitor.picture("message-release")
    second.click("button:has-text('Lepaskan')")
    second.click("button:has-text('Setujui')")

    assert "Melati di sini nama dusun." in second.inner_text("main")
    assert second.inner_text("main .chip") == "dipakai"
