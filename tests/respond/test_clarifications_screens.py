"""The screens on which clarifications are written, read by the second person, published and withdrawn."""

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teduh.respond.models import Clarification
from teduh.triage.rules import Verdict
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.clarified import ENGLISH, SOURCES, TEXTS, ballots, draft, published

AsPerson = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def typed(**changed: str) -> dict[str, str]:
    """What Dewi types: the texts, two sources, one row left empty."""
    form = {"sumber-TOTAL_FORMS": "3", "sumber-INITIAL_FORMS": "0", **TEXTS}
    for n, source in enumerate(SOURCES):
        form |= {f"sumber-{n}-{name}": text for name, text in source.items()}
    return form | {"sumber-2-name": "", "sumber-2-said": "", "sumber-2-on": ""} | changed


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_dewi_writes_hendra_approves_dewi_publishes(world: World, as_person: AsPerson) -> None:
    issue, dewi, hendra = ballots(world), as_person(world.dewi), as_person(world.hendra)

    answer = dewi.post(f"/klarifikasi/baru/?isu={issue.pk}", typed(**ENGLISH))
    row = Clarification.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/klarifikasi/{row.pk}/")
    assert (row.title, row.why_en, row.sources) == (TEXTS["title"], ENGLISH["why_en"], SOURCES)
    seen = text_of(dewi.get(answer.headers["Location"]))
    assert "Menunggu persetujuan orang kedua." in seen
    assert "≠" in seen
    assert f"/klarifikasi/{row.pk}/setujui/" not in seen

    read_at = row.written_at.isoformat()
    assert f'name="read_at" value="{read_at}"' in text_of(hendra.get(f"/klarifikasi/{row.pk}/"))
    hendra.post(f"/klarifikasi/{row.pk}/setujui/", {"read_at": read_at})
    answer = dewi.post(f"/klarifikasi/{row.pk}/terbitkan/", follow=True)

    row.refresh_from_db()
    assert row.state == "published"
    assert "Terbit di halaman Fakta dan di setiap kode yang bertanya." in text_of(answer)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"fact": ""}, "Bidang ini tidak boleh kosong."),
        ({"fact": "Aman."}, "Tulis faktanya dahulu, paling sedikit satu kalimat."),
        ({"why": ""}, "Jelaskan mengapa kabar itu tidak benar atau belum jelas."),
        ({"sumber-2-said": "Kata tetangga semuanya aman"}, "Tulis kantor atau jabatan yang mengatakannya."),
        ({"sumber-0-on": "2099-01-01"}, "Tanggal sumber belum tiba. Tulis hari ketika kantor itu menjawab."),
        ({"title_en": "Sealed"}, "Terjemahan memerlukan judul dan faktanya, atau kosongkan keduanya."),
    ],
)
def test_a_refused_draft_keeps_what_was_typed(
    world: World, as_person: AsPerson, changed: dict[str, str], sentence: str
) -> None:
    issue = ballots(world)
    rows = AuditEvent.objects.count()

    answer = as_person(world.dewi).post(f"/klarifikasi/baru/?isu={issue.pk}", typed(**changed))

    seen = text_of(answer)
    assert (answer.status_code, seen.count(sentence) > 0) == (400, True)
    kept = typed(**changed)
    for name in ("title", "myth", "sumber-0-said", "sumber-1-name", *changed):
        assert kept[name] in seen
    assert (Clarification.objects.count(), AuditEvent.objects.count()) == (0, rows)


def test_a_100_kb_text_is_answered_in_one_sentence(world: World, as_person: AsPerson) -> None:
    issue = ballots(world)

    answer = as_person(world.dewi).post(f"/klarifikasi/baru/?isu={issue.pk}", typed(fact="a" * 100_000))

    assert answer.status_code == 400
    assert Clarification.objects.count() == 0


def test_changing_a_draft_begins_with_what_stands_there(world: World, as_person: AsPerson) -> None:
    row, budi = draft(world, **ENGLISH), as_person(world.budi)

    seen = text_of(budi.get(f"/klarifikasi/{row.pk}/ubah/"))
    for text in (*TEXTS.values(), *ENGLISH.values(), "KPU OKU", "2024-10-13"):
        assert text in seen
    answer = budi.post(f"/klarifikasi/{row.pk}/ubah/", typed(title="Kotak suara masih tersegel"))

    row.refresh_from_db()
    assert (answer.status_code, row.title, row.written_by, row.title_en) == (
        302,
        "Kotak suara masih tersegel",
        world.budi,
        "",
    )


