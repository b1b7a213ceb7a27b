"""Words that have no place in what police tell the public: candidates, praise of officials, threats.

Sources: domain.md §5.3 (neutrality duties), §1.7 (how praise was once asked for), §7.4 (the never-list), §8.1 (threats
frighten those who would report). A finding is an explanation for the writer, never a verdict on a person. What is not
found is not thereby neutral: a second person still reads every message.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Finding:
    """`text[start:end] == words` should not be said; `why` tells the writer the reason and a way out."""

    start: int
    end: int
    words: str
    why: str


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    why: str | Promise


# Between two words people put spaces, dots, dashes, or nothing that can be seen.
_GAP: Final = r"[\W_]*"
# A number belongs to the word before it only where no sentence ends between them.
_NEAR: Final = r"[^\w.,;:!?\n]*"
_NUMBER: Final = r"(?:\d{1,2}|satu|dua|tiga|empat|lima|enam|i{1,3}|iv|v|one|two|three|four)\b"
_NUMBER_WORD: Final = rf"(?:nomor|nomer|no|number){_GAP}(?:urut{_GAP})?(?:ke{_GAP})?"
_CANDIDATE: Final = rf"(?:paslon|pasangan{_GAP}calon|calon|cabup|cawabup|cagub|cawagub|kandidat|candidate|pair)"
# "Pilih calon sesuai hati nurani" and "pilih paslon mana pun" ask for nobody in particular.
_NOBODY: Final = (
    rf"(?!{_GAP}(?:yang{_GAP})?"
    r"(?:sesuai|menurut|dengan|secara|tertentu|mana|siapa|apa|pilihan|masing|according|of[\W_]+your)\b)"
)
_OFFICIAL: Final = (
    r"(?:(?:bapak|bpk|pak|ibu|bu|yth|mr|the)[\W_]+)*"
    r"(?:wakil[\W_]+)?(?:presiden|kapolri|kapolda|kapolres|kapolsek|gubernur|bupati|wali[\W_]*kota|menteri"
    r"|president|governor|regent|police[\W_]+chief)\b"
)
_POLICE_OR_STATE: Final = rf"(?:{_OFFICIAL}|(?:polri|kepolisian|polisi|pemerintah|police|government)\b)"

_NUMBERED: Final = _("Nomor pasangan calon tidak boleh ada dalam pesan polisi. Sebut tahapannya saja, tanpa nomor.")
_ASKED_TO_VOTE: Final = _(
    "Kalimat ini mengajak memilih atau menolak seseorang. Polisi netral; cukup ajak warga datang ke TPS dengan tenang."
)
_GESTURE: Final = _("Salam dengan hitungan jari bisa dibaca sebagai nomor pasangan calon. Hapus bagian ini.")
_PRAISE: Final = _(
    "Kalimat ini memuji pejabat atau meminta pujian. Pesan polisi tidak mencari dukungan siapa pun. Hapus bagian ini."
)
_THREAT: Final = _(
    "Kalimat ini mengancam, dan ancaman membuat warga takut bertanya. Tulis faktanya dan apa yang bisa dilakukan warga."
)


def _rule(pattern: str, why: str | Promise) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), why)


RULES: Final[tuple[_Rule, ...]] = (
    _rule(
        rf"\b(?:{_CANDIDATE}{_NEAR}(?:{_NUMBER_WORD})?|(?:nomor|nomer|no){_GAP}urut{_NEAR}(?:ke{_GAP})?){_NUMBER}",
        _NUMBERED,
    ),
    _rule(
        rf"\b(?:(?:me|di)?milih|(?:di)?pilih(?:lah)?|(?:men|di)?dukung(?:lah)?|menangkan|vote{_GAP}for)"
        rf"{_GAP}{_NUMBER_WORD}{_NUMBER}",
        _ASKED_TO_VOTE,
    ),
    _rule(rf"\b(?:men|di)?coblos(?:lah)?{_GAP}(?:nomor|nomer|no)\b(?:{_GAP}(?:urut{_GAP})?{_NUMBER})?", _ASKED_TO_VOTE),
    _rule(
        rf"\b(?:coblos|pilih|dukung|menangkan|vote{_GAP}for)(?:lah)?{_GAP}"
        rf"(?:{_CANDIDATE}|partai|party|kotak{_GAP}kosong|empty{_GAP}box)\b{_NOBODY}",
        _ASKED_TO_VOTE,
    ),
    _rule(rf"\b(?:salam|acungkan|tunjukkan|pose){_GAP}{_NUMBER}{_GAP}jari\b", _GESTURE),
    _rule(
        rf"\b(?:ucap(?:an|kan|kanlah)?{_GAP})?terima{_GAP}kasih{_GAP}(?:kepada|pada|untuk|buat)?{_GAP}{_OFFICIAL}",
        _PRAISE,
    ),
    _rule(rf"\bthank(?:s|{_GAP}you)?{_GAP}(?:to{_GAP})?{_OFFICIAL}", _PRAISE),
    _rule(
        rf"\b(?:video|testimoni|ucapan|pujian|apresiasi|kesan{_GAP}(?:dan{_GAP})?pesan)"
        rf"(?:{_GAP}(?:dukungan|apresiasi|pujian|ucapan|terima{_GAP}kasih|positif|baik|atas|terhadap|tentang|kinerja))*"
        rf"{_GAP}(?:kepada|pada|untuk|buat|bagi|atas|terhadap|tentang|kinerja){_GAP}{_POLICE_OR_STATE}",
        _PRAISE,
    ),
    _rule(rf"\b(?:keberhasilan|prestasi|kehebatan|jasa(?:{_GAP}jasa)?){_GAP}{_OFFICIAL}", _PRAISE),
    _rule(
        rf"\b(?:(?:akan|bisa|dapat){_GAP})?(?:dipidana(?:kan)?|dipenjara(?:kan)?"
        rf"|(?:diancam|ancaman){_GAP}(?:dengan{_GAP})?(?:pidana|hukuman|penjara|kurungan))\b",
        _THREAT,
    ),
    _rule(
        rf"\b(?:akan|bisa|dapat|segera|pasti|siap{_GAP}siap|langsung){_GAP}(?:kami{_GAP})?"
        rf"(?:di)?(?:tangkap|jerat|tindak|tahan|proses{_GAP}(?:secara{_GAP})?hukum)\b(?!{_GAP}lanjut)",
        _THREAT,
    ),
    _rule(rf"\bwill{_GAP}be{_GAP}(?:arrested|jailed|prosecuted|punished)\b", _THREAT),
)


def findings(text: str) -> list[Finding]:
    """Every place in the text that a police message must not have, in the order of the text, without overlap.

    Where two rules meet, the one that begins first counts, and of two that begin together the longer one.
    """
    found = [
        Finding(match.start(), match.end(), match.group(), str(rule.why))
        for rule in RULES
        for match in rule.pattern.finditer(text)
    ]
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept
