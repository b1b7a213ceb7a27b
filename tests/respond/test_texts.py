"""One record, and the words that each report needs."""

from datetime import date

import pytest
from django.utils import translation

from teduh.respond import actions, reads, texts
from teduh.respond.actions import Asked, Met, Promised, Raised
from teduh.respond.models import Visit, VisitQuestion
from tests.factories import World
from tests.respond.stories import approved_message, meeting

UJANMAS = """Mohon izin melaporkan kegiatan Polsek Pengandonan.

*Hari/tanggal:* Jumat, 11 Oktober 2024
*Waktu:* 13.30-15.00 WIB
*Tempat:* Balai desa, Desa Ujanmas, Kecamatan Pengandonan

*Petugas:*
1. Iptu Rahman, Kapolsek
2. Aipda Wati, Bhabinkamtibmas

*Kegiatan:* Tatap muka

*Yang hadir:* tokoh masyarakat 6 orang, warga 24 orang (jumlah 30 orang)

*Pesan yang disampaikan:*
1. Beda pilihan, tetap bersaudara: Mari jaga kerukunan. Tanyakan dulu kabar yang belum jelas.

*Tanya jawab:*
1. Tanya: Apakah benar ada isu antar golongan?
   Jawab: Belum ada tandanya; tanyakan dulu ke 110 atau [telepon].
2. Tanya: Ke mana warga melapor?
   Jawab: belum dijawab

*Keluhan dan harapan warga:*
1. Orgen tunggal sampai larut malam.

*Janji tindak lanjut:*
1. Patroli malam Minggu (Kapolsek, paling lambat Sabtu, 19 Oktober 2024)

*Situasi:* Warga hadir sampai selesai, tertib.

Demikian yang dapat kami laporkan. Terima kasih.
"""

LINE = (
    "11/10/2024 13.30-15.00 WIB | Desa Ujanmas | Tatap muka | Polsek Pengandonan: Iptu Rahman, Aipda Wati | "
    "hadir 30 orang | 1 pesan, 2 tanya jawab, 1 keluhan, 1 janji | Warga hadir sampai selesai, tertib."
)


@pytest.fixture
def ujanmas(world: World) -> Visit:
    """The meeting of Polsek Pengandonan in Ujanmas on 11 October 2024, as it is read back."""
    for person, rank in ((world.rahman, "Iptu"), (world.wati, "Aipda")):
        person.rank = rank
        person.save()
    visit = actions.record_visit(
        **meeting(world),
        messages=[approved_message(world)],
        questions=[
            Asked(
                "Apakah benar ada isu\nantar golongan?", "Belum ada tandanya; tanyakan dulu ke 110 atau 0812 3456 7890."
            ),
            Asked("Ke mana warga melapor?"),
        ],
        concerns=[Raised("Orgen tunggal sampai *larut* malam.")],
        promises=[Promised("Patroli malam Minggu", "Kapolsek", date(2024, 10, 19))],
        situation="Warga hadir sampai selesai, tertib.",
    )
    return reads.visit(world.wati, visit.pk, on=world.today)


def test_the_whatsapp_text_of_the_meeting_in_ujanmas(ujanmas: Visit) -> None:
    assert texts.whatsapp_text(ujanmas) == UJANMAS


def test_the_line_of_the_daily_report(ujanmas: Visit) -> None:
    assert texts.daily_line(ujanmas) == LINE


def test_the_reports_are_indonesian_on_an_english_screen(ujanmas: Visit) -> None:
    with translation.override("en"):
        assert texts.whatsapp_text(ujanmas) == UJANMAS
        assert texts.daily_line(ujanmas) == LINE


def test_a_short_visit_says_nothing_that_was_not_told(world: World) -> None:
    told = meeting(world) | {"officers": [world.wati], "people": [], "place_detail": "", "activity": "visit"}
    visit = actions.record_visit(**told)

    assert texts.whatsapp_text(reads.visit(world.wati, visit.pk, on=world.today)) == (
        "Mohon izin melaporkan kegiatan Polsek Pengandonan.\n\n"
        "*Hari/tanggal:* Jumat, 11 Oktober 2024\n"
        "*Waktu:* 13.30-15.00 WIB\n"
        "*Tempat:* Desa Ujanmas, Kecamatan Pengandonan\n\n"
        "*Petugas:*\n"
        "1. Wati, Bhabinkamtibmas\n\n"
        "*Kegiatan:* Sambang\n\n"
        "Demikian yang dapat kami laporkan. Terima kasih.\n"
    )


def test_a_village_is_not_named_twice_in_a_place(world: World) -> None:
    visit = actions.record_visit(**meeting(world) | {"place_detail": "balai Desa Ujanmas"})

    text = texts.whatsapp_text(reads.visit(world.wati, visit.pk, on=world.today))

    assert "*Tempat:* Balai Desa Ujanmas, Kecamatan Pengandonan\n" in text


def test_a_number_that_came_in_by_another_road_is_masked_on_its_way_out(ujanmas: Visit, world: World) -> None:
    VisitQuestion.objects.filter(visit=ujanmas, position=2).update(answer="Hubungi Pak RT di +62 812-3456-7890.")

    text = texts.whatsapp_text(reads.visit(world.wati, ujanmas.pk, on=world.today))

    assert "   Jawab: Hubungi Pak RT di [telepon].\n" in text
    assert "3456" not in text


def test_people_are_counted_over_all_roles(world: World) -> None:
    visit = actions.record_visit(
        **meeting(world) | {"people": [Met(role="warga", count=11), Met(role="kepala desa", count=1)]}
    )

    assert texts.people_met(visit) == 12


def test_the_texts_ask_the_database_nothing(ujanmas: Visit, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        texts.whatsapp_text(ujanmas)
        texts.daily_line(ujanmas)
