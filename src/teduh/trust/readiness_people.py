"""What is not yet safe to run in public: the database, the people in it, and history (`teduh check --deploy`)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from teduh.cores.errors import Unavailable
from teduh.places import reads as places
from teduh.trust import audit, keys, rotation
from teduh.trust.models import AuditEvent, Person
from teduh.trust.readiness import EXAMPLE_PASSWORD, finding
from teduh.trust.rules import Role

WORKER_QUIET: Final = timedelta(minutes=10)
NAMED: Final = 5


def check(app_configs: Any = None, **_more: Any) -> list[CheckMessage]:
    """Everything that only the database knows; one finding where it does not answer or is not up to date."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return [finding("migrations", "The database is older than the program.", "Run: teduh migrate")]
        return [*_accounts(), *_roles(), *_places(), *_history(), *_worker()]
    except DatabaseError as error:
        return [finding("database", f"The database does not answer ({type(error).__name__}).", "Look at DATABASE_URL.")]


def _accounts() -> Iterator[CheckMessage]:
    people = Person.objects.filter(is_active=True).order_by("username")
    examples = [person.username for person in people if person.check_password(EXAMPLE_PASSWORD)]
    if examples:
        yield finding(
            "example_password",
            f"The password of the example opens these accounts: {_some(examples)}.",
            "Run `teduh people password NAME` for each, or end their access.",
        )
    bare = list(people.filter(factors=None).values_list("username", flat=True))
    if bare:
        yield finding(
            "no_factor",
            f"These people have not set up a second proof yet: {_some(bare)}.",
            "Ask them to sign in and to add a code app or a passkey under their name.",
        )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _roles() -> Iterator[CheckMessage]:
    def active(role: Role) -> int:
        return Person.objects.filter(is_active=True, role=role).count()

    if active(Role.ADMINISTRATOR) < 2:
        yield finding(
            "administrators",
            "There are not two administrators, so nobody can help one who lost their phone.",
            "Add another on the screen Orang dan peran, or with `teduh people add`.",
        )
    if active(Role.OVERSEER) < 2:
        yield finding(
            "overseers",
            "The outside body has not two people here: a complaint's contact could not be opened by two of them.",
            "Add a unit of the kind Pengawas luar and two people with the role Pengawas luar.",
        )


def _places() -> Iterator[CheckMessage]:
    if places.receiving_unit(settings.RECEIVING_UNIT) is None:
        yield finding(
            "district",
            "It is not clear which unit receives the reports of residents.",
            "Name a unit in TEDUH_DISTRICT; `teduh places units` lists them.",
        )
    if places.oversight_unit() is None:
        yield finding(
            "oversight",
            "No outside body is there to receive complaints about the police.",
            "Add a unit of the kind Pengawas luar on the screen Satuan dan wilayah.",
        )


def _history() -> Iterator[CheckMessage]:
    if broken := audit.verify():
        yield finding(
            "audit",
            f"The audit chain is broken in {len(broken)} places.",
            "Run `teduh audit verify`, and compare with the anchors kept outside.",
        )
    newest = AuditEvent.objects.order_by("-seq").values_list("at", flat=True).first()
    if newest and newest > timezone.now() + timedelta(minutes=1):
        yield finding("clock", "The clock of this machine is behind the last audit row.", "Set the clock by NTP.")
    try:
        known = {key.id for key in keys.keyring()}
        lost = sum(use.records for use in rotation.key_uses() if use.key_id not in known)
    except Unavailable as error:
        yield finding("vault", f"The vault cannot be opened: {error}", "Look at TEDUH_VAULT_KEY and its file.")
    else:
        if lost:
            yield finding(
                "lost_keys",
                f"{lost} sealed records name a key that is not known here.",
                "Put the older key after the one in use in TEDUH_VAULT_KEY or its file.",
            )


def _worker() -> Iterator[CheckMessage]:
    if not DBTaskResult.objects.successful().filter(finished_at__gt=timezone.now() - WORKER_QUIET).exists():
        yield finding(
            "worker",
            "The background worker has finished nothing in the last ten minutes.",
            "Start `teduh serve`, or `teduh work` beside `teduh serve --no-worker`.",
        )
