"""The many ways in which people write a number, an address, an account or a name. Made-up people, made-up numbers."""

import random
from collections.abc import Callable
from typing import Any

Half = dict[str, Any]
Parts = list[tuple[str, str | None]]

AREAS = (
    "160107 160108 160109 160113 160114 160120 160121 160122 160128 167101 180401 327305 317406 340412 351507".split()
)
DIGIT_WORDS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
PREFIXES = "0811 0812 0813 0821 0822 0823 0852 0853 0857 0858 0877 0878 0831 0838 0895 0896 0897 0881 0882".split()
TITLES = [
    "Pak", "Pak", "Pak", "Pak", "Bu", "Bu", "Bu", "Bapak", "Ibu", "pk", "Bpk", "Bpk.", "Buk", "Ust.", "Ustad",
    "Ustadz", "Ustadzah", "H.", "Hj.", "Haji", "Pak Haji", "Bu Hj.", "Kiai", "Kyai", "Mang", "Mang", "Cek", "Bik",
    "Wak", "Wak", "Yuk", "Kak", "Mas", "Mas", "Mbak", "Mbak", "Bang", "Om", "Tante", "Sdr.", "Sdri.", "Saudara",
    "dr.", "Aipda", "Bripka", "Ipda", "AKP", "Briptu", "Serka", "Pak RT", "Pak Kades", "Bu Lurah", "Pak Guru",
    "Bapak H.", "Lek", "Bude", "Mamang", "Ayuk",
]  # fmt: skip


def _pick(rng: random.Random, words: str, sep: str | None = None) -> str:
    return rng.choice(words.split(sep))


def _sixteen(rng: random.Random, date: str) -> str:
    digits = f"{rng.choice(AREAS)}{date}{rng.randrange(1, 40):04d}"
    cuts = rng.choices([(), (4, 8, 12), (6, 12), (2, 4, 6, 12), (4, 8, 12), (6, 8, 10, 12)], [62, 14, 8, 8, 4, 4])[0]
    glue = rng.choice([" ", " ", ".", "-"])
    parts = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, 16), strict=True)]
    written = glue.join(parts)
    odd = rng.random()
    if odd < 0.02:
        return written.replace("0", rng.choice("oO"))
    if odd < 0.03:
        return " ".join(digits)
    return written


def nik(rng: random.Random, half: Half) -> Parts:
    day = rng.randrange(1, 29) + rng.choice((0, 40))
    return [
        (_sixteen(rng, f"{day:02d}{rng.randrange(1, 13):02d}{rng.choice((*range(50, 100), *range(8))):02d}"), "nik")
    ]


def kk(rng: random.Random, half: Half) -> Parts:
    return [(_sixteen(rng, f"{rng.randrange(1, 29):02d}{rng.randrange(1, 13):02d}{rng.randrange(5, 25):02d}"), "kk")]


def _mobile(rng: random.Random) -> str:
    return rng.choice(PREFIXES) + "".join(str(rng.randrange(10)) for _ in range(rng.choice((6, 7, 8, 8, 8, 9))))


def _grouped(rng: random.Random, digits: str) -> str:
    glue = rng.choice(["-", " ", ".", "-", " "])
    rest = digits[4:]
    cut = rng.choice((3, 4))
    return glue.join(part for part in (digits[:4], rest[:cut], rest[cut:]) if part)


def phone(rng: random.Random, half: Half) -> Parts:
    number = _mobile(rng)
    way = rng.random()
    if way < 0.5:
        return [(number, "phone")]
    if way < 0.7:
        return [(_grouped(rng, number), "phone")]
    if way < 0.82:
        return [(rng.choice(["+62", "62", "+62 ", "+62-", "+62 (0)", "(+62) "]) + _grouped(rng, number)[1:], "phone")]
    if way < 0.86:
        return [(rng.choice(["wa.me/", "https://wa.me/"]) + "62" + number[1:], "phone")]
    if way < 0.92:
        local = "".join(str(rng.randrange(10)) for _ in range(6))
        code = _pick(rng, "0735|(0735)|0711|(0711)", "|")
        return [(code + rng.choice((" ", "-", " ")) + _pick(rng, f"{local} {local[:3]}-{local[3:]}"), "phone")]
    if way < 0.96:
        return [(number.replace("0", rng.choice("oO"), 1 if way < 0.94 else -1), "phone")]
    return [(number.replace("1", rng.choice("lI")), "phone")]


def phone_words(rng: random.Random, half: Half) -> Parts:
    words = [DIGIT_WORDS[int(digit)] for digit in _mobile(rng)]
    if rng.random() < 0.3:
        words = [word if rng.random() < 0.6 else str(DIGIT_WORDS.index(word)) for word in words]
    return [(rng.choice((" ", " ", ", ")).join(words), "phone")]


def email(rng: random.Random, half: Half) -> Parts:
    local, host = rng.choice(half["local_parts"].split()), rng.choice(half["hosts"].split())
    way = rng.random()
    if way < 0.74:
        return [(f"{local}@{host}", "email")]
    at = rng.choice(["(at)", " at ", "[at]", " (at) ", "@", " @ "])
    dot = rng.choice([" dot ", "."]) if at != "@" else " dot "
    return [(local + at + host.replace(".", dot), "email")]


def plate(rng: random.Random, half: Half) -> Parts:
    area = rng.choice(["BG"] * 8 + "B BE BD BA D F AB AD L N BH BM BK Z".split())
    glue = rng.choice([" ", " ", " ", "", "-", "."])
    letters = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(rng.choice((1, 2, 2, 2, 3))))
    written = glue.join((area, str(rng.randrange(1000, 9999)), letters))
    return [(written.lower() if rng.random() < 0.3 else written, "plate")]


