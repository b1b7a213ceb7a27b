"""`teduh check --deploy` names each thing that is not yet safe, and nothing where all is well."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from teduh.cli.root import cli, gather
from teduh.trust import audit, readiness, readiness_people
from teduh.trust.actors import SYSTEM
from teduh.trust.models import AuditEvent, FactorKind, Person, SecondFactor, VaultEntry
from teduh.trust.readiness import EXAMPLE_PASSWORD
from teduh.trust.rules import Role
from tests.factories import World

gather()
Change = Callable[["World", Settings, pytest.MonkeyPatch, Path], Any]


@pytest.fixture(autouse=True)
def _that_monday(world: World) -> Iterator[None]:
    with time_machine.travel(world.now, tick=False):
        yield


@pytest.fixture
def safe(world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server that is fit for the public."""
    settings.HTTPS, settings.DEMO, settings.DEBUG = True, False, False
    settings.ALLOWED_HOSTS, settings.SECOND_FACTOR = ["teduh.example.org"], "required"
    settings.MAIL_SERVER_GIVEN, settings.EMAIL_HOST, settings.EMAIL_USE_SSL = True, "surat.example.org", True
    settings.EMAIL_USE_TLS, settings.ANCHOR_TO, settings.RECEIVING_UNIT = False, ["saksi@example.org"], "polres-oku"
    home, elsewhere = tmp_path / "home", tmp_path / "kunci"
    for folder in (home, elsewhere, home / "static"):
        folder.mkdir(mode=0o700)
    key = elsewhere / "vault.key"
    key.write_text("ab" * 32)
    key.chmod(0o600)
    (home / "static" / "gathered").touch()
    settings.STATIC_ROOT, settings.VAULT_KEY, settings.VAULT_KEY_FILE = home / "static", "", str(key)
    settings.VAULT_KEY_COMMAND = ""
    monkeypatch.setattr(readiness, "_database_file", lambda: home / "teduh.sqlite3")
    for username, role, unit in (("tuti", Role.ADMINISTRATOR, world.polres), ("nina", Role.OVERSEER, world.kompolnas)):
        Person.objects.create(username=username, name=username, role=role, unit=unit, password="!")
    for person in Person.objects.all():
        factor = SecondFactor(person=person, kind=FactorKind.TOTP, name="HP", added_at=world.now)
        factor.secret = "JBSWY3DPEHPK3PXP"
        factor.save()
    finished()
    return home


def finished() -> None:
    now = timezone.now()
    DBTaskResult.objects.all().delete()
    DBTaskResult.objects.create(
        status="SUCCESSFUL",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="teduh.pipeline.run_pipeline",
        backend_name="default",
        run_after=now,
        finished_at=now,
        worker_ids=[],
        exception_class_path="",
        traceback="",
    )


def deploy() -> Result:
    return CliRunner().invoke(cli, ["check", "--deploy"])


def found() -> set[str]:
    messages = [*readiness.check(), *readiness_people.check()]
    assert all(message.msg and message.hint for message in messages)
    return {str(message.id).removeprefix("teduh.") for message in messages}


def test_a_safe_server_has_nothing_against_it(safe: Path) -> None:
    assert found() == set()


def open_file(_world: World, _settings: Settings, _patch: pytest.MonkeyPatch, home: Path) -> None:
    home.chmod(0o755)


def key_beside(_world: World, settings: Settings, _patch: pytest.MonkeyPatch, home: Path) -> None:
    (home / "vault.key").write_text("ab" * 32)
    (home / "vault.key").chmod(0o600)
    settings.VAULT_KEY_FILE = str(home / "vault.key")


def setting(name: str, value: Any) -> Change:
    return lambda _world, settings, _patch, _home: setattr(settings, name, value)


def mail_in_clear(_world: World, settings: Settings, _patch: pytest.MonkeyPatch, _home: Path) -> None:
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False


def far_database(_world: World, _settings: Settings, patch: pytest.MonkeyPatch, _home: Path) -> None:
    patch.setattr(
        readiness,
        "connection",
        type(
            "Far",
            (),
            {"vendor": "postgresql", "settings_dict": {"HOST": "db.example.org", "NAME": "teduh", "OPTIONS": {}}},
        ),
    )


