"""What is not yet safe to run in public: the settings, the files and the mail (`teduh check --deploy`).

Each finding is one sentence and what to do about it. Those about people and history are in `readiness_people`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.db import connection

EXAMPLE_PASSWORD: Final = "teduh-contoh"  # noqa: S105 (printed on the sign-in page of the demo)
ZONES: Final = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
LOCAL: Final = ("", "localhost", "127.0.0.1", "::1")
OTHERS: Final = 0o077


def finding(name: str, sentence: str, hint: str) -> CheckMessage:
    return Warning(sentence, hint=hint, id=f"teduh.{name}")


def check(app_configs: Any = None, **_more: Any) -> list[CheckMessage]:
    """Everything that can be seen without asking the database."""
    return [*_modes(), *_hosts(), *_sign_in(), *_files(), *_mail(), *_built()]


def _modes() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield finding("debug", "Error pages show how the program works inside.", "Set TEDUH_DEBUG=false.")
    if settings.DEMO:
        yield finding(
            "demo", "The example logins and their password stand on the sign-in page.", "Set TEDUH_DEMO=false."
        )
    if settings.TIME_ZONE not in ZONES:
        yield finding(
            "time_zone",
            f"{settings.TIME_ZONE} is no time zone of Indonesia.",
            f"Set TEDUH_TIME_ZONE to one of {', '.join(ZONES)}.",
        )


def _hosts() -> Iterator[CheckMessage]:
    if not settings.HTTPS:
        yield finding(
            "https",
            "Without HTTPS everybody on the way reads what residents write.",
            "Put a proxy with a certificate in front and set TEDUH_HTTPS=true.",
        )
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        yield finding(
            "wildcard_host",
            "The server answers to host names of strangers.",
            "Name each host in TEDUH_HOSTS, without * and without a leading dot.",
        )
    elif all(host.strip("[]") in LOCAL for host in settings.ALLOWED_HOSTS):
        yield finding("hosts", "The server answers only to this machine.", "Name the public host in TEDUH_HOSTS.")


def _sign_in() -> Iterator[CheckMessage]:
    if settings.SECOND_FACTOR != "required":
        yield finding(
            "second_factor",
            "Staff sign in with a password alone.",
            "Set TEDUH_SECOND_FACTOR=required.",
        )
    if settings.SESSION_IDLE_MINUTES > 120:
        yield finding(
            "idle",
            f"A forgotten browser stays open for {settings.SESSION_IDLE_MINUTES} minutes.",
            "Set TEDUH_SESSION_IDLE_MINUTES to 60 or less.",
        )


def _files() -> Iterator[CheckMessage]:
    home = Path(settings.STATIC_ROOT).parent
    for path in (home, home / "secret.key", Path(settings.VAULT_KEY_FILE), _database_file()):
        if path and path.exists() and path.stat().st_mode & OTHERS:
            mode = "700" if path.is_dir() else "600"
            yield finding("open_file", f"Other users of this machine can read {path}.", f"Run: chmod {mode} {path}")
    database, from_file = _database_file(), not (settings.VAULT_KEY or settings.VAULT_KEY_COMMAND)
    if database and from_file and Path(settings.VAULT_KEY_FILE).parent == database.parent:
        yield finding(
            "key_beside_database",
            "The key of the vault lies beside the database: one copy of the folder opens everything.",
            "Move vault.key to another disk and name it in TEDUH_VAULT_KEY_FILE, or use TEDUH_VAULT_KEY_COMMAND.",
        )


def _database_file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return Path(name) if connection.vendor == "sqlite" and "memory" not in name else None


def _mail() -> Iterator[CheckMessage]:
    if not getattr(settings, "MAIL_SERVER_GIVEN", False):
        yield finding("mail", "No mail can be sent.", "Name the mail server in TEDUH_SMTP.")
    elif settings.EMAIL_HOST not in LOCAL and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield finding(
            "mail_in_clear",
            "Mails and the mail password travel unencrypted.",
            "Use smtps://… or ?tls=true in TEDUH_SMTP.",
        )
    if not settings.ANCHOR_TO:
        yield finding(
            "anchor",
            "Nobody outside keeps the daily anchor of the audit chain.",
            "Name somebody who cannot write to this server in TEDUH_ANCHOR_TO.",
        )
    database = connection.settings_dict
    encrypted = (database.get("OPTIONS") or {}).get("sslmode") in ("require", "verify-ca", "verify-full")
    # A path as host is a socket of this machine.
    elsewhere = database.get("HOST", "") not in LOCAL and not str(database.get("HOST", "")).startswith("/")
    if connection.vendor == "postgresql" and elsewhere and not encrypted:
        yield finding(
            "database_in_clear",
            "The database is on another host and the way there may be unencrypted.",
            "Add ?sslmode=verify-full to DATABASE_URL.",
        )


def _built() -> Iterator[CheckMessage]:
    if not (settings.PACKAGE / "web" / "static" / "web" / "build" / "passkey.js").exists():
        yield finding("front_end", "The scripts of the map and of passkeys are not built.", "Run: make env")
    if not (Path(settings.STATIC_ROOT) / "gathered").exists():
        yield finding("static", "The static files are not gathered yet.", "Start `teduh serve` once; it gathers them.")
