"""What the words of a message hint at, and that the words can be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teduh.cores.text.hints import KINDS, Evidence, hints


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("massa kumpul bawa parang depan balai desa", "massa kumpul bawa parang"),
        ("tolong pak ada tawuran di simpang empat", "tawuran"),
        ("org dibacok di pasar", "dibacok"),
        ("anak saya DIKEROYOK!!", "DIKEROYOK"),
        ("rumah warga dibakar", "rumah warga dibakar"),
        ("massa mau bakar balai desa", "bakar balai desa"),
        ("kebakaran di dusun 2", "kebakaran"),
        ("ada yg acungkan golok ke warga", "acungkan golok"),
        ("ada yg bawa senpi", "bawa senpi"),
        ("warga b4cok b4cokan", "b4cok"),
        ("polisi tolong datang, warga dipukuli preman", "dipukuli"),
        ("tidak ada polisi massa bawa parang", "massa bawa parang"),
        ("tidak hanya ribut, tawuran pak", "tawuran"),
        ("katanya sekarang ada tawuran di pasar", "tawuran"),
        ("ada tawuran, cek dulu pak", "tawuran"),
        ("besok pilkada, malam ini massa bawa parang", "massa bawa parang"),
        ("kemarin ada tawuran. Massa kumpul lagi bawa parang", "Massa kumpul lagi bawa parang"),
        ("kami takut massa bawa parang depan rumah", "massa bawa parang depan"),
        ("mantan kades dibacok", "dibacok"),
        ("serangan fajar berujung tawuran", "tawuran"),
    ],
)
def test_an_emergency_names_its_words(text: str, words: str) -> None:
    found = hints(text)

    assert found.emergency == Evidence(text.index(words), text.index(words) + len(words), words)
    assert (found.priority, found.priority_reason) == ("high", "happening_now")


@pytest.mark.parametrize(
    "text",
    [
        "tidak ada tawuran",
        "belum ada serangan",
        "tidak ada warga yang bawa parang",
        "tadi malam ada tawuran tapi sudah bubar",
        "tawuran di pasar, sudah bubar pak",
        "katanya besok mau ada tawuran tolong dicek",
        "ada serangan fajar di dusun 3",
        "kumpul pukul 21.00",
        "pukul 9 malam rapat",
        "bawa parang ke kebun",
        "jual parang murah",
        "bakar sampah di pinggir jalan",
        "kalau ada tawuran lapor ke mana?",
        "takut ada serangan",
        "warga kumpul di balai desa untuk doa bersama",
        "massa kumpul untuk pengajian",
        "ada isu penculikan anak",
        "minggu lalu ada yang dibacok",
        "orgen tunggal sampai malam",
        "",
    ],
)
def test_what_is_denied_over_planned_heard_or_harmless_is_no_emergency(text: str) -> None:
    assert hints(text).emergency is None


@pytest.mark.parametrize(
    "text",
    [
        "polisi minta uang waktu razia",
        "oknum polisi memukul anak saya",
        "anak saya dipukul polisi",
        "diperas polisi",
        "dimintai uang sama anggota polsek",
        "pak kapolsek kampanye untuk calon no 1",
        "bhabin ajak warga pilih paslon 2",
        "bhabinkamtibmas Budi suruh kami coblos nomor 1",
        "polisi memihak",
        "polisi tidak netral",
        "polisi tdk netral",
        "polisi dari polsek Pengandonan minta duit",
        "saya mau lapor polisi yang memukul warga",
        "saat tilang diminta uang damai",
        "kapolsek bagi2 sembako bareng calon bupati",
        "Bripka Andi nampar adik saya",
        "p0lisi minta uang",
        "lapor. polisi minta uang ke sopir",
        "anggota polsek main judi di pos",
        "kapolsek jadi timses",
        "oknum polisi mabuk2an di orgen",
    ],
)
def test_a_complaint_about_what_an_officer_did(text: str) -> None:
    found = hints(text).police_conduct

    assert found is not None
    assert found.words == text[found.start : found.end] != ""


@pytest.mark.parametrize(
    "text",
    [
        "polisi tolong datang",
        "lapor polisi",
        "polisi sudah datang terima kasih",
        "lapor polisi, ada timses bagi uang",
        "lapor polisi ada yang memukul warga",
        "polisi tolong datang, warga dipukul preman",
        "polisi tidak minta uang",
        "polisi netral",
        "polisi tidak memihak",
        "satpol pp minta uang",
        "polisi tidur di jalan rusak",
        "kades minta uang",
        "lapor polisi diancam preman",
        "polisi mengamankan kampanye damai",
        "bhabinkamtibmas mengajak warga datang ke TPS",
        "kapan polisi patroli pukul 9 malam",
        "polisi bagi2 masker",
        "saya dipukul orang, polisi datang cepat",
        "tolong polisi tangkap yang minta uang",
        "terima kasih pak polisi sudah bantu",
        "polisi dipukul warga",
        "lapor polisi bagi2 uang dari paslon 1",
        "oknum kades minta uang",
        "polisi lamban",
        "",
    ],
)
def test_calling_thanking_and_criticising_the_police_is_no_complaint_about_conduct(text: str) -> None:
    assert hints(text).police_conduct is None


@pytest.mark.parametrize(
    "text",
    [
        "pemerintah tidak becus",
        "polisi lamban",
        "bupati ingkar janji",
        "percuma lapor polisi",
        "saya tidak setuju kebijakan bupati",
        "kami kecewa sama kpu",
        "pemda korupsi terus",
        "kapolres gagal jaga keamanan",
    ],
)
def test_criticism_of_those_in_office_is_protected(text: str) -> None:
    found = hints(text).protected_speech

    assert found is not None
    assert found.words == text[found.start : found.end]


@pytest.mark.parametrize(
    "text", ["bupati datang ke desa", "polisi cepat datang", "jalan rusak", "tetangga saya malas", ""]
)
def test_what_criticises_nobody_in_office(text: str) -> None:
    assert hints(text).protected_speech is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ada isu2 sara di ds ujan mas", "tension"),
        ("beredar kabar bohong di grup wa", "rumour"),
        ("katanya surat suara sudah tercoblos duluan", "rumour"),
        ("apakah benar tps dipindah?", "question"),
        ("bgmn cara urus pindah memilih", "question"),
        ("sengketa lahan memanas, warga saling ancam", "tension"),
        ("spanduk provokatif bikin warga saling ejek", "tension"),
        ("motor saya dicuri", "incident"),
        ("rumah warga dibakar", "incident"),
        ("serangan fajar di dusun 3", "election_offence"),
        ("ada amplop isi 50rb disuruh coblos", "election_offence"),
        ("timses bagi2 uang dan sembako", "election_offence"),
        ("bagi sembako sambil suruh coblos nomor 2", "election_offence"),
        ("kades suruh warga dukung paslon 1", "election_offence"),
        ("baliho dirobek orang", "election_offence"),
        ("kampanye di masjid", "election_offence"),
        ("jalan rusak di dusun 2", "service_matter"),
        ("orgen tunggal sampai larut malam bising", "service_matter"),
        ("antre solar di spbu panjang", "service_matter"),
    ],
)
def test_the_best_kind(text: str, kind: str) -> None:
    assert hints(text).kinds[0].kind == kind


def test_kinds_come_best_first_each_once_with_their_words() -> None:
    text = "katanya isu sara beredar, warga resah, apa benar?"

    found = hints(text).kinds

    assert [(hint.kind, hint.score) for hint in found] == [("tension", 0.8), ("rumour", 0.8), ("question", 0.76)]
    assert [[each.words for each in hint.words] for hint in found] == [
        ["sara", "resah"],
        ["katanya", "beredar"],
        ["apa benar", "?"],
    ]


@pytest.mark.parametrize(
    ("text", "priority", "reason"),
    [
        ("massa bawa parang", "high", "happening_now"),
        ("katanya besok mau ada tawuran", "high", "violence_feared"),
        ("ada isu2 sara di ds ujan mas klo bs dicek pak", "high", "incitement"),
        ("polisi minta uang", "medium", "police_conduct"),
        ("ada serangan fajar", "medium", "election_offence"),
        ("kemarin ada tawuran", "medium", "incident"),
        ("warga saling ejek", "medium", "tension"),
        ("beredar kabar bohong", "medium", "rumour"),
        ("apakah tps dipindah?", "low", "nothing_urgent"),
        ("jalan rusak", "low", "nothing_urgent"),
        ("tidak ada isu sara, aman", "low", "nothing_urgent"),
        ("polisi lamban", "low", "nothing_urgent"),
        ("", "low", "nothing_urgent"),
    ],
)
def test_the_priority_says_why(text: str, priority: str, reason: str) -> None:
    found = hints(text)

    assert (found.priority, found.priority_reason) == (priority, reason)
    assert (found.priority_words is None) == (reason == "nothing_urgent")


def test_words_point_into_the_text_as_it_was_typed() -> None:
    text = "  Mlm ini\u200b MASSA ngumpul\tbawa  p4rang😡"

    found = hints(text).emergency

    assert found is not None
    assert found.words == text[found.start : found.end] == "MASSA ngumpul\tbawa  p4rang"


@pytest.mark.parametrize(
    "words", ["kemarin tawuran ", "tawuran kalau ", "polisi suruh pilih calon ", "massa bawa parang ", "polisi "]
)
def test_a_hundred_thousand_characters_are_read(words: str) -> None:
    text = words * (100_000 // len(words))

    assert all(hint.kind in KINDS for hint in hints(text).kinds)


@given(
    st.lists(
        st.sampled_from(
            "polisi minta uang tidak ada tawuran massa bawa parang kemarin isu ? . , lapor calon pukul 9 é".split()
        )
    )
)
def test_every_hint_shows_a_slice_of_the_text(words: list[str]) -> None:
    text = " ".join(words)

    found = hints(text)

    shown = [found.emergency, found.police_conduct, found.protected_speech, found.priority_words]
    shown += [each for hint in found.kinds for each in hint.words]
    assert [each.words for each in shown if each] == [text[each.start : each.end] for each in shown if each]


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert [hint.score for hint in hints(text).kinds] == sorted(
        (hint.score for hint in hints(text).kinds), reverse=True
    )
