"""The HTTP API: the right person, nobody, and the neighbour; one shape for every error."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from teduh.listen.models import Complaint, Report
from teduh.triage import actions as triage
from teduh.triage.rules import IssueKind
from teduh.trust.models import Person
from teduh.warn import steps
from tests.factories import World

OPEN_TO_ALL = {"/api/v1/reports", "/api/v1/reports/talk", "/api/v1/clarifications", "/api/v1/clarifications/{slug}"}


def send(client: Client, **content: object) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/v1/reports", {"id": str(uuid4()), **content}, content_type="application/json")
    return answer.status_code, answer.json()


@pytest.fixture(autouse=True)
def oku_receives(settings: object) -> None:
    settings.RECEIVING_UNIT = "polres-oku"  # type: ignore[attr-defined]


def test_a_resident_sends_once_and_reads_with_the_code(world: World, client: Client) -> None:
    again = str(uuid4())
    status, taken = send(client, id=again, text="Ada kabar mau ada serangan", place="Ujanmas")
    repeat_status, repeated = send(client, id=again, text="Ada kabar mau ada serangan", place="Ujanmas")

    talk = client.post("/api/v1/reports/talk", {"code": taken["code"]}, content_type="application/json")
    assert (status, repeat_status, Report.objects.count()) == (201, 201, 1)
    assert repeated["code"] is None
    assert talk.json()["notes"] == []


def test_a_complaint_about_police_becomes_no_report(world: World, client: Client) -> None:
    status, _taken = send(client, text="oknum polisi minta uang ke pedagang", about_police=True)

    assert (status, Report.objects.count(), Complaint.objects.count()) == (201, 0, 1)


def test_every_error_has_one_shape(world: World, client: Client) -> None:
    shapes = [
        client.post("/api/v1/reports/talk", {"code": "1"}, content_type="application/json"),
        client.post("/api/v1/reports", {"id": "no", "text": ""}, content_type="application/json"),
        client.get("/api/v1/issues"),
        client.get("/api/v1/clarifications/none"),
    ]

    assert [answer.status_code for answer in shapes] == [404, 422, 401, 404]
    assert [sorted(answer.json()) for answer in shapes] == [["error", "field", "message"]] * 4


def test_what_the_library_refuses_has_that_shape_too(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_more: object) -> None:
        raise ValueError("kata yang tidak boleh terbaca")

    client = Client(raise_request_exception=False)
    json = "application/json"
    shapes = [
        client.post("/api/v1/reports/talk", "{", content_type=json),
        client.post("/api/v1/reports/talk", '{"code": "' + "1" * 1_100_000 + '"}', content_type=json),
        client.get("/api/v1/tidak-ada"),
    ]
    monkeypatch.setattr("teduh.api.v1.clarifications.reads.published", broken)
    shapes.append(client.get("/api/v1/clarifications"))

    assert [answer.status_code for answer in shapes] == [400, 400, 404, 500]
    assert [sorted(answer.json()) for answer in shapes] == [["error", "field", "message"]] * 4
    assert "kata" not in shapes[-1].content.decode()


def test_nobody_gets_further_than_what_is_open_to_all(world: World, client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()

    for path, operations in schema["paths"].items():
        if path in OPEN_TO_ALL:
            continue
        address = path.replace("{pk}", str(uuid4()))
        for method in operations:
            assert getattr(client, method)(address).status_code == 401, path


def test_rini_of_another_district_finds_nothing_of_oku(world: World, as_person: Callable[[Person], Client]) -> None:
    issue = triage.open_issue(
        kind=IssueKind.RUMOUR,
        title="Kabar serangan di Ujanmas",
        villages=[world.ujanmas],
        unit=world.polres,
        by=world.budi,
        at=world.now,
    )
    steps.compute_days(at=world.now)
    budi, rini = as_person(world.budi), as_person(world.rini)

    assert budi.get("/api/v1/issues").json()["total"] == 1
    assert budi.get(f"/api/v1/issues/{issue.pk}").json()["title"] == "Kabar serangan di Ujanmas"
    assert rini.get("/api/v1/issues").json()["total"] == 0
    assert rini.get(f"/api/v1/issues/{issue.pk}").status_code == 404
    assert [row["name"] for row in rini.get("/api/v1/villages").json()] == ["Ujan Mas Baru"]
    assert as_person(world.agus).get("/api/v1/issues").status_code == 403


def test_a_near_name_is_offered_and_an_exact_one_stands_first(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    found = as_person(world.budi).get("/api/v1/areas?name=Ujan Mas").json()

    assert found[0]["code"] in ("16.01.08.2018", "16.03.11")
    assert {row["code"] for row in found} >= {"16.01.08.2018", "16.03.11"}
    assert as_person(world.budi).get("/api/v1/areas?name=").status_code == 422
