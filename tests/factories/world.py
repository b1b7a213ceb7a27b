"""A small OKU: two sectors, a few real villages, one person for each role, and a neighbour district.

Sari and Joko are residents and therefore have no record at all. Budi sits at the desk of Polres OKU, Wati looks
after three villages of Pengandonan, Iptu Rahman is their Kapolsek, Rini works for another district and must see
nothing of OKU.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from teduh.places.models import Area, Jurisdiction, Operation, Phase, Posting, Unit
from teduh.trust.models import Person

# Monday 14 October 2024, 09.00 WIB: inside the campaign of the Pilkada 2024.
NOW = datetime(2024, 10, 14, 2, 0, tzinfo=UTC)
TODAY = date(2024, 10, 14)
PASSWORD = "teduh-di-bawah-pohon"

AREAS = (
    ("16", "Sumatera Selatan", "province", "provinsi", None, -3.2, 104.1),
    ("16.01", "Kabupaten Ogan Komering Ulu", "regency", "kabupaten", "16", -4.05, 104.05),
    ("16.01.08", "Pengandonan", "subdistrict", "kecamatan", "16.01", -4.08210, 103.90127),
    ("16.01.08.2001", "Gunung Meraksa", "village", "desa", "16.01.08", -4.06115, 103.80061),
    ("16.01.08.2015", "Pengandonan", "village", "desa", "16.01.08", -4.15392, 103.94866),
    ("16.01.08.2017", "Tanjungan", "village", "desa", "16.01.08", -4.03585, 103.86705),
    ("16.01.08.2018", "Ujanmas", "village", "desa", "16.01.08", -4.11744, 103.95519),
    ("16.01.14", "Baturaja Timur", "subdistrict", "kecamatan", "16.01", -4.12, 104.18),
    ("16.01.14.1004", "Kemalaraja", "village", "kelurahan", "16.01.14", -4.121, 104.171),
    ("16.01.14.1005", "Sukaraya", "village", "kelurahan", "16.01.14", -4.101, 104.191),
    ("16.01.22", "Lubuk Batang", "subdistrict", "kecamatan", "16.01", -4.0, 104.2),
    ("16.01.22.2002", "Gunung Meraksa", "village", "desa", "16.01.22", -3.98, 104.21),
    ("16.03", "Kabupaten Muara Enim", "regency", "kabupaten", "16", -3.7, 103.8),
    ("16.03.11", "Ujan Mas", "subdistrict", "kecamatan", "16.03", -3.75, 103.75),
    ("16.03.11.2001", "Ujan Mas Baru", "village", "desa", "16.03.11", -3.76, 103.76),
)


@dataclass(frozen=True)
class World:
    now: datetime
    today: date
    polres: Unit
    pengandonan: Unit
    baturaja: Unit
    muara_enim: Unit
    bawaslu: Unit
    kompolnas: Unit
    operation: Operation
    ujanmas: Area
    tanjungan: Area
    gunung_meraksa: Area
    kemalaraja: Area
    ujan_mas_baru: Area
    budi: Person  # desk officer, Polres OKU
    wati: Person  # village officer: Ujanmas, Tanjungan, Gunung Meraksa (Pengandonan)
    rahman: Person  # sector chief, Polsek Pengandonan
    yusuf: Person  # sector chief, Polsek Baturaja Timur
    hendra: Person  # district chief, Polres OKU
    dewi: Person  # public relations, Polres OKU
    agus: Person  # auditor
    lina: Person  # administrator
    maya: Person  # overseer, outside body
    ratna: Person  # data protection officer
    rini: Person  # desk officer of another district

    @property
    def people(self) -> tuple[Person, ...]:
        """One for each role, all of OKU or of the outside body."""
        return (self.budi, self.wati, self.rahman, self.hendra, self.dewi, self.agus, self.lina, self.maya, self.ratna)


def make_world() -> World:
    areas = {row[0]: _area(row) for row in AREAS}
    polres = Unit.objects.create(key="polres-oku", name="Polres OKU", kind="district")
    pengandonan = Unit.objects.create(key="polsek-pengandonan", name="Polsek Pengandonan", kind="sector", parent=polres)
    baturaja = Unit.objects.create(
        key="polsek-baturaja-timur", name="Polsek Baturaja Timur", kind="sector", parent=polres
    )
    muara_enim = Unit.objects.create(key="polres-muara-enim", name="Polres Muara Enim", kind="district")
    bawaslu = Unit.objects.create(key="bawaslu-oku", name="Bawaslu OKU", kind="partner")
    kompolnas = Unit.objects.create(key="kompolnas", name="Kompolnas", kind="oversight")
    for unit, code in ((polres, "16.01"), (pengandonan, "16.01.08"), (baturaja, "16.01.14"), (muara_enim, "16.03")):
        Jurisdiction.objects.create(unit=unit, area=areas[code], valid_from=date(2024, 1, 1))
    people = {
        "budi": _person("budi", "Budi", "desk_officer", polres),
        "wati": _person("wati", "Wati", "village_officer", pengandonan),
        "rahman": _person("rahman", "Rahman", "sector_chief", pengandonan),
        "yusuf": _person("yusuf", "Yusuf", "sector_chief", baturaja),
        "hendra": _person("hendra", "Hendra", "district_chief", polres),
        "dewi": _person("dewi", "Dewi", "public_relations", polres),
        "agus": _person("agus", "Agus", "auditor", polres),
        "lina": _person("lina", "Lina", "administrator", polres),
        "maya": _person("maya", "Maya", "overseer", kompolnas),
        "ratna": _person("ratna", "Ratna", "data_protection", polres),
        "rini": _person("rini", "Rini", "desk_officer", muara_enim),
    }
    for code in ("16.01.08.2001", "16.01.08.2017", "16.01.08.2018"):
        Posting.objects.create(person=people["wati"], village=areas[code], valid_from=date(2024, 1, 1))
    return World(
        now=NOW,
        today=TODAY,
        polres=polres,
        pengandonan=pengandonan,
        baturaja=baturaja,
        muara_enim=muara_enim,
        bawaslu=bawaslu,
        kompolnas=kompolnas,
        operation=_operation(polres),
        ujanmas=areas["16.01.08.2018"],
        tanjungan=areas["16.01.08.2017"],
        gunung_meraksa=areas["16.01.08.2001"],
        kemalaraja=areas["16.01.14.1004"],
        ujan_mas_baru=areas["16.03.11.2001"],
        **people,
    )


def _area(row: tuple[str, str, str, str, str | None, float, float]) -> Area:
    code, name, level, kind, parent, latitude, longitude = row
    parts = code.split(".")
    path = "".join(".".join(parts[: n + 1]) + "/" for n in range(len(parts)))
    return Area.objects.create(
        code=code,
        name=name,
        level=level,
        kind=kind,
        parent_id=parent,
        path=path,
        latitude=latitude,
        longitude=longitude,
    )


def _person(username: str, name: str, role: str, unit: Unit) -> Person:
    person = Person(username=username, name=name, role=role, unit=unit)
    person.set_password(PASSWORD)
    person.save()
    return person


def _operation(polres: Unit) -> Operation:
    operation = Operation.objects.create(
        name="Mantap Praja Musi 2024",
        unit=polres,
        contest="contested",
        candidate_pairs=2,
        starts_on=date(2024, 8, 24),
        ends_on=date(2024, 12, 31),
    )
    for kind, name, first, last in (
        ("campaign", "Kampanye", date(2024, 9, 25), date(2024, 11, 23)),
        ("quiet", "Masa tenang", date(2024, 11, 24), date(2024, 11, 26)),
        ("vote", "Pemungutan suara", date(2024, 11, 27), date(2024, 11, 27)),
    ):
        Phase.objects.create(operation=operation, kind=kind, name=name, starts_on=first, ends_on=last)
    return operation
