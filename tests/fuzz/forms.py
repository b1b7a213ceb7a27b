"""The real forms of every page, so that what is sent gets past the first look."""

from collections import defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.factories.district import District
from tests.guards.test_walk import ALL, address

# Of each address: its fields, and the values that the pages offer for them.
Fields = dict[str, list[str]]


class Reader(HTMLParser):
    """Collects where each form goes with which fields, and the query strings of links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[tuple[str, str, str]] = []
        self._to, self._select, self._area = page, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._to = urljoin(self.page, given.get("action", "") or self.page)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select:
            self._add(self._select, given.get("value", ""))
        elif tag in ("input", "textarea", "button") and given.get("name"):
            self._add(given["name"], given.get("value", ""))
        elif tag == "a" and "?" in given.get("href", ""):
            link = urljoin(self.page, given["href"])
            for name, value in parse_qsl(urlsplit(link).query, keep_blank_values=True):
                self.found.append((link, name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._to = self.page
        elif tag == "select":
            self._select = ""

    def _add(self, name: str, value: str) -> None:
        self.found.append((self._to, name, value))


def harvest(browsers: list[Client], district: District) -> dict[str, Fields]:
    """What every form on every page, for every role, sends where."""
    fields: dict[str, Fields] = defaultdict(lambda: defaultdict(list))
    for browser in browsers:
        for name in ALL:
            where = address(name, district)
            answer = browser.get(where)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            reader = Reader(where)
            reader.feed(answer.content.decode())
            for to, field, value in reader.found:
                known = fields[_name_of(to)][field]
                if value not in known and len(known) < 20:
                    known.append(value)
    return {name: dict(found) for name, found in fields.items()}


def _name_of(where: str) -> str:
    try:
        return resolve(urlsplit(where).path).view_name
    except Resolver404:
        return ""


AsPerson = Callable[[object], Client]
