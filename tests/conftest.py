"""Fixtures that every test may ask for."""

from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
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


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """A database for each process of the tests: SQLite has one in the memory of each already.

    The plugin that asks for this fixture knows SQLite by the name of Django's own backend only.
    """
    suffix = getattr(request.config, "workerinput", {}).get("workerid")
    default = django_settings.DATABASES["default"]
    if suffix and default["ENGINE"] != "teduh.config.sqlite":
        default.setdefault("TEST", {})["NAME"] = f"test_{default['NAME']}_{suffix}"


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
