"""`python -m benchmarks.faces`: how many faces are covered, by size, and how much else is covered with them.

Faces: the portrait that scikit-image ships (public domain) and the hundred small grey faces of its LFW subset, pasted
into its pictures without people, at several sizes, turned, darker and brighter, with darker skin, and half covered by a
mask. A face counts as covered when at least 80 % of it is painted over. The last line is one JSON object.
"""

import json
import time
from io import BytesIO

import numpy as np
import skimage.data
from PIL import Image, ImageDraw, ImageEnhance

from teduh.listen import faces
from teduh.listen.faces import Box

SIDE = (1_200, 900)
SCENES = ("coffee", "drawn", "grass", "chelsea")
SIZES = (16, 24, 32, 48, 96, 260)
# The head in the portrait, and the face inside the head.
HEAD, FACE = (140, 0, 320, 210), (185, 60, 270, 178)


def scene(name: str) -> Image.Image:
    if name == "drawn":
        return drawn()
    return Image.fromarray(getattr(skimage.data, name)()).convert("RGB").resize(SIDE)


def drawn() -> Image.Image:
    """Houses, windows, wheels and a lamp: round and square things that are no faces."""
    picture = Image.new("RGB", SIDE, "#9cc4d8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 600, 1200, 900), fill="#7f7052")
    for x in range(40, 1100, 260):
        draw.rectangle((x, 380, x + 200, 620), fill="#c9b08a", outline="black")
        draw.polygon(((x - 20, 380), (x + 220, 380), (x + 100, 280)), fill="#8a3f2b")
        draw.rectangle((x + 30, 430, x + 80, 490), fill="#39505e")
        draw.ellipse((x + 60, 640, x + 130, 710), fill="#222222")
        draw.ellipse((x + 80, 660, x + 110, 690), fill="#cccccc")
    return picture


def portrait(
    size: int, *, turn: int = 0, light: float = 1.0, skin: float = 1.0, mask: bool = False
) -> tuple[Image.Image, Box]:
    """A head whose face is `size` points high, and where the face is in it."""
    whole = Image.fromarray(skimage.data.astronaut())
    if skin != 1.0:
        part = whole.crop(FACE)
        whole.paste(Image.fromarray((np.asarray(part) * (skin, skin * 0.92, skin * 0.88)).astype("uint8")), FACE[:2])
    if mask:
        ImageDraw.Draw(whole).rectangle(
            (FACE[0] - 5, (FACE[1] + FACE[3]) // 2 + 10, FACE[2] + 5, FACE[3] + 4), fill="#3a6ea5"
        )
    head = ImageEnhance.Brightness(whole.crop(HEAD)).enhance(light)
    scale = size / (FACE[3] - FACE[1])
    box = [round((FACE[n] - HEAD[n % 2]) * scale) for n in range(4)]
    head = head.resize((round(head.width * scale), round(head.height * scale)))
    if turn:
        flag = Image.new("L", head.size, 0)
        ImageDraw.Draw(flag).rectangle(box, fill=255)
        head, flag = head.rotate(turn, expand=True), flag.rotate(turn, expand=True)
        box = list(flag.getbbox() or box)
    return head, Box(*box)


def lfw(number: int, size: int) -> tuple[Image.Image, Box]:
    grey = (skimage.data.lfw_subset()[number] * 255).astype("uint8")
    return Image.fromarray(grey).convert("RGB").resize((size, size), Image.Resampling.BICUBIC), Box(0, 0, size, size)


def jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def shares(picture: Image.Image, places: list[Box]) -> tuple[list[float], int, float]:
    """How much of each face is covered, how many boxes meet none, and the part of the picture that is covered."""
    found = faces.find_faces(jpeg(picture))
    covered = np.zeros((picture.height, picture.width), bool)
    for box in found:
        covered[box.top : box.bottom, box.left : box.right] = True
    parts = [float(covered[place.top : place.bottom, place.left : place.right].mean()) for place in places]
    return parts, sum(not any(box.meets(place) for place in places) for box in found), float(covered.mean())


def pasted(background: Image.Image, heads: list[tuple[Image.Image, Box]]) -> tuple[Image.Image, list[Box]]:
    """The heads in a row across the picture, at heights that differ."""
    picture, places, x = background.copy(), [], 20
    for number, (head, box) in enumerate(heads):
        y = 30 + number * 97 % max(1, SIDE[1] - head.height - 60)
        if x + head.width > SIDE[0]:
            break
        picture.paste(head, (x, y))
        places.append(Box(box.left + x, box.top + y, box.right + x, box.bottom + y))
        x += head.width + 40
    return picture, places


KINDS = {
    "upright": {},
    "turned 20": {"turn": 20},
    "turned 45": {"turn": 45},
    "turned 90": {"turn": 90},
    "upside down": {"turn": 180},
    "dark": {"light": 0.3},
    "bright": {"light": 1.7},
    "darker skin": {"skin": 0.45},
    "mask": {"mask": True},
}


def main() -> None:
    began = time.perf_counter()
    looked_at = 0
    results: dict[str, dict[str, float]] = {}
    print(f"{'':14}" + "".join(f"{size:>7}" for size in SIZES) + "   face height in points; recall")
    for kind, changes in (*KINDS.items(), ("LFW, grey", None)):
        line = {}
        for size in SIZES:
            if changes is None and size > 64:
                continue
            parts: list[float] = []
            for number, name in enumerate(SCENES):
                heads = (
                    [lfw((number * 9 + n) % 100, size) for n in range(9)]
                    if changes is None
                    else [portrait(size, **changes)] * 3
                )
                got, _false, _part = shares(*pasted(scene(name), heads))
                parts += got
                looked_at += 1
            line[str(size)] = round(sum(part >= 0.8 for part in parts) / len(parts), 3)
        results[kind] = line
        print(f"{kind:14}" + "".join(f"{line.get(str(size), float('nan')):7.2f}" for size in SIZES))
    empty = [shares(scene(name), []) for name in SCENES]
    seconds = (time.perf_counter() - began) / (looked_at + len(empty))
    false = sum(row[1] for row in empty) / len(empty)
    print(
        f"\npictures without people: {false:.2f} boxes each; {seconds:.1f} s a picture of {SIDE[0]} by {SIDE[1]} points"
    )
    print(
        json.dumps(
            {"recall": results, "false_boxes_per_picture": round(false, 3), "seconds_per_picture": round(seconds, 2)}
        )
    )


if __name__ == "__main__":
    main()
