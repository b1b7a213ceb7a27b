"""Compiled code is kept for one set of sources only."""

from pathlib import Path

from teduh.cores.scan import compiled, dense, measure, recent


def test_a_change_in_any_source_gives_another_stamp(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a = 1")
    (tmp_path / "two.py").write_text("b = 1")
    before = compiled.stamp(tmp_path)

    (tmp_path / "two.py").write_text("b = 2")

    assert compiled.stamp(tmp_path) != before
    assert len(before) == 64


def test_loops_are_kept_under_the_stamp_of_all_sources() -> None:
    now = compiled.stamp(Path(compiled.__file__).parent)

    # Numba has no public name for it; if a new version moves it, this fails and says so.
    for loop in (dense.maxima, recent.maxima, measure.poisson):
        assert loop._cache._cache_file._source_stamp == now
