"""What a text may be about, with the words that say so. Hints sort a queue; a person decides.

Two hints act at once, because waiting would harm: words of an emergency make the page name the emergency number, and
words of a complaint about police conduct send the text to the outside body, which may hand it back.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from teduh.cores.text.normalise import normal_word, token_spans

Kind = Literal["rumour", "question", "tension", "incident", "election_offence", "service_matter"]
Priority = Literal["high", "medium", "low"]

POLICE: Final = r"(?:polisi|oknum|bhabinkamtibmas|kapolsek|kapolres|brimob|kanit|polsek|polres|polantas|bripka|aipda|aiptu)"
# Words between "police" and a deed that make somebody else the doer: "polisi tolong datang, ada yang pukul warga".
_OTHER_DOER: Final = (
    r"(?!(?:tolong|mohon|minta tolong|datang|lapor|ada|karena|kalau|segera|warga|pencuri|maling)\b)"
)
_GAP: Final = rf"(?: {_OTHER_DOER}\S+){{0,5}}? "
_DEED: Final = (
    r"(?:minta|meminta|mintak|mintai|ambil|narik|terima|nerima) (?:uang|jatah|setoran|rokok|suap|amplop|sembako)|pungli|"
    r"(?:me)?(?:meras|palak|mukul|mukuli|nampar|nendang|ancam|ngancam|aniaya|bentak|maki)\w*|pukul|tampar|tendang|"
    r"(?:ikut )?(?:ber)?kampanye\w*|kampanyekan|(?:men)?dukung (?:calon|pasangan calon|salah satu)|memihak|"
    r"(?:ber)?pihak|tidak netral|(?:suruh|nyuruh|arah\w*|mengarahkan|ajak|ngajak) (?:\S+ )?(?:pilih|coblos|dukung)|"
    r"bagi bagi (?:uang|sembako)|mabuk|uang damai|salam tempel|foto (?:dengan|bareng|sama) calon"
)
_SUFFERED: Final = r"(?:di(?:pukul|pukuli|tampar|tendang|ancam|peras|palak|mintai|maki|aniaya|bentak)\w*)"

EMERGENCY: Final[tuple[str, ...]] = (
    r"(?:bacok|membacok|ditusuk|tusuk|tembak|ditembak|tawuran|keroyok|mengeroyok|berkelahi|berantem|perang|bentrok)",
    r"(?:bawa|pegang|acung\w*|ngacung\w*) (?:\S+ )?(?:parang|golok|pisau|celurit|senjata|senpi|sajam|pistol|bom|molotov)",
    r"massa (?:\S+ ){0,3}?(?:kumpul|berkumpul|datang|kepung|mengepung|serbu|menyerbu|ngamuk|mengamuk|bergerak)",
    r"(?:kepung|mengepung|serbu|menyerbu|nyerbu) (?:rumah|kantor|masjid|gereja|posko|balai|desa)",
    r"(?:mau|hendak|akan|sedang|lagi)? ?(?:bakar|membakar) (?:rumah|kantor|posko|warung|motor|mobil|balai|kotak)",
    r"(?:rumah|kantor|warung|posko|pasar) (?:\S+ )?(?:terbakar|dibakar|kebakar)",
    r"(?:culik|diculik|menculik) (?:\S+ ){0,3}?(?:barusan|sekarang|anak saya|tadi)|sandera|disandera|ada bom",
)
PAST: Final = (
    r"(?:kemarin|minggu lalu|bulan lalu|tahun lalu|dulu|pernah|selesai|damai|isu|kabar|katanya|takut)"
)
POLICE_CONDUCT: Final = (
    rf"{POLICE}(?:{_GAP})(?:{_DEED})",
    rf"{POLICE} (?:{_DEED})",
    rf"{_SUFFERED} (?:sama |oleh )?(?:\S+ )?{POLICE}",
    r"(?:adu|ngadu|mengadu|lapor|keluh\w*) (?:soal |tentang |kelakuan |perilaku |ulah )+(?:\S+ )?" + POLICE,
)
_OFFICE: Final = r"(?:pemerintah\w*|bupati|camat|polisi|polres|polsek|aparat|pejabat|dprd|negara|presiden|kpu|bawaslu|gubernur)"
_OPINION: Final = (
    r"(?:tidak (?:becus|adil|peduli|serius|kerja|berguna)|lamban|lambat|lelet|gagal|payah|korup\w*|bohong|malas|mengecewakan|"
    r"kecewa|cuma janji|janji (?:saja|terus|manis)|omong|percuma|bobrok|pilih kasih|tebang pilih|makan gaji)"
)
PROTECTED_SPEECH: Final = (
    rf"{_OFFICE}(?: \S+){{0,4}}? {_OPINION}",
    rf"{_OPINION}(?: \S+){{0,3}}? {_OFFICE}",
    rf"(?:menurut saya|saya kecewa|pendapat saya|kritik)(?: \S+){{0,4}}? {_OFFICE}",
)
KINDS: Final[dict[Kind, tuple[tuple[float, str], ...]]] = {
    "rumour": (
        (
            1.0,
            r"(?:katanya|isu isu|isu|rumor|hoaks|desas desus|kabar(?:nya)?|beredar|berita bohong|viral|gosip)",
        ),
        (
            0.8,
            r"(?:pesan berantai|voice note|vn|diteruskan|sebar(?:kan)?|dengar dengar|denger denger|terusan)",
        ),
        (0.5, r"(?:grup whatsapp|di whatsapp|media sosial|facebook|tiktok)"),
        (0.8, r"(?:culik|penculikan|penculik|diculik)"),
    ),
    "question": (
        (1.0, r"(?:apa(?:kah)? (?:benar|betul)|benar(?:kah| apa| tidak)|betul(?:kah| apa| tidak)|apakah)"),
        (
            0.7,
            r"(?:bagaimana|dimana|di mana|kapan|kenapa|mengapa|siapa yang|syaratnya|caranya|mohon (?:penjelasan|informasi))",
        ),
        (0.5, r"(?:bisa dicek|tolong dicek|mau tanya|nanya|tanya)"),
    ),
    "tension": (
        (
            1.0,
            r"(?:sara|antar golongan|adu domba|provokasi|provokator|sengketa|dendam|memanas|saling (?:ejek|tuduh|tantang|sindir))",
        ),
        (0.9, r"(?:rebutan|cekcok|perselisihan|selisih|ribut|bermusuhan|tegang|panas|ancam|ancaman)"),
        (0.8, r"(?:lahan|tanah|batas (?:desa|kebun|tanah)|kebun|plasma)"),
    ),
    "incident": (
        (
            1.0,
            r"(?:tawuran|bacok|keroyok|begal|maling|curi|pencurian|dicuri|rampok|berkelahi|berantem|bakar|terbakar|bentrok)",
        ),
        (
            0.9,
            r"(?:preman|palak|memalak|pungli|rusak (?:rumah|kaca)|dilempar|lempar batu|kecelakaan|tabrak\w*)",
        ),
    ),
    "election_offence": (
        (
            1.2,
            r"(?:serangan fajar|politik uang|bagi bagi (?:uang|amplop|sembako)|dibagi(?:kan|in)? (?:uang|amplop|sembako)|beli suara)",
        ),
        (
            1.0,
            r"(?:amplop|uang|sembako|beras|diberi)(?: \S+){0,6}? (?:coblos|pilih|mencoblos|memilih|pasangan calon|calon)",
        ),
        (
            1.0,
            r"(?:alat peraga|baliho|spanduk|poster|banner)(?: \S+){0,5}? (?:rusak|dirusak|robek|dirobek|dicabut|dicoret|hilang|dibakar)",
        ),
        (1.0, r"(?:rusak|merusak|robek|dirusak)(?: \S+){0,3}? (?:alat peraga|baliho|spanduk|poster)"),
        (0.9, r"kampanye(?: \S+){0,3}? (?:masjid|gereja|sekolah|mushola|pesantren|kantor desa)"),
        (
            0.9,
            r"(?:kepala desa|perangkat|asn|pns|camat|guru)(?: \S+){0,4}? (?:dukung|mendukung|kampanye|arahkan|mengarahkan|suruh|pilih)",
        ),
    ),
    "service_matter": (
        (
            1.0,
            r"(?:antre|solar|pertalite|bbm|spbu|minyak|lampu|listrik|mati lampu|air|sampah|jembatan|pupuk|banjir|longsor)",
        ),
        (
            1.0,
            r"(?:orgen tunggal|orgen|remix|musik|hajatan|dj|bising|berisik|ronda|siskamling|poskamling|knalpot)",
        ),
        (0.8, r"(?:jalan (?:\S+ )?(?:rusak|lubang|berlubang|hancur)|tiket|etle|bantuan|bansos|ktp|surat)"),
    ),
}
HIGH: Final = r"(?:sara|antar golongan|massa|culik|penculikan|diculik|bunuh|serang|diserang|penyerangan|bakar|parang|senjata|adu domba)"
_NEGATED: Final = re.compile(r"(?:tidak|belum|bukan|tanpa|jangan)(?: ada| pernah| sampai| benar)?(?: \S+)? $")


@dataclass(frozen=True)
class Evidence:
    """Words of the text, `text[start:end] == words`, that triggered a hint."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class KindHint:
    """A kind the text may be, how strongly (higher is stronger), and the words for it."""

    kind: Kind
    score: float
    words: tuple[Evidence, ...]


