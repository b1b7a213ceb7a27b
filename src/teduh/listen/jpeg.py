"""A JPEG without anything beside its picture, cut out of one that has more (ITU-T T.81, annex B)."""

import re
from typing import Final

_START, _END = b"\xff\xd8", b"\xff\xd9"
# The plainest head that says in which colours a picture is written: no thumbnail, no size in inches.
_JFIF: Final = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_SCAN: Final = 0xDA
# Tables and the frame of an ordinary (baseline) picture: quantisation, Huffman, frame, restart interval.
_PICTURE: Final = frozenset({0xDB, 0xC4, 0xC0, 0xDD})
# Application data (device, place, time, thumbnail, profile, more pictures) and comments.
_BESIDE: Final = frozenset({*range(0xE0, 0xEE), 0xEF, 0xFE})
# Within a scan a byte of ones is followed by a zero or is the mark of a restart; all else would be another part.
_OTHER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def bare(content: bytes) -> bytes | None:
    """The file with the parts of its picture alone, not a bit of them changed.

    None for every file that is not one plain JFIF scan from its first byte to its last: progressive pictures, several
    pictures in one file, bytes behind the end, colours that an Adobe part (0xEE) explains. Those are painted anew.
    """
    if not (content.startswith(_START + _JFIF[:2]) and content[6:11] == _JFIF[4:9] and content.endswith(_END)):
        return None
    kept, at = [_START, _JFIF], len(_START)
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, after = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return b"".join([*kept, content[at:]]) if not _OTHER.search(content, after, len(content) - 2) else None
        if marker in _PICTURE:
            kept.append(content[at:after])
        elif marker not in _BESIDE:
            return None
        at = after
    return None
