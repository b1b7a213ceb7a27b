"""The phone of an officer in the tests: it registers, sends and takes as `docs/offline.md` says."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from teduh.places.keys import new_id
from teduh.trust.models import Person
from tests.factories import World
from tests.respond.stories import BEGAN

CODE = "12345678901234569"


@dataclass
class Handset:
    """One phone of one person. No cookie travels with what it sends."""

    person: Person
    id: UUID
    token: str
    recovery: str

    def post(self, name: str, body: Any, **headers: str) -> Any:
        return self.request("POST", reverse(name), json.dumps(body).encode(), **headers)

    def request(self, method: str, address: str, content: bytes = b"", **headers: str) -> Any:
        sent = {"Authorization": f"Teduh {self.token}", **headers}
        return Client().generic(method, address, content, content_type="application/json", headers=sent)

    def act(self, kind: str, body: dict[str, Any], **envelope: Any) -> dict[str, Any]:
        made_at = timezone.now().isoformat()
        told = {"id": str(new_id()), "kind": kind, "form": 1, "person": str(self.person.pk), "made_at": made_at}
        return told | {"body": body} | envelope

    def send(self, *acts: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.post("sync_push", {"acts": acts})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["answers"])

    def send_one(self, kind: str, body: dict[str, Any], **envelope: Any) -> dict[str, Any]:
        (answer,) = self.send(self.act(kind, body, **envelope))
        return answer

    def pull(self, cursor: str = "", **headers: str) -> dict[str, Any]:
        answer = self.post("sync_pull", {"cursor": cursor}, **headers)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def papers(self, **headers: str) -> dict[str, Any]:
        return {doc["key"]: doc["data"] for doc in self.pull(**headers)["docs"]}

    def put(self, file_id: UUID, whole: bytes, *, start: int = 0, stop: int | None = None, **headers: str) -> Any:
        piece = whole[start:stop]
        told = {
            "Teduh-Offset": str(start),
            "Teduh-Length": str(len(whole)),
            "Teduh-Sha256": hashlib.sha256(whole).hexdigest(),
            "Teduh-Piece": hashlib.sha256(piece).hexdigest(),
        }
        return self.request("PUT", reverse("sync_file", args=[file_id]), piece, **(told | headers))


def handset(person: Person, as_person: Callable[[Person], Client], phone_id: UUID | None = None) -> Handset:
    """A phone on which this person signed in."""
    answer = registered(person, as_person, phone_id or new_id())
    assert answer.status_code == 200, answer.content
    told = answer.json()
    return Handset(person, UUID(told["phone"]), told["token"], told["recovery"])


def registered(person: Person, as_person: Callable[[Person], Client], phone_id: UUID) -> Any:
    body = {"phone": str(phone_id), "label": "HP dinas", "app": "2024.10.1"}
    return as_person(person).post(reverse("sync_register"), body, content_type="application/json")


def told(world: World, **changes: Any) -> dict[str, Any]:
    """What Wati tells of the meeting in Ujanmas, as her phone sends it."""
    return {
        "visit": str(new_id()),
        "village": world.ujanmas.code,
        "activity": "face_to_face_meeting",
        "started_at": BEGAN.isoformat(),
        "ended_at": (BEGAN + timedelta(minutes=40)).isoformat(),
        "people": [{"role": "warga", "count": 24}],
        "questions": [{"question": "Kapan TPS dibuka?", "answer": "Pukul tujuh."}],
        "promises": [{"text": "Lampu jalan diperbaiki", "owner": "Kades", "due_on": "2024-10-20"}],
        "situation": "Aman.",
    } | changes


def again(visit: str, *, base: int, at: datetime = BEGAN, **changes: Any) -> dict[str, Any]:
    """The same visit told again."""
    return {
        "visit": visit,
        "base": base,
        "activity": "face_to_face_meeting",
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=40)).isoformat(),
        "people": [{"role": "warga", "count": 24}],
        "questions": [{"question": "Kapan TPS dibuka?", "answer": "Pukul tujuh."}],
        "situation": "Aman.",
    } | changes


def picture(colour: str = "green", side: int = 40) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()
