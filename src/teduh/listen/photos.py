"""A photo that came with a report: looked into, made small, and rid of everything but the picture.

What a file says it is counts for nothing; what Pillow finds in it decides. Place, time, device, thumbnail, colour
profile and comment stay behind: a new picture is painted from the pixels alone. A small, plain JPEG, such as the app on
an officer's phone has painted already, keeps its picture as it is and loses all else (`listen.jpeg`).
"""

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image
from PIL.Image import Transpose

from teduh.cores.errors import Refused
from teduh.listen.jpeg import bare
from teduh.listen.rules import PHOTO_LIMIT_BYTES, PHOTO_SIDE_PIXELS

FORMATS: Final = ("JPEG", "PNG", "WEBP")
# Forty million points need 120 MB while they are read; the cameras of telephones send up to twelve million.
POINT_LIMIT: Final = 40_000_000
QUALITY: Final = 80
# A larger file is painted anew, so that no photo takes much more room than others.
READY_LIMIT_BYTES: Final = 500_000
_UNREADABLE: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_BROKEN_EXIF: Final = (*_UNREADABLE, struct.error, KeyError, TypeError, IndexError, UserWarning)
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG of at most 1,600 pixels a side without metadata."""

    content: bytes
    width: int
    height: int
    digest: str


def clean(sent: bytes) -> CleanPhoto:
    """The picture in these bytes, painted anew; refused in one sentence where there is none."""
    if len(sent) > PHOTO_LIMIT_BYTES:
        raise Refused(
            _("Satu foto lebih besar dari 15 MB. Pilih foto yang lebih kecil; tulisan Anda masih ada."), field="photos"
        )
    try:
        with Image.open(BytesIO(sent), formats=FORMATS) as image:
            if image.width * image.height > POINT_LIMIT:
                raise Refused(
                    _("Satu foto terlalu lebar untuk dibuka. Pilih foto yang lebih kecil; tulisan Anda masih ada."),
                    field="photos",
                )
            ready = _ready(image, sent) or _saved(_paint(image))
    except _UNREADABLE as error:
        raise Refused(
            _(
                "Satu berkas bukan foto yang dapat dibuka (JPEG, PNG atau WebP). "
                "Pilih foto lain, atau kirim tanpa foto; tulisan Anda masih ada."
            ),
            field="photos",
        ) from error
    return ready


def _ready(image: Image.Image, sent: bytes) -> CleanPhoto | None:
    """A picture that needs no painting: small, upright, plain. None for all others."""
    small = max(image.size) <= PHOTO_SIDE_PIXELS and len(sent) <= READY_LIMIT_BYTES
    if image.format != "JPEG" or image.mode not in ("RGB", "L") or not small or _turn(image) is not None:
        return None
    content = bare(sent)
    if content is None:
        return None
    with Image.open(BytesIO(content), formats=("JPEG",)) as left:
        width, height = left.size
        # To the end of the file, in an eighth of the size: what cannot be read to the end is no photo.
        left.draft(None, (width // 8, height // 8))
        left.load()
    return CleanPhoto(content, width, height, hashlib.sha256(content).hexdigest())


def _saved(painted: Image.Image) -> CleanPhoto:
    out = BytesIO()
    painted.save(out, "JPEG", quality=QUALITY, optimize=True)
    content = out.getvalue()
    return CleanPhoto(content, painted.width, painted.height, hashlib.sha256(content).hexdigest())


def _paint(image: Image.Image) -> Image.Image:
    """The pixels, upright, on white where the picture is see-through; nothing else comes along."""
    # A JPEG can be read at a half, a quarter or an eighth of its size, which keeps memory small.
    image.draft("RGB", (PHOTO_SIDE_PIXELS, PHOTO_SIDE_PIXELS))
    turn = _turn(image)
    image.thumbnail((PHOTO_SIDE_PIXELS, PHOTO_SIDE_PIXELS))
    upright = image.transpose(turn) if turn is not None else image
    painted = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        painted.paste(upright, mask=upright)
    else:
        painted.paste(upright.convert("RGB"))
    return painted


def _turn(image: Image.Image) -> Transpose | None:
    """How the picture must be turned; a broken EXIF block costs the turn, not the photo."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN_EXIF:
        return None
