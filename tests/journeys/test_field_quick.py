"""A whole visit in few taps: how long they take a person stands in docs/offline.md."""

import pytest

from benchmarks.phone_visit import ANSWER, OWNER, PROMISE, QUESTION, measure_visit
from tests.journeys.phone import Phone, Server, until

pytestmark = pytest.mark.journey

MOST_TAPS = 16


def test_a_whole_visit_takes_few_taps_and_arrives_whole(phone: Phone, field_server: Server) -> None:
    phone.sign_in("fitri")
    figures = measure_visit(phone.page)

    assert figures["visit_taps"] <= MOST_TAPS
    (visit, people) = until(lambda: _visit(field_server))
    assert people == '[{"role": "warga", "count": 5}, {"role": "tokoh masyarakat", "count": 1}]'
    assert _of(field_server, "respond_visitquestion", "question, answer", visit) == [(QUESTION, ANSWER)]
    assert _of(field_server, "respond_promise", "text, owner", visit) == [(PROMISE, OWNER)]


def _visit(server: Server) -> tuple[str, str] | None:
    rows = server.rows(
        "select v.id, v.people from respond_visit v join trust_person p on p.id = v.recorded_by_id"
        " where p.username = 'fitri' and v.id in (select visit_id from respond_promise where text = ?)",
        PROMISE,
    )
    return rows[0] if rows else None  # type: ignore[return-value]


def _of(server: Server, table: str, columns: str, visit: str) -> list[tuple[object, ...]]:
    return server.rows(f"select {columns} from {table} where visit_id = ?", visit)  # noqa: S608 (names of our own)