@dataclass(frozen=True)
class Hints:
    """Everything that the words of a text suggest; None or empty where they suggest nothing."""

    emergency: Evidence | None
    police_conduct: Evidence | None
    protected_speech: Evidence | None
    kinds: tuple[KindHint, ...]
    priority: Priority
    priority_words: Evidence | None


def hints(text: str) -> Hints:
    """Read a text of any length; linear in it. Negated words ("belum ada tawuran") do not count."""
    line = _Line(text)
    emergency = line.find(EMERGENCY, negation_matters=True)
    if emergency and line.find((PAST,)):
        emergency = None
    kinds = sorted(
        (hint for kind, rules in KINDS.items() if (hint := _kind(line, kind, rules))),
        key=lambda hint: (-hint.score, hint.kind),
    )
    high = emergency or line.find((HIGH,), negation_matters=True)
    quiet = bool(kinds) and kinds[0].kind in ("service_matter", "question")
    return Hints(
        emergency=emergency,
        police_conduct=line.find(POLICE_CONDUCT, negation_matters=True),
        protected_speech=line.find(PROTECTED_SPEECH),
        kinds=tuple(kinds),
        priority="high" if high else "low" if quiet else "medium",
        priority_words=high,
    )


def _kind(line: "_Line", kind: Kind, rules: Iterable[tuple[float, str]]) -> KindHint | None:
    score, words = 0.0, []
    for weight, pattern in rules:
        evidence = line.find((pattern,), negation_matters=kind == "incident")
        if evidence:
            score += weight
            words.append(evidence)
    if kind == "question" and "?" in line.text:
        score += 0.4
    return KindHint(kind, round(score, 2), tuple(words)) if score else None


class _Line:
    """The text as one line of normal words, with the way back to what was typed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[tuple[int, int, int]] = []
        parts: list[str] = []
        position = 0
        for start, end in token_spans(text):
            word = normal_word(text[start:end]).replace("-", " ")
            self.words.append((position, start, end))
            parts.append(word)
            position += len(word) + 1
        self.plain = " ".join(parts)

    def find(self, patterns: Iterable[str], *, negation_matters: bool = False) -> Evidence | None:
        """The first match of any pattern, on whole words, not after a negation where that matters."""
        for pattern in patterns:
            for match in re.finditer(rf"(?<!\S)(?:{pattern})(?!\S)", self.plain):
                if not (negation_matters and _NEGATED.search(self.plain, 0, match.start())):
                    return self._evidence(match.start(), match.end())
        return None

    def _evidence(self, first: int, last: int) -> Evidence:
        inside = [(start, end) for position, start, end in self.words if first <= position < last]
        if not inside:
            inside = [next((s, e) for position, s, e in reversed(self.words) if position <= first)]
        start, end = inside[0][0], inside[-1][1]
        return Evidence(start, end, self.text[start:end])
