"""A photo that came with a report: looked into, made small, and rid of everything but the picture.

What a file says it is counts for nothing; what Pillow finds in it decides. Place, time, device, thumbnail, colour
profile and comment stay behind, because a new picture is painted from the pixels alone.
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
from teduh.listen.rules import PHOTO_LIMIT_BYTES, PHOTO_SIDE_PIXELS

FORMATS: Final = ("JPEG", "PNG", "WEBP")
# Forty million points need 120 MB while they are read; the cameras of telephones send up to twelve million.
POINT_LIMIT: Final = 40_000_000
QUALITY: Final = 80
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
            painted = _paint(image)
    except _UNREADABLE as error:
        raise Refused(
            _(
                "Satu berkas bukan foto yang dapat dibuka (JPEG, PNG atau WebP). "
                "Pilih foto lain, atau kirim tanpa foto; tulisan Anda masih ada."
            ),
            field="photos",
        ) from error
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
