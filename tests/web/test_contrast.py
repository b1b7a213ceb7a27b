"""The colours can be read, in light and in dark, and docs/look.md says how well."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "src" / "teduh" / "web" / "static" / "web" / "css" / "teduh.css"
DOCS = ROOT / "docs" / "look.md"

# WCAG 2.2: 4.5 for text (1.4.3), 3 for the edge of a box and for the focus ring (1.4.11).
TEXT, SHAPE = 4.5, 3.0
PAIRS = (
    *((TEXT, "ink", ground) for ground in ("ground", "surface", "sunken", "canopy", "accent-soft", "amber-soft")),
    *((TEXT, "muted", ground) for ground in ("ground", "surface", "sunken", "canopy", "accent-soft", "amber-soft")),
    *((TEXT, "accent", ground) for ground in ("ground", "surface", "canopy")),
    *((TEXT, "accent-strong", ground) for ground in ("ground", "surface", "canopy", "accent-soft")),
    *((TEXT, "on-accent", ground) for ground in ("accent", "accent-strong")),
    *((TEXT, "amber", ground) for ground in ("ground", "surface", "amber-soft")),
    *((SHAPE, "edge", ground) for ground in ("ground", "surface", "canopy")),
    *((SHAPE, "focus", ground) for ground in ("ground", "surface", "canopy", "amber-soft")),
    *((SHAPE, "accent", ground) for ground in ("sunken", "accent-soft")),
    *((SHAPE, "actual", ground) for ground in ("surface", "accent-soft")),
)


def palettes() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the sheet by name: light, then dark (which only repeats what differs)."""
    light, dark = re.findall(r":root \{(.*?)\}", SHEET.read_text("utf-8"), re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return colours, {**colours, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


LIGHT, DARK = palettes()


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_dark_is_designed_and_not_the_light_one_again() -> None:
    assert [name for name in LIGHT if LIGHT[name] == DARK[name]] == []


@pytest.mark.parametrize(("least", "front", "back"), PAIRS, ids=lambda value: str(value))
def test_every_pair_that_meets_on_a_page_can_be_read(least: float, front: str, back: str) -> None:
    assert contrast(LIGHT[front], LIGHT[back]) >= least
    assert contrast(DARK[front], DARK[back]) >= least


def test_more_serious_levels_stand_out_more_on_the_map() -> None:
    for palette, order in ((LIGHT, 1), (DARK, -1)):
        fills = [luminance(palette[name]) for name in ("actual", "imminent", "latent", "accent-soft")]
        assert fills[::order] == sorted(fills)


def rows() -> list[str]:
    return [
        f"| {front} | {back} | {least:g} | {contrast(LIGHT[front], LIGHT[back]):.1f} | "
        f"{contrast(DARK[front], DARK[back]):.1f} |"
        for least, front, back in PAIRS
    ]


def test_the_docs_tell_the_contrasts_as_they_are() -> None:
    told = [line for line in DOCS.read_text("utf-8").splitlines() if re.match(r"\| [a-z-]+ \| [a-z-]+ \| [34]", line)]

    assert told == rows()


def test_the_style_sheet_stays_light() -> None:
    assert SHEET.stat().st_size <= 28 * 1024
