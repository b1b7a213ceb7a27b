"""The copy of a photo that may leave: made from the original and the boxes each time, so that none lies about."""

import hashlib
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound, Refused
from teduh.listen import faces
from teduh.listen.faces import Box
from teduh.listen.models import Photo
from teduh.respond.models import PhotoCopy

CELLS = faces.GRID_COLUMNS * faces.GRID_ROWS


def original(photo: Photo) -> bytes:
    try:
        return photo.content()
    except FileNotFoundError as error:
        raise NotFound(_("Berkas foto ini tidak ada lagi.")) from error


def found_in(photo: Photo) -> list[list[int]]:
    """Where faces are, as the copy keeps it."""
    return [[box.left, box.top, box.right, box.bottom] for box in faces.find_faces(original(photo))]


def made(photo: Photo, *, found: Sequence[Sequence[int]], kept: Mapping[str, str], cells: Sequence[int]) -> bytes:
    """The copy: every box painted over but for the kept ones, and every chosen cell."""
    boxes = [Box(*box) for number, box in enumerate(found) if str(number) not in kept]
    boxes += [faces.cell_box(cell, photo.width, photo.height) for cell in cells]
    return faces.painted_over(original(photo), boxes)


def copy_of(copy: PhotoCopy, *, digest: str) -> bytes:
    """The copy, if it is still the one with this digest; refused where anything made it another picture."""
    content = made(copy.photo, found=copy.found, kept=copy.kept, cells=copy.cells)
    if digest_of(content) != digest:
        raise Refused(_("Salinan foto ini tidak lagi sama dengan yang disetujui. Siapkan lagi, lalu minta diperiksa."))
    return content


def marked(copy: PhotoCopy) -> bytes:
    """The original with every found box numbered, for the one who prepares."""
    return faces.numbered(original(copy.photo), [Box(*box) for box in copy.found])


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
