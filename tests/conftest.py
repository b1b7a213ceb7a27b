"""Fixtures that every test may ask for."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import settings

from teduh.triage import fact_reads, match_reads
from teduh.trust import sessions, tries
from teduh.trust.models import Device, Person
from tests.factories import World, make_world

# No test has a time limit: a busy machine is no mistake of ours.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    tries.forget()


@pytest.fixture(autouse=True)
def _nothing_compared_before() -> None:
    # The next test begins with another database under the same stamps.
    fact_reads.forget()
    match_reads.forget()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def as_person() -> Callable[[Person], Client]:
    """A browser in which that person is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        session, now = client.session, timezone.now()
        device = Device.objects.create(person=person, label="Chrome, Android", signed_in_at=now, seen_at=now)
        sessions.attach(session, device, "totp", now)
        session.save()
        return client

    return signed_in
