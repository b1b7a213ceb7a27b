"""Files that are not what they say: each is refused in one sentence, or painted anew; nothing else is kept."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from PIL import Image

from teduh.listen import limits
from tests.factories import World
from tests.fuzz import budget
from tests.fuzz.judge import Judge
from tests.fuzz.junk import MULTIPART, multipart

FILE_NAMES = (
    *("foto.jpg", "", "../../../../tmp/x.jpg", "a" * 400 + ".jpg", "x.php", "x.svg", "foto.jpg\x00.php"),
    *('"; filename="y.html', "foto\u202egpj.exe", "\ud800.jpg", "CON", ".htaccess", "C:\\x.jpg"),
)
TYPES = ("image/jpeg", "image/png", "image/svg+xml", "text/html", "application/octet-stream", "", "image/\x00")


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 1).save(out, kind, **more)
    return out.getvalue()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + png_chunk(b"IEND", b"")


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../x", b"\0" * 1_000_000)
    return out.getvalue()


JPEG, PNG, WEBP = picture("JPEG"), picture("PNG"), picture("WEBP")
EXIF = b"\xff\xd8\xff\xe1" + struct.pack(">H", 60) + b"Exif\0\0II*\0" + b"\xff" * 50
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"\xff",
    "text": b"bukan foto",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script>",
    "php": b"<?php system($_GET[0]);",
    "pdf": b"%PDF-1.4\n1 0 obj<</JS(app.alert(1))>>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
    "zip": zipped(),
    "gif": picture("GIF", "P"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "icon": picture("ICO"),
    "jpeg, cut": JPEG[: len(JPEG) // 2],
    "jpeg, head only": JPEG[:20],
    "jpeg and zip": JPEG + zipped(),
    "jpeg and script": JPEG + b"<script>alert(1)</script><?php x(); ?>",
    "script and jpeg": b"<script>alert(1)</script>" + JPEG,
    "gif and script": b"GIF89a/*" + b"\0" * 30 + b"*/=1;alert(1)",
    "jpeg, exif of noise": EXIF + JPEG[2:],
    "jpeg, cmyk": picture("JPEG", "CMYK"),
    "jpeg, comment": picture("JPEG", comment=b"<script>alert(1)</script>"),
    "png, cut": PNG[:40],
    "png, deep": picture("PNG", "I;16"),
    "png, bomb": png(50_000, 50_000, pixels=b"\0" * 5_000_000),
    "png, wide": png(2**31 - 1, 1),
    "png, none": png(0, 0),
    "png, text bomb": png(8, 8, png_chunk(b"zTXt", b"k\0\0" + zlib.compress(b"x" * 60_000_000)), pixels=b"\0" * 16),
    "png, profile bomb": png(8, 8, png_chunk(b"iCCP", b"k\0\0" + zlib.compress(b"x" * 60_000_000)), pixels=b"\0" * 16),
    "png, moving": picture("PNG", save_all=True, append_images=[Image.new("RGB", (40, 30), 9)] * 50),
    "webp, cut": WEBP[:25],
    "webp, long": WEBP[:4] + b"\xff\xff\xff\x7f" + WEBP[8:],
    "webp, moving": picture("WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30), 9)] * 20),
    "too large": JPEG + b"\0" * 15_100_000,
}


# Pillow warns of broken EXIF; a warning is an error only in our tests.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def send(judge: Judge, content: bytes, name: str, kind: str) -> list[str]:
    """As a resident would; what it wrote to the disk is looked at, and then undone."""
    limits.forget()
    budget.sent["uploads"] += 1
    media = Path(django_settings.MEDIA_ROOT)
    before = set(media.rglob("*"))
    browser = Client(raise_request_exception=False)
    body = multipart([("text", "Ada foto."), ("ticket", "t")], [("photos", name, kind, content)])
    with transaction.atomic():
        answer = browser.generic("POST", reverse("report_new"), body, content_type=MULTIPART)
        wrong = judge.wrong(answer)
        transaction.set_rollback(True)
    made = [path for path in media.rglob("*") if path not in before and path.is_file()]
    # What lies on the disk is sealed: neither the file that came nor a picture can be seen in it.
    wrong += [f"{path.name} is kept as it came" for path in made if path.read_bytes()[:64] == content[:64]]
    wrong += [f"status {answer.status_code}"] if answer.status_code not in (302, 400, 413) else []
    for path in made:
        path.unlink()
    return wrong


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file(what: str, world: World) -> None:
    judge = Judge()
    names, kinds = (FILE_NAMES, TYPES) if budget.FULL and len(HOSTILE[what]) < 100_000 else (FILE_NAMES[:2], TYPES[:1])

    assert [
        f"{name!r} {kind!r}: {found}"
        for name in names
        for kind in kinds
        for found in send(judge, HOSTILE[what], name, kind)
    ] == []


def test_only_what_pillow_can_paint_is_taken(world: World) -> None:
    """The other way round: a real photo gets through, so the refusals above are not for another reason."""
    body = multipart([("text", "Ada foto."), ("ticket", "t")], [("photos", "foto.jpg", "image/jpeg", JPEG)])

    answer = Client().generic("POST", reverse("report_new"), body, content_type=MULTIPART)

    assert answer.status_code == 302


def test_a_picture_with_some_bytes_changed(world: World) -> None:
    judge = Judge()
    changes = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), min_size=1, max_size=8)

    @seed(int(budget.SEED or 0))
    @settings(settings.get_profile("fuzz"), max_examples=budget.examples(40, 700))
    @given(whole=st.sampled_from((JPEG, PNG, WEBP, EXIF + JPEG[2:])), changed=changes, cut=st.integers(0, 50))
    def nothing_breaks(whole: bytes, changed: list[tuple[int, int]], cut: int) -> None:
        content = bytearray(whole)
        for at, value in changed:
            content[at % len(content)] = value
        assert send(judge, bytes(content[: len(content) - cut]), "foto.jpg", "image/jpeg") == []

    nothing_breaks()
