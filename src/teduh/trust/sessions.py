"""Signed-in browsers: how a session begins, how long it lasts, and how it ends.

A session names a `Device` row. Each request asks whether the device may still act: it was not ended from the list of
devices, it was used within the idle time, it is not older than a working day, and it has shown a second proof where
the server asks for one. Acts that cannot be taken back ask for a proof not older than `FRESH`.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from teduh.cores.errors import NotFound
from teduh.trust import audit
from teduh.trust.actors import Actor
from teduh.trust.models import Device, Person

LONGEST: Final = timedelta(hours=12)
FRESH: Final = timedelta(minutes=10)
SEEN_EVERY: Final = timedelta(minutes=5)
_BROWSERS: Final = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox")),
    *(("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS: Final = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")),
)


class State(StrEnum):
    """What a request of this session may do."""

    OPEN = "open"
    ENDED = "ended"  # signed out elsewhere, idle too long, or older than a working day
    NEEDS_FACTOR = "needs_factor"  # may do nothing but set up a second proof
    NEEDS_OWN = "needs_own"  # may do nothing but choose a password of their own


@transaction.atomic
def begin(*, session: SessionBase, person: Person, proof: str, label: str, at: datetime) -> Device:
    """After the proofs: note the device and that somebody signed in, and when; not from where."""
    device = Device.objects.create(person=person, label=label, signed_in_at=at, seen_at=at)
    attach(session, device, proof, at)
    audit.record(
        by=person,
        at=at,
        action="people.sign_in",
        subject=("person", person.pk),
        unit_id=person.unit_id,
        details={"proof": proof},
    )
    return device


def attach(session: SessionBase, device: Device, proof: str, at: datetime) -> None:
    """Let the session act as this device."""
    session["device"], session["proof"], session["proved_at"] = str(device.pk), proof, at.timestamp()


def state(session: SessionBase, person: Person, at: datetime) -> State:
    """Whether the session may still act; notes now and then that it did."""
    kept = session.get("device")
    device = person.devices.filter(pk=kept, ended_at=None).first() if kept else None
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    if device is None or at - device.seen_at > idle or at - device.signed_in_at > LONGEST:
        return State.ENDED
    if at - device.seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(seen_at=at)
    if settings.SECOND_FACTOR == "required" and not session.get("proof"):
        return State.NEEDS_FACTOR
    if person.password_was_given:
        return State.NEEDS_OWN
    return State.OPEN


def is_fresh(session: SessionBase, at: datetime) -> bool:
    """Whether the person has proved only just now that it is them."""
    proved_at = session.get("proved_at")
    return isinstance(proved_at, float | int) and at.timestamp() - proved_at <= FRESH.total_seconds()


def prove(session: SessionBase, at: datetime, proof: str = "") -> None:
    """The person has shown once more that it is them; with `proof`, also by that second proof."""
    session["proved_at"] = at.timestamp()
    if proof:
        session["proof"] = proof


def open_devices(person: Person, at: datetime) -> list[Device]:
    """Browsers in which the person is signed in now, last used first."""
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return list(person.devices.filter(ended_at=None, seen_at__gte=at - idle, signed_in_at__gte=at - LONGEST))


@transaction.atomic
def end(*, device_id: UUID | str | None, by: Person, at: datetime) -> None:
    """Sign out one browser of one's own."""
    device = by.devices.filter(pk=device_id, ended_at=None).first() if device_id else None
    if device is None:
        raise NotFound("This browser is not signed in.")
    Device.objects.filter(pk=device.pk).update(ended_at=at)
    audit.record(by=by, at=at, action="people.sign_out", subject=("person", by.pk), unit_id=by.unit_id)


@transaction.atomic
def end_all(*, person: Person, by: Person | Actor, at: datetime, but: str | None = None) -> int:
    """Sign the person out everywhere, for instance after a new password."""
    open_now = person.devices.filter(ended_at=None)
    ended = (open_now.exclude(pk=but) if but else open_now).update(ended_at=at)
    if ended:
        audit.record(
            by=by,
            at=at,
            action="people.sign_out_all",
            subject=("person", person.pk),
            unit_id=person.unit_id,
            details={"devices": ended},
        )
    return ended


def forget_old(*, at: datetime) -> int:
    """Take away the rows of sessions that are over, residents' among them; the worker does so at every turn."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def label_of(user_agent: str) -> str:
    """A name by which people know their own browser; the text it sends about itself is not kept."""

    def first(names: tuple[tuple[str, str], ...], otherwise: str) -> str:
        return next((shown for part, shown in names if part in user_agent), otherwise)

    return f"{first(_BROWSERS, 'Peramban')}, {first(_SYSTEMS, 'perangkat lain')}"