def test_what_is_in_the_way_is_said_before_anybody_presses(world: World, as_person: AsPerson) -> None:
    row = draft(world, why="Penyebarnya akan ditangkap di Ujanmas.")
    hendra = as_person(world.hendra)

    seen = text_of(hendra.get(f"/klarifikasi/{row.pk}/"))
    assert "Penyebarnya <mark>akan ditangkap</mark> di Ujanmas." in seen
    assert "<strong>akan ditangkap</strong>: Kalimat ini mengancam" in seen
    assert "harus ditulis ulang" in seen
    assert "Tulisan ini menyebut desa: Ujanmas." in seen
    assert "/setujui/" not in seen
    answer = hendra.post(f"/klarifikasi/{row.pk}/setujui/", follow=True)

    row.refresh_from_db()
    assert row.state == "draft"
    assert text_of(answer).count("“akan ditangkap”: Kalimat ini mengancam") == 1


def test_withdrawing_asks_for_a_reason_and_keeps_it_when_refused(world: World, as_person: AsPerson) -> None:
    row, hendra = published(world), as_person(world.hendra)

    refused = hendra.post(f"/klarifikasi/{row.pk}/tarik/", {"reason": "Keliru."})
    assert refused.status_code == 400
    assert "Keliru.</textarea>" in text_of(refused)
    assert "alasan ini terbaca umum." in text_of(refused)
    answer = hendra.post(f"/klarifikasi/{row.pk}/tarik/", {"reason": "KPU memperbaiki tanggalnya."}, follow=True)

    row.refresh_from_db()
    assert (row.state, row.withdrawn_reason) == ("withdrawn", "KPU memperbaiki tanggalnya.")
    assert "Halaman ini ditarik pada 14 Oktober 2024: KPU memperbaiki tanggalnya." in text_of(answer)


def test_a_published_text_whose_issue_has_another_verdict_now_says_so(world: World, as_person: AsPerson) -> None:
    row = published(world)
    row.issue.verdict = Verdict.UNVERIFIABLE
    row.issue.save()

    seen = text_of(as_person(world.hendra).get(f"/klarifikasi/{row.pk}/"))

    assert "Penilaian isunya kini berbeda: Tidak dapat dipastikan." in seen


def test_the_neighbour_district_and_the_other_sector_find_nothing(world: World, as_person: AsPerson) -> None:
    issue = ballots(world)
    row = published(world, issue)
    secrets = (row.title, issue.title)

    for person in (world.rini, world.yusuf):
        client = as_person(person)
        answers = [client.get("/klarifikasi/"), client.get(f"/klarifikasi/{row.pk}/")]
        assert [answer.status_code for answer in answers] == [200, 404]
        assert [secret for secret in secrets for answer in answers if secret in text_of(answer)] == []
    rini = as_person(world.rini)
    assert rini.get(f"/klarifikasi/{row.pk}/ubah/").status_code == 404
    assert rini.post(f"/klarifikasi/{row.pk}/terbitkan/").status_code == 404
    assert rini.get(f"/klarifikasi/baru/?isu={issue.pk}").status_code == 404
    assert rini.get("/klarifikasi/baru/?isu=bukan-isu").status_code == 404


def test_the_auditor_reads_without_a_door_to_the_issue(world: World, as_person: AsPerson) -> None:
    row = published(world)

    seen = text_of(as_person(world.agus).get(f"/klarifikasi/{row.pk}/"))

    assert row.issue.title in seen
    assert f"/isu/{row.issue_id}/" not in seen


def test_a_desk_of_the_sector_reads_what_the_district_wrote_and_has_no_button_for_it(
    world: World, as_person: AsPerson
) -> None:
    sector_desk = Person.objects.create(username="tono", name="Tono", role="desk_officer", unit=world.pengandonan)
    row = published(world)
    client = as_person(sector_desk)

    seen = text_of(client.get(f"/klarifikasi/{row.pk}/"))

    assert row.title in seen
    assert [word for word in ("/ubah/", "/tarik/", "/terbitkan/") if word in seen] == []
    # Refused at the door, before anything is typed.
    assert client.get(f"/klarifikasi/baru/?isu={row.issue_id}").status_code == 403


def test_the_list_costs_the_same_for_1_3_and_100_rows(world: World, as_person: AsPerson) -> None:
    client, row = as_person(world.dewi), draft(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/klarifikasi/")
        return len(asked_for)

    counts = [queries()]
    for more in (2, 97):
        copies = [Clarification.objects.get(pk=row.pk) for _n in range(more)]
        for copy in copies:
            copy.id = uuid4()
            copy.slug = copy.id.hex
        Clarification.objects.bulk_create(copies)
        counts.append(queries())
    assert counts == [counts[0]] * 3
