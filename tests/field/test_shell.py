"""The shell of the app: the same for everybody, kept by the phone whole, and nothing of anybody in it."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh.field import shell
from tests.factories import World

ROOT = Path(__file__).resolve().parents[2]
SHELL = ("field_app", "field_worker", "field_manifest", "field_words")

needs_build = pytest.mark.skipif(
    not (ROOT / "src/teduh/web/static/web/build/field.js").exists(), reason="the front end is not built (make env)"
)


@needs_build
@pytest.mark.parametrize("name", SHELL)
def test_wati_and_a_stranger_get_the_same(name: str, world: World, client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR = "optional"
    strangers = client.get(reverse(name)).content
    client.post(reverse("sign_in"), {"username": "wati", "password": "teduh-di-bawah-pohon"})

    watis = client.get(reverse(name), headers={"Accept-Language": "en"})

    assert watis.content == strangers
    assert "Wati" not in strangers.decode()
    assert watis.headers["Cache-Control"] == "no-cache"


@needs_build
def test_what_is_kept_can_be_fetched_and_is_all_that_the_page_asks_for(db: None, client: Client) -> None:
    kept = {row["url"] for row in shell.to_keep()}
    page = client.get(reverse("field_app")).content.decode()
    asked = set(re.findall(r'(?:href|src|data-words)="(/[^"]+)"', page))

    assert asked - kept == {reverse("field_manifest"), reverse("monday"), "/static/field/leaf-192.png"}
    assert kept - asked == {reverse("field_app")}


@needs_build
def test_the_worker_begins_with_the_list_and_changes_when_anything_in_it_does(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed() -> dict[str, str]:
        first = client.get(reverse("field_worker")).content.decode().splitlines()[0]
        return {row["url"]: row["revision"] for row in json.loads(first.removeprefix("self.__KEPT=").rstrip(";"))}

    before = listed()
    shell.shell_page.cache_clear()
    monkeypatch.setattr(shell, "render_to_string", lambda *_args: "another page")
    after = listed()
    shell.shell_page.cache_clear()

    assert {url for url in before if before[url] != after[url]} == {reverse("field_app")}
    assert all(before.values())


def test_a_server_without_the_front_end_gives_no_half_app(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell.finders, "find", lambda _name: None)

    answer = client.get(reverse("field_worker"))

    assert answer.status_code == 503
    assert "__KEPT" not in answer.content.decode()


def test_it_installs_with_icons_that_are_there(db: None, client: Client) -> None:
    told = client.get(reverse("field_manifest")).json()

    assert (told["start_url"], told["scope"], told["display"]) == ("/lapangan/", "/lapangan/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    assert all(shell.finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])


def test_the_page_may_ask_for_the_microphone_and_nothing_else_may(db: None, client: Client) -> None:
    powers = client.get(reverse("field_app")).headers["Permissions-Policy"]

    assert "microphone=(self)" in powers
    assert "camera=()" in powers
    assert "microphone=()" in client.get(reverse("facts")).headers["Permissions-Policy"]


def test_english_comes_sentence_by_sentence_and_counts(db: None, client: Client) -> None:
    said = client.get(reverse("field_words")).json()

    assert said["Selesai dan simpan"] == "Finish and save"
    assert said["%(n)s menunggu terkirim"] == ["%(n)s waits to be sent", "%(n)s wait to be sent"]
