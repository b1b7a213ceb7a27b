"""What comes out of a photo: the picture, and nothing that tells where, when or with which phone it was taken."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from teduh.cores.errors import Refused
from teduh.listen import photos

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>rumah Sari</secret></x:xmpmeta>'


def jpeg(size: tuple[int, int] = (800, 600), orientation: int = 1) -> bytes:
    """A photo as a phone writes it: place, time, device, profile, comment and XMP inside."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Merek HP", "Tipe HP Sari"
    exif[0x0132] = "2024:10:13 21:14:05"
    exif.get_ifd(0x8825).update({1: "S", 2: (4.0, 7.0, 2.8), 3: "E", 4: (103.0, 57.0, 18.6)})
    out = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(out, "JPEG", exif=exif, icc_profile=profile, comment=b"rumah Sari", xmp=XMP, dpi=(300, 300))
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return pixel[0] > 200 and pixel[1] < 90 and pixel[2] < 90


def test_everything_but_the_picture_is_gone():
    sent = jpeg()
    assert opened(sent).info.keys() >= {"exif", "icc_profile", "comment", "xmp"}

    photo = photos.clean(sent)

    kept = opened(photo.content)
    assert (kept.format, kept.size) == ("JPEG", (800, 600))
    assert dict(kept.getexif()) == {}
    assert kept.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Sari", b"Merek", b"2024:10", b"ICC_PROFILE", b"xmpmeta", b"Exif"):
        assert secret in sent or secret == b"xmpmeta"
        assert secret not in photo.content


def test_a_large_photo_becomes_small_and_keeps_its_shape():
    photo = photos.clean(jpeg((4000, 3000)))

    assert (photo.width, photo.height) == (1600, 1200)
    assert opened(photo.content).size == (1600, 1200)


def test_a_small_photo_is_not_blown_up():
    assert (photos.clean(jpeg((64, 48))).width, photos.clean(jpeg((64, 48))).height) == (64, 48)


def test_a_photo_taken_sideways_is_put_upright():
    # Orientation 6: the camera was turned clockwise, so the first corner belongs to the upper right.
    photo = photos.clean(jpeg((800, 600), orientation=6))

    kept = opened(photo.content)
    assert kept.size == (600, 800)
    assert is_red(kept.getpixel((590, 10)))
    assert not is_red(kept.getpixel((10, 10)))


def test_a_see_through_png_lies_on_white_and_loses_its_words():
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Sari")
    out = BytesIO()
    image.save(out, "PNG", pnginfo=words)

    photo = photos.clean(out.getvalue())

    assert opened(photo.content).getpixel((20, 20)) == (255, 255, 255)
    assert b"Sari" not in photo.content


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "I;16"])
def test_every_kind_of_picture_becomes_a_plain_one(mode: str):
    out = BytesIO()
    Image.new(mode, (30, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")

    assert opened(photos.clean(out.getvalue()).content).mode == "RGB"


def test_the_same_photo_has_the_same_digest():
    assert photos.clean(jpeg()).digest == photos.clean(jpeg()).digest


def refusal(sent: bytes) -> str:
    with pytest.raises(Refused) as refused:
        photos.clean(sent)
    assert refused.value.field == "photos"
    return refused.value.message


def gif() -> bytes:
    out = BytesIO()
    Image.new("P", (10, 10)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\xff\xd8\xff\xe0 calls itself JPEG",
        jpeg()[:3000],
        gif(),
        b"PK\x03\x04",
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(sent: bytes):
    assert refusal(sent).startswith("Satu berkas bukan foto yang dapat dibuka")


def test_a_twenty_megabyte_photo_is_refused_without_being_opened():
    assert refusal(jpeg() + b"\0" * 20_000_000).startswith("Satu foto lebih besar dari 15 MB.")


def bomb(side: int) -> bytes:
    """A PNG that says it is `side` by `side` and is a few hundred bytes long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7000, 10_000, 60_000])
def test_a_bomb_is_refused_before_it_goes_off(side: int):
    assert "tulisan Anda masih ada" in refusal(bomb(side))


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_a_broken_photo_is_refused_and_never_an_error(noise: bytes, at: int):
    whole = jpeg((60, 40))
    broken = whole[:at] + noise + whole[at + len(noise) :]

    try:
        photo = photos.clean(broken)
    except Refused:
        return
    assert opened(photo.content).format == "JPEG"


def test_a_small_plain_photo_loses_no_bit_of_its_picture():
    sent = jpeg()

    photo = photos.clean(sent)

    assert opened(photo.content).convert("RGB").tobytes() == opened(sent).convert("RGB").tobytes()
    assert len(photo.content) < len(sent)
    # From the first table on both files are the same, but for what was taken out in between.
    assert photo.content[-200:] == sent[-200:]
    assert photos.clean(photo.content) == photo


def _progressive() -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 60), "red").save(out, "JPEG", progressive=True, comment=b"rumah Sari")
    return out.getvalue()


def _adobe() -> bytes:
    out = BytesIO()
    Image.new("CMYK", (80, 60)).save(out, "JPEG", comment=b"rumah Sari")
    return out.getvalue()


def _two_pictures() -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 60), "red").save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 60), "blue")], comment=b"rumah Sari"
    )
    return out.getvalue()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(jpeg() + b"rumah Sari", id="words behind the end"),
        pytest.param(jpeg() + b"rumah Sari\xff\xd9", id="words behind the end, and another end"),
        pytest.param(_progressive(), id="progressive"),
        pytest.param(_adobe(), id="Adobe's colours"),
        pytest.param(_two_pictures(), id="two pictures in one file"),
        pytest.param(jpeg(orientation=6), id="sideways"),
    ],
)
def test_what_is_not_plain_is_painted_anew(sent: bytes):
    photo = photos.clean(sent)

    assert b"Sari" in sent
    assert b"Sari" not in photo.content
    assert photo.content[-200:] not in sent
    assert opened(photo.content).mode == "RGB"


def test_a_plain_photo_that_takes_much_room_is_painted_anew(monkeypatch: pytest.MonkeyPatch):
    sent = jpeg()
    monkeypatch.setattr(photos, "READY_LIMIT_BYTES", len(sent) - 1)

    assert photos.clean(sent).content[-200:] != sent[-200:]


def test_a_plain_photo_that_breaks_off_is_refused():
    sent = jpeg()

    with pytest.raises(Refused, match="bukan foto"):
        photos.clean(sent[:-400])
