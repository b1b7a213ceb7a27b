"""The vault opens for two people, for a reason, for an hour, and every opening is on record."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from teduh.cores.errors import NotAllowed, Refused, Unavailable
from teduh.trust import vault
from teduh.trust.actors import RESIDENT
from teduh.trust.models import AuditEvent, VaultEntry, VaultOpening
from tests.factories import World
from tests.factories.world import NOW

NUMBER = "0812-0000-1234 (Sari)"
PURPOSE = "Sari asked to be called back about the threat she reported."


def sealed() -> VaultEntry:
    return vault.seal(kind="contact", subject_id=uuid4(), text=NUMBER, by=RESIDENT, at=NOW, keep_for=timedelta(days=90))


def test_two_people_open_an_entry_for_an_hour(world: World) -> None:
    opening = vault.request_opening(entry=sealed(), purpose=PURPOSE, by=world.budi, at=NOW)
    vault.approve_opening(opening=opening, by=world.hendra, at=NOW)

    assert vault.read_opened(opening=opening, by=world.budi, at=NOW + timedelta(minutes=59)) == NUMBER
    with pytest.raises(NotAllowed):
        vault.read_opened(opening=opening, by=world.budi, at=NOW + timedelta(minutes=61))
    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == [
        "vault.seal",
        "vault.request",
        "vault.approve",
        "vault.read",
    ]


def test_nobody_opens_alone(world: World) -> None:
    opening = vault.request_opening(entry=sealed(), purpose=PURPOSE, by=world.budi, at=NOW)

    with pytest.raises(NotAllowed):
        vault.read_opened(opening=opening, by=world.budi, at=NOW)
    with pytest.raises(NotAllowed):
        vault.approve_opening(opening=opening, by=world.budi, at=NOW)


def test_the_database_itself_refuses_one_person_as_both(world: World) -> None:
    opening = vault.request_opening(entry=sealed(), purpose=PURPOSE, by=world.budi, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        VaultOpening.objects.filter(pk=opening.pk).update(
            approved_by=world.budi, approved_at=NOW, open_until=NOW + timedelta(hours=1)
        )


def test_an_opening_needs_a_reason_and_the_right_role(world: World) -> None:
    with pytest.raises(Refused, match="Tuliskan dalam satu kalimat"):
        vault.request_opening(entry=sealed(), purpose="why not", by=world.budi, at=NOW)
    with pytest.raises(NotAllowed):
        vault.request_opening(entry=sealed(), purpose=PURPOSE, by=world.wati, at=NOW)


def test_another_person_cannot_use_an_opening(world: World) -> None:
    opening = vault.request_opening(entry=sealed(), purpose=PURPOSE, by=world.budi, at=NOW)
    vault.approve_opening(opening=opening, by=world.hendra, at=NOW)

    with pytest.raises(NotAllowed):
        vault.read_opened(opening=opening, by=world.hendra, at=NOW)


def test_the_database_and_the_audit_chain_hold_no_clear_text(world: World) -> None:
    sealed()

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, wrapped_key FROM trust_vaultentry")
        stored = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)
    assert b"Sari" not in stored
    assert "Sari" not in "".join(AuditEvent.objects.values_list("details", flat=True))


def test_an_entry_cannot_stand_in_for_another(world: World) -> None:
    first, second = sealed(), sealed()
    VaultEntry.objects.filter(pk=second.pk).update(sealed=first.sealed, wrapped_key=first.wrapped_key)

    with pytest.raises(Unavailable):
        vault.unseal(VaultEntry.objects.get(pk=second.pk))