def _handle(rng: random.Random, half: Half, marks: bool = False) -> str:
    names = half["handles"].split()
    return rng.choice([name for name in names if not marks or not name.isalpha()])


def at(rng: random.Random, half: Half) -> Parts:
    return [("@" + _handle(rng, half), "handle")]


def handle(rng: random.Random, half: Half) -> Parts:
    return [(_handle(rng, half), "handle")]


def at_or_handle(rng: random.Random, half: Half) -> Parts:
    return rng.choice((at, handle))(rng, half)


def handle_like(rng: random.Random, half: Half) -> Parts:
    return [(_handle(rng, half, marks=True), "handle")]


def fb_name(rng: random.Random, half: Half) -> Parts:
    before = rng.choice(["", "", "an ", "a.n. ", "namanya ", "bernama ", ": "])
    names = [rng.choice(half["first_names"].split()), rng.choice(half["last_names"].split())]
    return [(before, None), (" ".join(names), "handle")]


def link(rng: random.Random, half: Half) -> Parts:
    site = _pick(rng, "instagram.com/ facebook.com/ t.me/ tiktok.com/@ fb.com/ twitter.com/ x.com/ youtube.com/@")
    return [(rng.choice(["https://", "", "https://www.", "www."]) + site + _handle(rng, half), "handle")]


def _no(rng: random.Random) -> str:
    number = str(rng.randrange(1, 90)) + rng.choice(["", "", "", "A", "B", "c"])
    return rng.choice(["no ", "no. ", "nomor ", "No. ", "no", "nmr ", "No ", "nomer ", "no.", "nomor: "]) + number


def _rt(rng: random.Random) -> str:
    rt, rw = rng.randrange(1, 9), rng.randrange(1, 5)
    return rng.choice(
        [
            f"RT {rt:02d} RW {rw:02d}",
            f"rt {rt} rw {rw}",
            f"RT {rt:02d}/RW {rw:02d}",
            f"rt {rt:02d}",
            f"Rt.{rt:02d}/{rw:02d}",
        ]
    )


def house_rumah(rng: random.Random, half: Half) -> Parts:
    return [(_no(rng), "house")]


def house_street(rng: random.Random, half: Half) -> Parts:
    street = rng.choice(half["streets"].split("|"))
    word = rng.choice(["Jl ", "jl. ", "Jalan ", "jln ", "Jln. ", "gang ", "Gg. ", "lorong ", "Lr. "])
    between = rng.choice([" ", " ", ", ", " rt 3 ", " Gg. 2 ", ""][:5])
    after = rng.choice(["", "", "", " " + _rt(rng)])
    return [(f"{word}{street}{between}{_no(rng)}{after}", "house")]


def house_block(rng: random.Random, half: Half) -> Parts:
    letter, number = rng.choice("ABCDEF"), rng.randrange(1, 40)
    return [
        (
            rng.choice(
                [
                    f"blok {letter} no {number}",
                    f"Blok {letter}{number}",
                    f"blok {letter}-{number}",
                    f"blok {letter} {_no(rng)}",
                ]
            ),
            "house",
        )
    ]


def house_no(rng: random.Random, half: Half) -> Parts:
    return [(_no(rng), "house")]


def house_rt(rng: random.Random, half: Half) -> Parts:
    return [(f"{_rt(rng)} {_no(rng)}", "house")]


def person(rng: random.Random, half: Half) -> Parts:
    names = [rng.choice(half["first_names"].split())]
    if rng.random() < 0.4:
        names.append(rng.choice(half["last_names"].split()))
    title = rng.choice(TITLES)
    if rng.random() < 0.3:
        names = [name.lower() for name in names]
    if rng.random() < 0.5:
        title = title.lower() if title.isalpha() or rng.random() < 0.5 else title
    return [(title + ("" if title.endswith(".") and rng.random() < 0.2 else " "), None), (" ".join(names), "name")]


SLOTS: dict[str, Callable[[random.Random, Half], Parts]] = {
    slot.__name__: slot
    for slot in (
        nik, kk, phone, phone_words, email, plate, at, handle, at_or_handle, handle_like, fb_name, link, house_rumah,
        house_street, house_block, house_no, house_rt, person,
    )
}  # fmt: skip


def _day(rng: random.Random, half: Half) -> str:
    day, month = rng.randrange(1, 29), rng.randrange(12)
    return rng.choice(
        [
            f"{day} {MONTHS[month]} 2024",
            f"{day:02d}-{month + 1:02d}-2024",
            f"{day}/{month + 1}/2024",
            f"{day} {MONTHS[month][:3]}",
        ]
    )


def _money(rng: random.Random, half: Half) -> str:
    return rng.choice(["Rp 150.000", "150rb", "rp 50 rb", "Rp100.000", "100 ribu", "Rp. 1.500.000", "rp.200rb", "5 jt"])


FILLERS: dict[str, Callable[[random.Random, Half], str]] = {
    "desa": lambda rng, half: rng.choice(half["villages"].split("|")),
    "kec": lambda rng, half: rng.choice(half["districts"].split("|")),
    "n": lambda rng, half: str(rng.randrange(2, 400)),
    "tgl": _day,
    "jam": lambda rng, half: f"{rng.randrange(24):02d}{rng.choice('.:')}{rng.choice(('00', '15', '30'))}",
    "rp": _money,
    "tps": lambda rng, half: rng.choice(["{:03d}", "{:02d}", "{}"]).format(rng.randrange(1, 30)),
    "kode": lambda rng, half: "".join(str(rng.randrange(10)) for _ in range(17)),
}
