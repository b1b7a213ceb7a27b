"""The auditor looks into history, and that leaves a row."""

import json
import re
from collections.abc import Callable
from html import unescape

from django.db import transaction
from django.test import Client
from django.urls import reverse

from teduh.trust import anchors, audit
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent, Person
from tests.factories import World


def searches() -> list[dict[str, str]]:
    return [json.loads(row.details) for row in AuditEvent.objects.filter(action="audit.search").order_by("seq")]


def test_a_search_is_on_record_and_turning_the_pages_is_not(
    world: World, as_person: Callable[[Person], Client]
) -> None:
    auditor = as_person(world.agus)

    assert auditor.get(reverse("audit")).status_code == 200
    assert searches() == []

    found = auditor.get(reverse("audit"), {"action": "vault.", "subject": "0192"})

    assert found.status_code == 200
    assert searches() == [{"action": "vault.", "subject": "0192"}]
    assert AuditEvent.objects.get(action="audit.search").actor_id == str(world.agus.pk)


def test_the_printed_anchor_is_what_verify_reads(world: World, as_person: Callable[[Person], Client]) -> None:
    with transaction.atomic():
        audit.record(by=SYSTEM, at=world.now, action="people.change", subject=("person", world.budi.pk))
    kept = anchors.now()

    shown = unescape(as_person(world.agus).get(reverse("audit_anchor")).content.decode())

    assert list(anchors.find(re.sub("<[^>]+>", "", shown))) == [kept]
    assert anchors.holds(kept)
    assert "Budi" not in shown
