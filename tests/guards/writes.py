"""Every request of every test is watched: what it writes to our records leaves an audit row in that transaction.

A middleware of the test settings, so no screen and no API operation can be tested without it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpRequest, HttpResponse

_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?(.*)', re.IGNORECASE | re.DOTALL)
_SAVEPOINT = re.compile(r'\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"?(\w+)"?', re.IGNORECASE)
AUDIT = "trust_auditevent"
# Not acts of anybody: the end of the chain itself, and when a browser or a second proof was last used.
QUIET: dict[str, tuple[str, ...]] = {
    "trust_audithead": (),
    "trust_device": ("seen_at",),
    "trust_secondfactor": ("counter", "used_at"),
    "trust_person": ("last_login",),
}


@dataclass
class Watch:
    """The writes of the transaction that is open, and those that ended without a row."""

    names: frozenset[str]
    open: list[str] = field(default_factory=list)
    marks: list[tuple[str, int, bool]] = field(default_factory=list)
    audited: bool = False
    silent: list[str] = field(default_factory=list)

    def see(self, sql: str) -> None:
        if found := _SAVEPOINT.match(sql):
            self._at_savepoint(found[1].upper(), found[2])
        elif found := _WRITE.match(sql):
            table, rest = found[1], found[2]
            if table == AUDIT:
                self.audited = True
            elif table in self.names and not _is_quiet(table, rest):
                self.open.append(table)
            if not self.marks:
                self._end()

    def _at_savepoint(self, word: str, name: str) -> None:
        if word == "SAVEPOINT":
            self.marks.append((name, len(self.open), self.audited))
            return
        while self.marks:
            mark, count, audited = self.marks.pop()
            if word.startswith("ROLLBACK"):
                # What is taken back was not written, and neither was its row.
                self.open, self.audited = self.open[:count], audited
            if mark == name:
                break
        if word.startswith("ROLLBACK"):
            self.marks.append((name, len(self.open), self.audited))
        if not self.marks or (word.startswith("ROLLBACK") and len(self.marks) == 1):
            self._end()

    def _end(self) -> None:
        if self.open and not self.audited:
            self.silent += self.open
        self.open, self.audited = [], False


def _is_quiet(table: str, rest: str) -> bool:
    if table not in QUIET:
        return False
    columns = QUIET[table]
    changed = re.findall(r'"(\w+)" = ', rest.partition("WHERE")[0])
    return not columns or (bool(changed) and set(changed) <= set(columns))


def names_of_records() -> frozenset[str]:
    """The tables of our own records, and those that join two of them."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.startswith("teduh.")
    )


@contextmanager
def watched() -> Iterator[Watch]:
    watch = Watch(names_of_records())

    def see(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        watch.see(sql)
        return result

    with connection.execute_wrapper(see):
        yield watch


class WritesAreAudited:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with watched() as watch:
            response = self.get_response(request)
        if watch.silent:
            raise AssertionError(f"{request.method} {request.path} wrote without an audit row: {watch.silent}")
        return response
