"""Tells a message again as another would type it, at four levels, and changes one fact of it; all from a seed."""

import random
import re
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.match_texts import mistyped

SLANG = dict(
    pair.split("=")
    for pair in """yang=yg tidak=gak sudah=udh belum=blm dengan=dgn untuk=utk orang=org karena=krn jangan=jgn banyak=byk
    dalam=dlm akan=akn bisa=bs dari=dr pada=pd kalau=klo saja=aja juga=jg kepada=kpd dapat=dpt harus=hrs masih=msh
    sama=sm
    seperti=kyk tetapi=tp tapi=tp hanya=cuma uang=duit rumah=rmh jalan=jln tahun=thn bulan=bln hari=hr polisi=plisi
    presiden=pres pemerintah=pmrnth masyarakat=masy indonesia=indo sekarang=skrg besok=bsk kemarin=kmrn malam=mlm
    video=vidio berita=brita semua=smua sangat=bgt telah=tlh akibat=akbt tersebut=tsb tentang=ttg setelah=stlh
    sebelum=sblm langsung=lgsg bapak=bpk anak=ank sekolah=sklh handphone=hp""".split()
)
BEFORE = """assalamualaikum pak mau tanya|min ini bener gak|tolong dicek ya|dapat dari grup sebelah|katanya|viral nih
|maaf pak mengganggu saya dapat kiriman begini|hati2 ya bun|innalillahi|gan ada kabar""".replace("\n", "").split("|")
BEHIND = """bener gak ya pak|mohon pencerahannya|tolong sebarkan|terima kasih|kabarnya dari saudara saya|jadi takut saya
|sebarkan ke keluarga|itu kata tetangga|wallahualam|ada yang tau gak""".replace("\n", "").split("|")
NEGATABLE = re.compile(r"\b(?:sudah|telah|akan|bisa|dapat|tidak|belum)\b", re.IGNORECASE)
OPPOSITE = {"sudah": "belum", "telah": "belum", "akan": "tidak akan", "bisa": "tidak bisa", "dapat": "tidak dapat",
            "tidak": "akan", "belum": "sudah"}  # fmt: skip
NUMBER = re.compile(r"(?<![\w.,/:-])\d{1,4}(?![\w.,/:)-]*\w|[)])")
# Who loses a "not" tells another story, so no retelling does; it may write it shorter.
DENIALS = frozenset("tidak tak belum bukan jangan tanpa no not never".split())
# Not used where a changed fact must survive.
FACTS = frozenset("tidak belum bukan jangan sudah telah akan bisa dapat".split())


@dataclass(frozen=True, slots=True)
class Level:
    """Shares of words: gone, mistyped, in slang; whether parts change places; how much chat stands around."""

    gone: float
    mistyped: float
    slang: float
    is_moved: bool
    chat: float
    cut: float = 0.0


LEVELS = {
    "light": Level(gone=0.05, mistyped=0.03, slang=0.3, is_moved=False, chat=0.3),
    "ordinary": Level(gone=0.2, mistyped=0.1, slang=0.5, is_moved=True, chat=0.6),
    "heavy": Level(gone=0.35, mistyped=0.25, slang=0.7, is_moved=True, chat=0.8, cut=0.25),
    "extreme": Level(gone=0.5, mistyped=0.4, slang=0.8, is_moved=True, chat=1.0, cut=0.5),
}


def retell(text: str, level: Level, rng: random.Random, *, keep_facts: bool = False) -> str:
    """The text in other words. With `keep_facts` no figure, denial or capitalised name is lost or mistyped."""
    words = text.split()
    if level.cut:
        words = words[: max(4, round(len(words) * (1 - level.cut * rng.random())))]
    kept = [_retyped(word, level, rng, keep_facts) for word in words]
    told = [word for word in kept if word] or words
    if level.is_moved and len(told) > 3 and not keep_facts:
        cut = rng.choice(
            [at for at in range(1, len(told)) if told[at - 1].lower() not in DENIALS | set(SLANG.values())] or [1]
        )
        told = told[cut:] + told[:cut]
    if rng.random() < level.chat:
        told = [rng.choice(BEFORE), *told]
    if rng.random() < level.chat:
        told = [*told, rng.choice(BEHIND)]
    return " ".join(told).lower() if rng.random() < 0.7 else " ".join(told)


def _retyped(word: str, level: Level, rng: random.Random, keep_facts: bool) -> str:
    plain = word.lower().strip('.,!?"“”')
    if keep_facts and (any(letter.isdigit() for letter in word) or plain in FACTS or word[:1].isupper()):
        return word
    if rng.random() < level.gone and plain not in DENIALS:
        return ""
    if plain in SLANG and rng.random() < level.slang:
        return SLANG[plain]
    if rng.random() < level.mistyped and plain not in DENIALS and not any(letter.isdigit() for letter in word):
        return mistyped(word, rng)
    return word + word[-1] * 3 if rng.random() < level.mistyped / 5 and word[-1:] in "aiueo" else word


def contradict(text: str, places: list[str], rng: random.Random) -> tuple[str, str] | None:
    """The text with another number, place or denial, and which of them; None where it has nothing to change."""
    ways = [way for way in (_number, _place, _denial) if way is not _place or places]
    rng.shuffle(ways)
    return next((changed for way in ways if (changed := way(text, places, rng))), None)


def _number(text: str, places: list[str], rng: random.Random) -> tuple[str, str] | None:
    found = NUMBER.search(text)
    if not found:
        return None
    other = int(found[0]) + rng.choice((1, 2, 3, 5, 7, 10))
    return "number", re.sub(rf"(?<!\d){found[0]}(?!\d)", str(other), text)


def _place(text: str, places: list[str], rng: random.Random) -> tuple[str, str] | None:
    known = set(places)
    words = re.findall(r"\w+", text.lower())
    told = [word for word in words if word in known]
    told += [" ".join(pair) for pair in pairwise(words) if " ".join(pair) in known]
    if not told:
        return None
    name = max(told, key=len)
    other = rng.choice([place for place in places if place not in told])
    return "place", re.sub(rf"\b{re.escape(name)}\b", other.title(), text, flags=re.IGNORECASE)


def _denial(text: str, places: list[str], rng: random.Random) -> tuple[str, str] | None:
    found = NEGATABLE.search(text)
    if not found:
        return None
    return "negation", re.sub(rf"\b{found[0]}\b", OPPOSITE[found[0].lower()], text, flags=re.IGNORECASE)
