"""A referral: what the partner needs, the days that are left, sent by a named person, answered by the partner."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from teduh.cores.errors import NotAllowed, NotFound, Refused
from teduh.places.models import Unit
from teduh.respond import actions, reads
from teduh.respond.letter import letter_of
from teduh.respond.models import Referral
from teduh.respond.rules import ELECTION_ELEMENTS, OTHER_ELEMENTS, QUESTIONS, ReferralKind
from teduh.triage.models import Issue
from teduh.triage.rules import IssueKind
from teduh.trust.models import AuditEvent
from tests.factories import World
from tests.respond.clarified import asked, ballots, let_out, told_of

BECAUSE = "Dugaan politik uang adalah wewenang Bawaslu."
KNOWN = {
    "what": "Amplop dibagikan dari rumah ke rumah.",
    "when": "Selasa sore, 8 Oktober.",
    "where": "Desa Ujanmas, tiga rumah.",
}
WHOLE = {
    **KNOWN,
    "reported_party": "Belum diketahui namanya; berjaket abu-abu.",
    "witness": "Dua orang bersedia.",
    "evidence": "Satu amplop, disimpan ketua RT.",
    "reporter_ready": "Ya, besok pagi.",
}


@pytest.fixture(autouse=True)
def _monday(world: World) -> Any:
    with time_machine.travel(world.now, tick=False):
        yield


def envelopes(world: World, *reports: Any) -> Issue:
    """Envelopes in Ujanmas; Polres OKU knew of it when Joko told it."""
    kind = IssueKind.ELECTION_OFFENCE
    return ballots(world, *reports, kind=kind, title="Dugaan amplop di Ujanmas, kata Joko", verdict=None)


def made(world: World, **changed: Any) -> Referral:
    """Budi begins it on Monday 14 October; the matter was known on Tuesday the 8th, six days ago."""
    told = {
        "partner": world.bawaslu,
        "kind": ReferralKind.MONEY_POLITICS,
        "known_on": date(2024, 10, 8),
        "reason": BECAUSE,
        "elements": KNOWN,
        "by": world.budi,
        "at": world.now,
    }
    issue = changed.pop("issue", None) or envelopes(world)
    return actions.make_referral(issue=issue, **(told | changed))


def test_six_days_after_it_was_known_one_day_is_left_and_four_elements_are_missing(world: World) -> None:
    row = made(world)

    assert (row.state, row.due_on) == ("draft", date(2024, 10, 15))
    assert reads.days_left(row, on=world.today) == 1
    assert reads.missing_elements(row) == ["reported_party", "witness", "evidence", "reporter_ready"]
    assert told_of(row) == [("respond.make_referral", "Budi")]


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2024, 10, 8), 7),
        (date(2024, 10, 14), 1),
        (date(2024, 10, 15), 0),
        (date(2024, 10, 16), -1),
    ],
)
def test_the_seven_days_end_with_the_seventh_day_after_it_was_known(world: World, on: date, left: int) -> None:
    assert reads.days_left(made(world), on=on) == left


@pytest.mark.parametrize(
    ("at", "known_on", "refused"),
    [
        # 23.59 on the 14th in Baturaja is still the 14th; a minute later it is the 15th, though UTC has not changed.
        (datetime(2024, 10, 14, 16, 59, tzinfo=UTC), date(2024, 10, 15), True),
        (datetime(2024, 10, 14, 17, 0, tzinfo=UTC), date(2024, 10, 15), False),
    ],
)
def test_days_are_the_days_of_western_indonesia(world: World, at: datetime, known_on: date, refused: bool) -> None:
    if refused:
        with pytest.raises(Refused) as told:
            made(world, at=at, known_on=known_on)
        assert told.value.field == "known_on"
    else:
        row = made(world, at=at, known_on=known_on)
        assert row.due_on == known_on + timedelta(days=7)


def test_matters_that_are_no_election_offence_need_less_and_have_no_clock(world: World) -> None:
    row = made(world, kind=ReferralKind.PUBLIC_SERVICE, elements={"what": "Lampu jalan mati.", "witness": "Joko"})

    assert (row.due_on, reads.days_left(row, on=world.today)) == (None, None)
    # What this kind does not need is not kept.
    assert row.elements == {"what": "Lampu jalan mati."}
    assert reads.missing_elements(row) == ["when", "where"]


def test_every_element_has_its_plain_question() -> None:
    assert set(QUESTIONS) == {*ELECTION_ELEMENTS, *OTHER_ELEMENTS}
    assert [name for name in QUESTIONS if not str(QUESTIONS[name]).rstrip(".").strip().find("?") > 0] == []


@pytest.mark.parametrize("kind", ["polsek-pengandonan", "kompolnas", "polres-muara-enim"])
def test_only_a_partner_receives_a_referral(world: World, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        made(world, partner=Unit.objects.get(key=kind))

    assert (refused.value.field, Referral.objects.count()) == ("partner", 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "penangkapan"}, "kind"),
        ({"reason": "Karena."}, "reason"),
        ({"reason": "a" * 401}, "reason"),
        ({"known_on": date(2099, 1, 1)}, "known_on"),
        ({"elements": {"what": "a" * 100_000}}, "what"),
    ],
)
def test_what_makes_no_referral(world: World, changed: dict[str, Any], field: str) -> None:
    issue = envelopes(world)
    rows = AuditEvent.objects.count()

    with pytest.raises(Refused) as refused:
        made(world, issue=issue, **changed)

    assert refused.value.field == field
    assert (Referral.objects.count(), AuditEvent.objects.count()) == (0, rows)


def test_an_incomplete_referral_leaves_only_with_a_reason(world: World) -> None:
    row = made(world)
    for reason in ("", "  ", "Mendesak"):
        with pytest.raises(Refused) as refused:
            actions.prepare_disclosure(referral=row, incomplete_reason=reason, by=world.budi, at=world.now)
        assert refused.value.field == "incomplete_reason"

    reason = "Besok hari terakhir; unsur lain menyusul."
    let_out(world, row, incomplete_reason=reason)
    row = actions.send_referral(referral=row, by=world.budi, at=world.now)

    assert (row.state, row.sent_by, row.sent_at, row.incomplete_reason) == ("sent", world.budi, world.now, reason)
    assert reads.days_left(row, on=world.today) is None
    assert told_of(row)[-1] == ("respond.send_referral", "Budi")
    assert '"missing": ["reported_party", "witness", "evidence", "reporter_ready"]' in (
        AuditEvent.objects.get(action="respond.send_referral").details
    )


def test_a_whole_referral_is_sent_answered_returned_and_sent_again(world: World) -> None:
    row = actions.fill_referral(referral=made(world), elements=WHOLE, by=world.budi, at=world.now)
    assert reads.missing_elements(row) == []
    let_out(world, row)
    row = actions.send_referral(referral=row, by=world.budi, at=world.now)
    for again in (actions.send_referral, actions.fill_referral):
        with pytest.raises(Refused):
            again(
                referral=row,
                by=world.budi,
                at=world.now,
                **({"elements": {}} if again is actions.fill_referral else {}),
            )

    said = "Dikembalikan: waktu kejadian kurang jelas."
    row = actions.record_partner_answer(referral=row, accepted=False, answer=said, by=world.budi, at=world.now)
    assert (row.state, row.answer, row.answered_at) == ("returned", said, world.now)
    # The clock still runs for what came back.
    assert reads.days_left(row, on=world.today) == 1
    row = actions.send_referral(referral=row, by=world.budi, at=world.now)
    row = actions.record_partner_answer(referral=row, accepted=True, answer="Terdaftar.", by=world.budi, at=world.now)

    assert row.state == "accepted"
    assert [action for action, _who in told_of(row)] == [
        "respond.make_referral",
        "respond.fill_referral",
        "respond.send_referral",
        "respond.partner_answer",
        "respond.send_referral",
        "respond.partner_answer",
    ]


def test_the_partner_can_only_answer_what_was_sent_and_in_words(world: World) -> None:
    row = made(world)
    with pytest.raises(Refused):
        actions.record_partner_answer(referral=row, accepted=True, answer="Ya, diterima.", by=world.budi, at=world.now)
    let_out(world, row)
    row = actions.send_referral(referral=row, by=world.budi, at=world.now)

    for answer in ("", "ya", "a" * 100_000):
        with pytest.raises(Refused) as refused:
            actions.record_partner_answer(referral=row, accepted=True, answer=answer, by=world.budi, at=world.now)
        assert refused.value.field == "answer"


def test_who_may_refer_and_who_sees_it(world: World) -> None:
    issue = envelopes(world)
    for person in (world.wati, world.rahman, world.hendra, world.dewi, world.agus, world.rini):
        with pytest.raises(NotAllowed):
            made(world, issue=issue, by=person)
    row = made(world, issue=issue)
    with pytest.raises(NotAllowed):
        actions.send_referral(referral=row, by=world.rini, at=world.now)

    def seen(person: Any) -> list[Referral]:
        return list(reads.referrals_for(person, on=world.today))

    assert seen(world.budi) == seen(world.hendra) == seen(world.rahman) == [row]
    assert seen(world.yusuf) == seen(world.rini) == []
    with pytest.raises(NotFound):
        reads.referral(world.rini, row.pk, on=world.today)


def test_what_waits_for_us_comes_first_by_its_deadline(world: World) -> None:
    issue = envelopes(world)
    sent = made(world, issue=issue, known_on=date(2024, 9, 1))
    let_out(world, sent)
    actions.send_referral(referral=sent, by=world.budi, at=world.now)
    no_clock = made(world, issue=issue, kind=ReferralKind.OTHER)
    later = made(world, issue=issue, known_on=date(2024, 10, 12))
    sooner = made(world, issue=issue)

    rows = list(reads.referrals_for(world.budi, on=world.today))

    assert [row.pk for row in rows] == [sooner.pk, later.pk, no_clock.pk, sent.pk]


def test_the_letter_is_whole_and_names_no_reporter(world: World) -> None:
    joko = asked(world, contact="0812-3456-7890")
    elements = {**WHOLE, "witness": "Dua orang, salah satunya 0812-3456-7890, NIK 1601081203900001."}
    row = made(world, issue=envelopes(world, joko.report), elements=elements)
    let_out(world, row)
    row = actions.send_referral(referral=row, by=world.budi, at=world.now)

    text = letter_of(row, on=world.today).as_text()

    assert text == "\n".join(
        (
            "Polres OKU, 14 Oktober 2024",
            "",
            "Kepada Bawaslu OKU",
            "Perihal: Penerusan informasi: Politik uang",
            "",
            f"{BECAUSE} Kami mengetahuinya sejak 8 Oktober 2024. Batas tujuh hari jatuh pada 15 Oktober 2024.",
            "",
            "1. Apa yang terjadi?",
            "   Amplop dibagikan dari rumah ke rumah.",
            "2. Kapan? Tanggal dan jam, sedekat yang diketahui.",
            "   Selasa sore, 8 Oktober.",
            "3. Di mana? Desa dan tempatnya.",
            "   Desa Ujanmas, tiga rumah.",
            "4. Siapa yang diduga melakukan, menurut pelapor?",
            "   Belum diketahui namanya; berjaket abu-abu.",
            "5. Apakah ada yang melihat dan bersedia memberi keterangan?",
            "   Dua orang, salah satunya [telepon], NIK [NIK].",
            "6. Bukti apa yang ada, dan di tangan siapa?",
            "   Satu amplop, disimpan ketua RT.",
            "7. Apakah pelapor bersedia datang sendiri kepada mitra dengan identitasnya?",
            "   Ya, besok pagi.",
            "",
            "Surat ini tidak memuat identitas pelapor. Bila pelapor bersedia datang sendiri, ia akan menghubungi"
            " kantor Anda.",
            "",
            "Budi, Petugas meja",
            "Polres OKU",
            "",
        )
    )
    for secret in ("Joko", "RT 2,", "3456", joko.receipt or ""):
        assert secret not in text


def test_a_letter_masks_numbers_that_were_kept_before_masking(world: World) -> None:
    row = made(world)
    Referral.objects.filter(pk=row.pk).update(
        reason="Hubungi 0812-3456-7890 segera.", elements={"what": "NIK 1601081203900001"}
    )
    row.refresh_from_db()
    let_out(world, row)

    text = letter_of(row, on=world.today).as_text()

    assert "Hubungi [telepon] segera." in text
    assert "   NIK [NIK]" in text
    assert text.count("- ") == 6
