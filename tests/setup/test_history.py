"""The auditor looks into history, and that leaves a row."""

import json
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

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
