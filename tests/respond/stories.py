"""What the tests of responding begin with: the meeting in Ujanmas, and a message to carry."""

from datetime import UTC, datetime, timedelta
from typing import Any

from teduh.places.keys import new_id
from teduh.respond import actions
from teduh.respond.actions import Met
from teduh.respond.models import Message
from tests.factories import World

# Friday 11 October 2024, 13.30 WIB.
BEGAN = datetime(2024, 10, 11, 6, 30, tzinfo=UTC)


def meeting(world: World) -> dict[str, Any]:
    """What Wati tells of the meeting of Polsek Pengandonan in Ujanmas, each time under an id of its own."""
    return {
        "visit_id": new_id(),
        "unit": world.pengandonan,
        "village": world.ujanmas,
        "activity": "face_to_face_meeting",
        "started_at": BEGAN,
        "ended_at": BEGAN + timedelta(minutes=90),
        "officers": [world.wati, world.rahman],
        "people": [Met(role="tokoh masyarakat", count=6), Met(role="warga", count=24)],
        "place_detail": "Balai desa",
        "by": world.wati,
        "at": world.now,
    }


def approved_message(world: World, title: str = "Beda pilihan, tetap bersaudara") -> Message:
    """Rahman wrote it, Dewi approved it, both before the meeting."""
    message = actions.write_message(
        title=title,
        text="Mari jaga kerukunan. Tanyakan dulu kabar yang belum jelas.",
        by=world.rahman,
        at=BEGAN - timedelta(days=3),
    )
    return actions.approve_message(message=message, by=world.dewi, at=BEGAN - timedelta(days=2))
