"""Photos leave as copies with faces painted over, through the same two people as the words."""

from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import skimage.data
import time_machine
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from teduh.cores.errors import NotAllowed, NotFound, Refused, Unavailable
from teduh.listen import faces
from teduh.listen.faces import Box
from teduh.listen.models import Photo
from teduh.respond import actions, copies
from teduh.respond.models import PhotoCopy, Referral
from teduh.trust.models import AuditEvent, Person
from tests.factories import World
from tests.respond.clarified import asked, let_out
from tests.respond.test_referrals import WHOLE, envelopes, made

AsPerson = Callable[[Person], Client]
FACE = Box(185, 60, 270, 178)


@pytest.fixture(autouse=True)
def _monday(world: World, settings: Settings, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finder itself is tested in tests/listen/test_faces.py; here it says where the face is."""
    monkeypatch.setattr(faces, "find_faces", lambda _content: [FACE, Box(400, 400, 440, 450)])


def portrait() -> bytes:
    out = BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(out, "JPEG", quality=90)
    return out.getvalue()


def matter(world: World) -> tuple[Referral, Photo]:
    """Joko sent a photo with a face on it."""
    joko = asked(world, photos=[portrait()])
    assert joko.report is not None
    row = made(world, issue=envelopes(world, joko.report), elements=WHOLE)
    return row, joko.report.photos.get()


def included(world: World) -> tuple[Referral, PhotoCopy]:
    row, photo = matter(world)
    return row, actions.include_photo(referral=row, photo=photo, by=world.budi, at=world.now)


def is_covered(content: bytes, box: Box = FACE) -> bool:
    part = Image.open(BytesIO(content)).crop((box.left + 8, box.top + 8, box.right - 8, box.bottom - 8))
    return max(high - low for low, high in part.getextrema()) < 40  # type: ignore[misc, operator]


def current(copy: PhotoCopy) -> bytes:
    copy.refresh_from_db()
    return copies.copy_of(copy, digest=copy.digest)


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_every_found_face_is_covered_at_once(world: World) -> None:
    _row, copy = included(world)

    assert not is_covered(copy.photo.content())
    assert is_covered(current(copy))
    assert AuditEvent.objects.filter(action="respond.include_photo").count() == 1


def test_a_person_covers_more_and_leaves_a_box_visible_only_with_a_reason(world: World) -> None:
    _row, copy = included(world)
    for why in ("", "perlu"):
        with pytest.raises(Refused) as refused:
            actions.cover_photo(copy=copy, kept={"1": why}, cells=[], by=world.budi, at=world.now)
        assert refused.value.field == "1"
    cell = copies.CELLS - 1

    reason = "Bawaslu perlu melihat amplopnya; ini bukan wajah."
    actions.cover_photo(copy=copy, kept={"1": reason}, cells=[cell], by=world.budi, at=world.now)

    content = current(copy)
    assert is_covered(content)
    assert not is_covered(content, Box(400, 400, 440, 450))
    assert is_covered(content, faces.cell_box(cell, copy.photo.width, copy.photo.height))


@pytest.mark.parametrize(("kept", "cells"), [({"2": "Alasan yang panjang."}, []), ({}, [108]), ({}, [-1])])
def test_boxes_and_cells_that_are_not_there(world: World, kept: dict[str, str], cells: list[int]) -> None:
    _row, copy = included(world)

    with pytest.raises(Refused):
        actions.cover_photo(copy=copy, kept=kept, cells=cells, by=world.budi, at=world.now)


def test_a_change_of_the_copy_needs_a_new_approval(world: World, as_person: AsPerson) -> None:
    row, copy = included(world)
    ready = let_out(world, row)
    assert [(each["photo"], each["covered"], each["kept"]) for each in ready.photos] == [(str(copy.photo_id), 2, [])]
    address = f"/rujukan/{row.pk}/foto/{copy.photo_id}/salinan.jpg"
    assert as_person(world.rahman).get(address).status_code == 200

    actions.cover_photo(copy=copy, kept={}, cells=[0], by=world.budi, at=world.now)

    assert as_person(world.rahman).get(address).status_code == 403
    with pytest.raises(Refused):
        actions.send_referral(referral=row, by=world.budi, at=world.now)


def test_another_picture_never_leaves_under_an_approval(world: World) -> None:
    row, copy = included(world)
    digest = let_out(world, row).photos[0]["digest"]
    PhotoCopy.objects.filter(pk=copy.pk).update(found=[])
    copy.refresh_from_db()

    with pytest.raises(Refused) as refused:
        copies.copy_of(copy, digest=digest)

    assert "tidak lagi sama" in refused.value.message


def test_the_second_person_sees_the_copy_and_never_the_original(world: World, as_person: AsPerson) -> None:
    row, copy = included(world)
    actions.prepare_disclosure(referral=row, by=world.budi, at=world.now)
    hendra, at = as_person(world.hendra), f"/rujukan/{row.pk}/foto/{copy.photo_id}/"

    seen = text_of(hendra.get(f"/rujukan/{row.pk}/"))
    shown = hendra.get(f"{at}salinan.jpg")

    assert f"{at}salinan.jpg" in seen
    assert "2 tempat ditutup." in seen
    assert is_covered(shown.content)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert [hendra.get(f"{at}{name}").status_code for name in ("", "tanda.jpg")] == [403, 403]
    # The chief of the sector reads referrals, but this one was not let out yet.
    assert as_person(world.rahman).get(f"{at}salinan.jpg").status_code == 403
    assert as_person(world.rini).get(f"{at}salinan.jpg").status_code == 404


def test_only_photos_of_the_matter_can_be_chosen(world: World) -> None:
    row, _photo = matter(world)
    other = asked(world, photos=[portrait()])
    assert other.report is not None

    with pytest.raises(NotFound):
        actions.include_photo(referral=row, photo=other.report.photos.get(), by=world.budi, at=world.now)


def test_who_may_choose(world: World) -> None:
    row, photo = matter(world)

    for person in (world.wati, world.rahman, world.hendra, world.dewi, world.agus, world.rini):
        with pytest.raises((NotAllowed, NotFound)):
            actions.include_photo(referral=row, photo=photo, by=person, at=world.now)
    assert PhotoCopy.objects.count() == 0


def test_what_was_sent_keeps_its_photos(world: World) -> None:
    row, copy = included(world)
    let_out(world, row)
    actions.send_referral(referral=row, by=world.budi, at=world.now)

    for change in (
        lambda: actions.cover_photo(copy=copy, kept={}, cells=[1], by=world.budi, at=world.now),
        lambda: actions.drop_photo(copy=copy, by=world.budi, at=world.now),
    ):
        with pytest.raises(Refused):
            change()


def test_without_the_finder_the_page_says_so_and_nothing_is_chosen(
    world: World, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_content: bytes) -> list[Box]:
        raise Unavailable("Pencari wajah belum terpasang di server ini, jadi foto tidak dapat keluar.", retry=False)

    monkeypatch.setattr(faces, "find_faces", missing)
    row, photo = matter(world)

    answer = as_person(world.budi).post(f"/rujukan/{row.pk}/foto/{photo.pk}/sertakan/")

    assert answer.status_code == 503
    assert PhotoCopy.objects.count() == 0


def test_budi_walks_through_it_without_a_script(world: World, as_person: AsPerson) -> None:
    row, photo = matter(world)
    budi, at = as_person(world.budi), f"/rujukan/{row.pk}/foto/{photo.pk}/"
    assert "Sertakan dengan wajah ditutup" in text_of(budi.get(f"/rujukan/{row.pk}/keluar/"))
    budi.post(f"{at}sertakan/")

    page = text_of(budi.get(at))
    refused = budi.post(at, {"keep": "0", "why-0": "perlu", "cells": ["5", "x"]})
    budi.post(at, {"cells": ["5", "17"]})

    assert page.count('type="checkbox" name="cells"') == 108
    assert "2 tempat ditutup karena tampak seperti wajah." in page
    assert refused.status_code == 400
    assert 'value="perlu"' in text_of(refused)
    assert 'value="5" aria-label="baris 1, kolom 6" checked' in text_of(refused)
    assert PhotoCopy.objects.get().cells == [5, 17]
    assert budi.get(f"{at}tanda.jpg").headers["Content-Type"] == "image/jpeg"
    budi.post(f"{at}keluarkan/")
    assert PhotoCopy.objects.count() == 0
