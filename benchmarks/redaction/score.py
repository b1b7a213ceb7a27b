"""How found spans compare with labelled ones. What leaks is what counts: a span that is partly visible is a miss."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teduh.cores.text.redact import WORDS, find_personal

Labels = list[tuple[int, int, str]]
Find = Callable[[str], Labels]

KINDS = tuple(WORDS)
SIXTEEN = ("nik", "kk")

# Other people's labels for the same kinds, in small letters without spaces, dashes and underscores.
ALSO_CALLED = {
    "nik": "nik ktp noktp nomorktp idnumber nationalid nationalidnumber identitynumber nomorindukkependudukan "
    "ktpnumber",
    "kk": "kk nokk nomorkk familycard familycardnumber kartukeluarga nomorkartukeluarga",
    "phone": "phone phonenumber telephone telephonenumber telepon tel mobile mobilephone hp nohp nomorhp whatsapp wa "
    "handphone landline",
    "email": "email emailaddress mail surel",
    "plate": "plate licenceplate licenseplate vehicleplate platenumber numberplate plat nopol platnomor vehicle "
    "nomorpolisi",
    "handle": "handle account accounthandle accountname username socialhandle socialmedia socialaccount akun mention "
    "sosmed link profile url",
    "house": "house housenumber houseno address streetaddress homeaddress alamat rumah nomorrumah norumah",
    "name": "name titledname person personname nama titlename nametitled fullname namawithtitle titlednames names",
}
_KIND_OF = {name: kind for kind, names in ALSO_CALLED.items() for name in names.split()}

# Words that announce what follows and identify nobody. A label may begin with them; a span may leave them outside.
ANNOUNCING = {
    "nik": r"(?:no(?:mor)?|nik|e?-?ktp|nya|saya|sy)",
    "kk": r"(?:no(?:mor)?|kk|kartu|keluarga|nya|kami)",
    "phone": r"(?:no(?:mor)?|hp|wa|telp|telpon|telepon|tlp|tel|nya)",
    "email": r"(?:e-?mail|surel|nya)",
    "plate": r"(?:plat|nopol|no(?:mor)?|pol(?:isi)?|nya)",
    "handle": (
        r"(?:akun|ig|instagram|fb|facebook|tiktok|twitter|x|telegram|tele|youtube|line|"
        r"nya|bernama|namanya|an|user|username|id)"
    ),
    "house": r"(?:rumah|nya|di|alamat)",
    "name": (
        r"(?:pak|pk|bpk|bapak|bu|buk|ibu|ib|ustadzah|ustadz|ustad|ustaz|ust|hj|haji|hajjah|h|kh|kiai|kyai|mang|mamang|cek|cik|bik|bi|bibi|wak|uwak|"
        r"yuk|ayuk|kak|kakak|mas|mbak|mba|bang|abang|bung|om|tante|sdri|sdra|sdr|saudara|saudari|dr|drg|drs|dra|ir|prof|gus|habib|"
        r"nek|kakek|nenek|"
        r"lek|paklek|bulek|bude|pakde|dek|dik|adik|kang|teh|neng|uda|uni|datuk|tuan|nyonya|ny|tn|"
        r"aipda|aiptu|bripka|bripda|briptu|brigpol|brigadir|ipda|iptu|akp|kompol|akbp|kombes|serda|sertu|serka|serma|pelda|peltu|letda|lettu|kapten|"
        r"mayor|letkol|kolonel|kopda|koptu|kopka|praka|pratu|prada|a\.n|an|rt|rw|kades|kadus|lurah|camat|guru|dokter|bidan|imam|ketua|inf|arm|kav)"
    ),
}
_AT_THE_START = {kind: re.compile(rf"(?:{words}(?![^\W_])[\W_]*)+") for kind, words in ANNOUNCING.items()}


class BadLine(Exception):
    """A labelled line that cannot be read, with the sentence that says why."""


@dataclass
class Tally:
    """What came out for one kind."""

    lines: int = 0
    labelled: int = 0
    covered: int = 0
    found: int = 0
    right: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        return self.covered / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        if self.recall is None or self.precision is None:
            return None
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def found_by_teduh(text: str) -> Labels:
    return [(span.start, span.end, span.kind) for span in find_personal(text)]


def score(lines: Iterable[dict[str, Any]], find: Find = found_by_teduh) -> dict[str, Tally]:
    """A tally for each kind, and one for "nik or kk" where it does not count which of the two was said."""
    tallies = {name: Tally() for name in (*KINDS, "nik or kk")}
    for line in lines:
        text, labels = line["text"], line["spans"]
        found = find(text)
        for kind in KINDS:
            _count(tallies[kind], text, _of(labels, (kind,)), _of(found, (kind,)))
        _count(tallies["nik or kk"], text, _of(labels, SIXTEEN), _of(found, SIXTEEN))
    return tallies


def _of(spans: Labels, kinds: tuple[str, ...]) -> Labels:
    return [span for span in spans if span[2] in kinds]


def _count(tally: Tally, text: str, labels: Labels, found: Labels) -> None:
    tally.lines += bool(labels)
    tally.labelled += len(labels)
    tally.found += len(found)
    for start, end, kind in labels:
        if is_covered(text, start, end, kind, found):
            tally.covered += 1
        else:
            tally.missed.append((text[start:end], text))
    for start, end, _ in found:
        if any(start < high and low < end for low, high, _ in labels):
            tally.right += 1
        else:
            tally.wrong.append((text[start:end], text))


def is_covered(text: str, start: int, end: int, kind: str, found: Labels) -> bool:
    """Whether every letter and digit of the labelled span lies in a found one, but for a title or cue before it."""
    announced = _AT_THE_START[kind].match(text[start:end].lower())
    if announced and re.search(r"[^\W_]", text[start + announced.end() : end]):
        start += announced.end()
    hidden = {at for low, high, _ in found for at in range(max(low, start), min(high, end))}
    return all(at in hidden for at in range(start, end) if text[at].isalnum())


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Labelled lines of a file, kinds in our words. Lines of other kinds keep them; nobody scores those."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadLine(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadLine(f"{path} is not UTF-8 text.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _line(line, f"{path}, line {number}")


def _line(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"{where}: this is not JSON.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadLine(f'{where}: expected {{"text": "…", "spans": [[start, end, kind], …]}}.')
    spans = row.get("spans", [])
    if not isinstance(spans, list):
        raise BadLine(f"{where}: spans must be a list.")
    return {**row, "spans": [_span(span, len(row["text"]), where) for span in spans]}


def _span(span: Any, length: int, where: str) -> tuple[int, int, str]:
    if isinstance(span, dict):
        span = [span.get("start"), span.get("end"), span.get("kind", span.get("label", span.get("type")))]
    if not (isinstance(span, list) and len(span) == 3):
        raise BadLine(f"{where}: a span is [start, end, kind].")
    start, end, kind = span
    if not (_is_place(start) and _is_place(end) and isinstance(kind, str)):
        raise BadLine(f"{where}: a span is [start, end, kind], with whole numbers and a word.")
    if not 0 <= start < end <= length:
        raise BadLine(f"{where}: the span {start} to {end} does not lie in the text of {length} characters.")
    return start, end, kind_of(kind)


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def kind_of(name: str) -> str:
    """Our word for a kind; a kind that we do not know keeps its name."""
    plain = re.sub(r"[\W_]+", "", name).lower()
    return _KIND_OF.get(plain) or _KIND_OF.get(plain.removesuffix("s"), name)
