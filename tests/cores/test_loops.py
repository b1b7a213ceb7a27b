"""Compiled code is kept for one set of sources only."""

from pathlib import Path

from teduh.cores.loops import Loops
from teduh.cores.route import turns
from teduh.cores.route.compiled import FILES
from teduh.cores.scan import compiled, dense, measure, recent


def test_a_change_in_any_source_gives_another_stamp(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1")
    (tmp_path / "two.py").write_text("b = 1")
    before = Loops(tmp_path).stamp

    (tmp_path / "two.py").write_text("b = 2")

    assert Loops(tmp_path).stamp != before
    assert len(before) == 64


def test_loops_are_kept_under_the_stamp_of_all_sources() -> None:
    now = Loops(Path(compiled.__file__).parent).stamp

    # Numba has no public name for it; if a new version moves it, this fails and says so.
    for loop in (dense.maxima, recent.maxima, measure.poisson):
        assert loop._cache._cache_file._source_stamp == now


def test_the_search_is_kept_under_the_stamp_of_the_files_that_hold_loops() -> None:
    now = Loops(Path(turns.__file__).parent, FILES).stamp

    found = [each for each in vars(turns).values() if hasattr(each, "_cache") and each.__module__ == turns.__name__]
    assert found
    assert {each._cache._cache_file._source_stamp for each in found} == {now}
