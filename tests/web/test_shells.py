"""The shells around every page: light for residents, complete for people who sign in."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from teduh.trust.models import Person
from teduh.trust.rules import role_may
from teduh.web.context import NAVIGATION
from teduh.web.views import styleguide
from tests.factories import World

PUBLIC = ("home", "report_new", "receipt_enter", "facts", "transparency", "sign_in")
BUDGET_BYTES = 60_000


def sheet() -> bytes:
    return Path(str(finders.find("web/css/teduh.css"))).read_bytes()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_light_and_complete_by_itself(name: str, world: World, client: Client) -> None:
    page = client.get(reverse(name)).content

    assert len(gzip.compress(page)) + len(gzip.compress(sheet())) < BUDGET_BYTES / 4
    assert re.findall(rb'<link rel="stylesheet" href="([^"]*)"', page) == [b"/static/web/css/teduh.css"]
    assert re.findall(rb'(?:src|href)="(?:https?:)?//', page) == []
    assert b' style="' not in page
    assert b" onclick=" not in page


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_says_first_whom_to_call(name: str, world: World, client: Client) -> None:
    page = client.get(reverse(name)).content.decode()

    assert page.index("Keadaan darurat?") < page.index("<h1")
    assert 'href="tel:110"' in page
    assert page.index('href="#isi"') < page.index("Keadaan darurat?")


def test_the_door_one_stands_in_is_marked(world: World, client: Client) -> None:
    page = client.get(reverse("receipt_enter")).content.decode()

    assert re.findall(r'<a href="([^"]*)" aria-current="page">', page) == [reverse("receipt_enter")]


def test_a_resident_can_change_the_language_and_stays_on_the_page(world: World, client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("report_new")}, follow=True)

    assert answer.redirect_chain == [(reverse("report_new"), 302)]
    assert 'lang="en"' in answer.content.decode()
    assert "Emergency?" in answer.content.decode()


def test_people_see_the_pages_of_their_role_and_who_they_are(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    for person in world.people:
        page = as_person(person).get(reverse("account")).content.decode()
        menu = page[page.index("<nav") : page.index("</nav>")]
        places = [place for place in NAVIGATION if role_may(person.role, place.permission)]
        assert re.findall(r'<a href="([^"]*)"', menu) == [reverse(place.url_name) for place in places]
        assert person.unit.name in page
        assert f'action="{reverse("sign_out")}"' in page


def test_the_styleguide_shows_every_part_and_asks_the_database_for_nothing(
    world: World, as_person: Callable[[Person], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    budi = as_person(world.budi)

    # The session, the person, their unit and the device, as on every page.
    with django_assert_num_queries(4):
        page = budi.get("/_gaya/").content.decode()

    parts = ("stat", "level", "list", "pages", "empty", "errors", "receipt", "thread", "funnel", "map", "legend")
    assert [part for part in parts if not re.search(rf'class="(?:[\w-]+ )*{part}[ "]', page)] == []


def test_the_styleguide_is_for_people_who_sign_in(rf: RequestFactory) -> None:
    request = rf.get("/_gaya/")
    request.user = AnonymousUser()

    answer = styleguide(request)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/?next=/_gaya/")