def example_password(world: World, *_more: Any) -> None:
    world.wati.set_password(EXAMPLE_PASSWORD)
    world.wati.save()


def tampered(world: World, *_more: Any) -> None:
    audit.record(by=SYSTEM, at=world.now, action="probe", subject=("x", "1"))
    AuditEvent.objects.update(action="something else")


def clock_behind(world: World, *_more: Any) -> None:
    audit.record(by=SYSTEM, at=world.now + timedelta(hours=1), action="probe", subject=("x", "1"))


def lost_key(world: World, *_more: Any) -> None:
    factor = SecondFactor.objects.first()
    SecondFactor.objects.filter(pk=factor.pk).update(key_id="verloren")  # type: ignore[union-attr]


def no_key(_world: World, settings: Settings, *_more: Any) -> None:
    Path(settings.VAULT_KEY_FILE).unlink()


CHANGES: dict[str, Change] = {
    "debug": setting("DEBUG", True),
    "demo": setting("DEMO", True),
    "time_zone": setting("TIME_ZONE", "UTC"),
    "https": setting("HTTPS", False),
    "wildcard_host": setting("ALLOWED_HOSTS", ["*"]),
    "hosts": setting("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
    "second_factor": setting("SECOND_FACTOR", "optional"),
    "idle": setting("SESSION_IDLE_MINUTES", 720),
    "open_file": open_file,
    "key_beside_database": key_beside,
    "mail": setting("MAIL_SERVER_GIVEN", False),
    "mail_in_clear": mail_in_clear,
    "anchor": setting("ANCHOR_TO", []),
    "database_in_clear": far_database,
    "front_end": lambda _world, settings, _patch, home: setattr(settings, "PACKAGE", home),
    "static": lambda _world, _settings, _patch, home: (home / "static" / "gathered").unlink(),
    "example_password": example_password,
    "no_factor": lambda world, *_more: world.wati.factors.all().delete(),
    "administrators": lambda world, *_more: Person.objects.filter(username="tuti").delete(),
    "overseers": lambda world, *_more: Person.objects.filter(username="nina").delete(),
    "district": setting("RECEIVING_UNIT", "tidak-ada"),
    "audit": tampered,
    "clock": clock_behind,
    "lost_keys": lost_key,
    "vault": no_key,
    "worker": lambda *_more: DBTaskResult.objects.all().delete(),
    "migrations": lambda _world, _settings, patch, _home: patch.setattr(
        "teduh.trust.readiness_people.MigrationExecutor.migration_plan", lambda *_args: ["one"]
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_thing_that_is_wrong_is_the_one_that_is_named(
    name: str, safe: Path, world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    CHANGES[name](world, settings, monkeypatch, safe)

    assert found() == {name}


def test_no_outside_body_is_two_findings(safe: Path, world: World) -> None:
    VaultEntry.objects.all().delete()
    Person.objects.filter(unit=world.kompolnas).delete()
    world.kompolnas.delete()

    assert found() == {"oversight", "overseers"}


def test_a_database_that_does_not_answer_is_one_finding(safe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise connection.Database.OperationalError("away")

    monkeypatch.setattr("teduh.trust.readiness_people.MigrationExecutor", away)
    # Django's own error class is what the code meets.
    monkeypatch.setattr("teduh.trust.readiness_people.DatabaseError", connection.Database.OperationalError)

    assert found() == {"database"}


def test_the_command_names_them_and_ends_with_one(safe: Path, settings: Settings) -> None:
    settings.DEMO = True

    result = deploy()

    assert result.exit_code == 1
    assert "The example logins and their password stand on the sign-in page." in result.output
    assert "Set TEDUH_DEMO=false." in result.output
    assert "security.W004" not in result.output


def test_the_names_of_more_than_five_are_counted() -> None:
    assert readiness_people._some(["a", "b", "c", "d", "e", "f", "g"]) == "a, b, c, d, e and 2 more"


def test_without_deploy_the_settings_hold_together(world: World) -> None:
    result = CliRunner().invoke(cli, ["check"])

    assert (result.exit_code, result.output.strip()) == (0, "The settings hold together.")
