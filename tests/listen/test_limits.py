"""Guessing codes is slow, flooding is held back, and a neighbour on the same address is still served."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from teduh.listen import limits, receipts

NOW = 1_728_871_200.0


def network(address: str, **headers: str) -> int:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.META.update(headers)
    return limits.network(request)


def test_a_street_behind_one_address_is_one_network():
    assert network("203.0.113.7") == network("203.0.113.200")
    assert network("203.0.113.7") != network("203.0.114.7")
    assert network("2001:db8:1::1") == network("2001:db8:1:ffff::9")
    assert network("2001:db8:1::1") != network("2001:db8:2::1")
    assert network("::ffff:203.0.113.7") == network("203.0.113.9")
    assert network("") == network("not an address")


def test_behind_the_proxy_its_own_entry_counts_and_no_invented_one(settings):
    forged = network("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7")
    assert forged == network("10.0.0.9")

    settings.HTTPS = True
    assert network("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7") == network("203.0.113.1")


def test_no_address_is_kept():
    net = network("203.0.113.7")
    limits.wrong_code(net, NOW)
    limits.REPORTS.take(net, NOW)

    assert "203.0.113" not in repr(limits.WRONG_CODES._levels) + repr(limits.REPORTS._levels)


def test_tokens_run_out_and_come_back():
    buckets = limits.Buckets(size=2, per_second=0.5)

    assert [buckets.take(1, NOW) for _ in range(3)] == [True, True, False]
    assert buckets.take(2, NOW) is True
    assert buckets.take(1, NOW + 1.9) is False
    assert buckets.take(1, NOW + 4) is True


@given(st.lists(st.floats(0, 100), max_size=60))
def test_no_more_than_size_and_refill_ever_pass(pauses: list[float]):
    buckets, at, passed = limits.Buckets(size=3, per_second=0.2), NOW, 0
    for pause in pauses:
        at += pause
        passed += buckets.take(1, at)

    assert passed <= 3 + (at - NOW) * 0.2 + 1e-6


def test_a_clock_that_goes_back_gives_nothing_away():
    buckets = limits.Buckets(size=1, per_second=1)

    assert [buckets.take(1, at) for at in (NOW, NOW - 3600, NOW - 7200)] == [True, False, False]


def test_memory_stays_small_under_a_flood():
    buckets = limits.Buckets(size=2, per_second=1, most=50)
    for name in range(500):
        buckets.take(name, NOW + name)

    assert len(buckets._levels) == 50


def use_up(net: int, at: float = NOW) -> None:
    while limits.WRONG_CODES.has(net, at):
        limits.wrong_code(net, at)


def test_after_many_wrong_codes_a_code_is_looked_up_after_a_wait_only():
    net, code = network("203.0.113.7"), receipts.make_code()
    use_up(net)
    assert limits.may_look_up(net, code, "", NOW) is False

    note = limits.wait_note(code, NOW)

    assert note is not None
    assert limits.may_look_up(net, code, note, NOW + 1) is False
    assert limits.may_look_up(net, receipts.show(code), note, NOW + limits.WAIT_SECONDS) is True
    late = NOW + limits.NOTE_LASTS_SECONDS + 1
    use_up(net, late)
    assert limits.may_look_up(net, code, note, late) is False


def test_a_note_lets_in_the_one_code_it_was_given_for():
    net, code, other = network("203.0.113.7"), receipts.make_code(), receipts.make_code()
    use_up(net)
    note = limits.wait_note(code, NOW)

    assert note is not None
    assert code not in note
    assert limits.may_look_up(net, other, note, NOW + 6) is False
    for forged in ("", "x", note[:-1], note + "A", f"{note}:{note}"):
        assert limits.may_look_up(net, code, forged, NOW + 6) is False
    assert limits.may_look_up(net, code, note, NOW + 6) is True


def test_another_network_does_not_feel_it():
    use_up(network("203.0.113.7"))

    assert limits.may_look_up(network("198.51.100.7"), receipts.make_code(), "", NOW) is True


def test_guessing_from_everywhere_slows_everybody_and_shuts_out_nobody():
    for number in range(400):
        limits.wrong_code(number + 1, NOW)
    code = receipts.make_code()

    assert limits.may_look_up(network("198.51.100.7"), code, "", NOW) is False
    note = limits.wait_note(code, NOW)
    assert note is not None
    assert limits.may_look_up(network("198.51.100.7"), code, note, NOW + 5) is True


def test_only_so_many_wait_at_once():
    notes = [limits.wait_note(receipts.make_code(), NOW) for _ in range(100)]

    assert sum(note is not None for note in notes) == limits.WAITS.size
    assert limits.wait_note(receipts.make_code(), NOW + 1) is not None


def test_a_million_networks_leave_no_more_than_the_bound():
    buckets = limits.Buckets(size=2, per_second=1)
    for name in range(1_000_000):
        buckets.take(name, NOW)

    assert len(buckets._levels) == buckets.most == 20_000


@pytest.mark.parametrize(("processes", "size", "per_second"), [(1, 60, 0.2), (4, 15, 0.05)])
def test_several_web_processes_together_hold_the_bound(settings, processes: int, size: float, per_second: float):
    settings.WEB_PROCESSES = processes

    part = limits.shared(60, 0.2)

    assert (part.size, part.per_second) == (size, per_second)
