"""What a message must not say is found and explained; what is neutral passes."""

import pytest

from teduh.respond.neutrality import findings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jangan lupa nomor urut 2 ya.", ["nomor urut 2"]),
        ("Jangan lupa No. Urut satu ya.", ["No. Urut satu"]),
        ("Paslon 02 hadir di lapangan.", ["Paslon 02"]),
        ("Calon nomor dua hadir.", ["Calon nomor dua"]),
        ("Ayo coblos nomor 1!", ["coblos nomor 1"]),
        ("Kabarnya sudah dicoblos no 2.", ["dicoblos no 2"]),
        ("Memilih nomor 2 itu hak Anda.", ["Memilih nomor 2"]),
        ("Pilih paslon kita bersama.", ["Pilih paslon"]),
        ("Jangan pilih kotak kosong.", ["pilih kotak kosong"]),
        ("Foto dengan salam dua jari.", ["salam dua jari"]),
        ("Kirim ucapan terima kasih kepada Bapak Presiden.", ["ucapan terima kasih kepada Bapak Presiden"]),
        ("Terima kasih Kapolri.", ["Terima kasih Kapolri"]),
        ("Buat video dukungan untuk Polri.", ["video dukungan untuk Polri"]),
        ("Penyebar hoaks dipidana.", ["dipidana"]),
        ("Penyebar hoaks akan ditangkap.", ["akan ditangkap"]),
        ("Yang ribut akan kami proses hukum.", ["akan kami proses hukum"]),
        ("Ada ancaman penjara bagi penyebarnya.", ["ancaman penjara"]),
        ("Whoever spreads this will be arrested.", ["will be arrested"]),
        ("Coblos nomor 1 atau akan ditangkap.", ["Coblos nomor 1", "akan ditangkap"]),
    ],
)
def test_what_a_police_message_must_not_say(text: str, words: list[str]) -> None:
    assert [finding.words for finding in findings(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Beda pilihan, tetap bersaudara.",
        "Pilihlah calon sesuai hati nurani Anda.",
        "Polisi tidak mengajak warga memilih paslon mana pun.",
        "Pengundian nomor urut berjalan aman.",
        "Bila ada bahaya, telepon nomor 110.",
        "Kedua pasangan calon, satu panggung damai.",
        "Terima kasih kepada warga dan pemerintah desa.",
        "Keluhan ini akan kami tindak lanjuti hari ini.",
        "Pelaku pencurian sudah ditangkap kemarin.",
    ],
)
def test_what_is_neutral_passes(text: str) -> None:
    assert findings(text) == []


def test_a_finding_says_where_and_why() -> None:
    (finding,) = findings("Warga, jangan lupa nomor urut 2 ya.")

    assert "Warga, jangan lupa nomor urut 2 ya."[finding.start : finding.end] == finding.words == "nomor urut 2"
    assert finding.why == (
        "Nomor pasangan calon tidak boleh ada dalam pesan polisi. Sebut tahapannya saja, tanpa nomor."
    )
