"""Every setting an operator can give, read once and strictly.

`docs/settings.md` describes each of them; a test keeps the two in step.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    help: str


SETTINGS: Final = (
    Setting("TEDUH_HOME", "~/.local/share/teduh", "the folder of all data: database, photos, keys"),
    Setting(
        "DATABASE_URL",
        "",
        "empty means SQLite inside TEDUH_HOME; postgres://user:password@host/name for PostgreSQL",
    ),
    Setting("TEDUH_SECRET_KEY", "", "signs cookies; empty means a key kept in TEDUH_HOME/secret.key"),
    Setting(
        "TEDUH_VAULT_KEY",
        "",
        "opens the vault (64 hex digits; older keys may follow after a comma); empty means TEDUH_HOME/vault.key",
    ),
    Setting(
        "TEDUH_VAULT_KEY_COMMAND",
        "",
        "a command that prints the vault's keys, the one in use first: the way to a key management service",
    ),
    Setting("TEDUH_HOSTS", "localhost,127.0.0.1,[::1]", "host names this server answers to, with commas"),
    Setting("TEDUH_HTTPS", "false", "true behind a proxy that speaks HTTPS: secure cookies and redirects"),
    Setting("TEDUH_DEBUG", "false", "true shows error details; never in public"),
    Setting("TEDUH_DEMO", "false", "true shows the example banner and the example logins"),
    Setting("TEDUH_LANGUAGE", "id", "first language of the screens: id or en"),
    Setting("TEDUH_TIME_ZONE", "Asia/Jakarta", "the district's time zone"),
    Setting("TEDUH_EMERGENCY_NUMBER", "110", "the number a resident is told to call at once"),
    Setting(
        "TEDUH_SECOND_FACTOR",
        "",
        "required or optional: whether staff need a code or passkey beside the password; empty means required "
        "except in the demo",
    ),
    Setting("TEDUH_SESSION_IDLE_MINUTES", "60", "after so many minutes without use, staff sign in again"),
    Setting(
        "TEDUH_WEB_PROCESSES",
        "1",
        "how many web processes serve this address; each keeps its own share of the limits in memory",
    ),
    Setting("TEDUH_SMALLEST_COUNT", "5", "counts under this are hidden on public pages, and others that betray them"),
    Setting("TEDUH_SMTP", "", "the mail server: smtp://user:password@host:587?tls=true; empty sends no mail"),
    Setting("TEDUH_MAIL_FROM", "teduh@localhost", "the sender of mails"),
    Setting("TEDUH_ANCHOR_TO", "", "who keeps the daily anchor of the audit chain: mail addresses, with commas"),
    Setting("TEDUH_RIGHTS_HOURS", "72", "hours within which the office decides a request about somebody's data"),
    Setting(
        "TEDUH_MATCH_ENCODER",
        "",
        "module:callable of a sentence-embedding model on this machine; reorders the issues that the desk is offered",
    ),
    Setting("TEDUH_DISTRICT", "", "name of the unit that receives reports; empty means the only district unit"),
)
_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


def read_text(name: str) -> str:
    """The value of a setting; `NAME_FILE` may name a file that holds it instead."""
    setting = _BY_NAME[name]
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    return os.environ.get(name, setting.default)


def read_bool(name: str) -> bool:
    value = read_text(name).strip().lower()
    if value in ("true", "false"):
        return value == "true"
    raise ImproperlyConfigured(f"{name} is {value!r}: use true or false.")


def read_choice(name: str, choices: tuple[str, ...]) -> str:
    value = read_text(name)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: use one of {', '.join(choices)}.")
    return value


def read_whole(name: str, *, least: int, most: int) -> int:
    value = read_text(name).strip()
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}: use a whole number from {least} to {most}.")


def read_callable(name: str) -> str:
    """`module:name` of a callable, or nothing; it is loaded when it is first used."""
    value = read_text(name).strip()
    module, sign, function = value.partition(":")
    if value and not (sign and function.isidentifier() and all(part.isidentifier() for part in module.split("."))):
        raise ImproperlyConfigured(f"{name} is {value!r}: use module:callable, such as our_models.sentences:encode.")
    return value


def read_list(name: str) -> list[str]:
    return [part.strip() for part in read_text(name).split(",") if part.strip()]


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def read_mail_server() -> MailServer | None:
    """The mail server of `smtp://user:password@host:587?tls=true` or `smtps://host`; None when none is given."""
    value = read_text("TEDUH_SMTP")
    if not value:
        return None
    url = urlsplit(value)
    try:
        port = url.port
    except ValueError:
        port = 0
    if url.scheme not in ("smtp", "smtps") or not url.hostname or port == 0:
        raise ImproperlyConfigured("TEDUH_SMTP is not understood: use smtp://user:password@host:587?tls=true.")
    return MailServer(
        host=url.hostname,
        port=port or (465 if url.scheme == "smtps" else 25),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        starttls=parse_qs(url.query).get("tls") == ["true"],
        tls=url.scheme == "smtps",
    )


def home() -> Path:
    """The data folder, made on first use and closed to other users of the machine."""
    path = Path(read_text("TEDUH_HOME")).expanduser().absolute()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def read_vault_key(filename: str) -> tuple[str, Path]:
    """The vault's keys when the environment gives them, and the file that holds them when it does not."""
    named = os.environ.get("TEDUH_VAULT_KEY_FILE")
    if named:
        return "", Path(named)
    path = home() / filename
    given = os.environ.get("TEDUH_VAULT_KEY", "")
    if not given and not read_text("TEDUH_VAULT_KEY_COMMAND"):
        read_key("TEDUH_VAULT_KEY", filename)
    return given, path


def read_key(name: str, filename: str) -> str:
    """A secret from the environment, else from a file in the home that is made on first use."""
    given = read_text(name)
    if given:
        return given
    path = home() / filename
    try:
        # O_EXCL: of two processes that start at once, one makes the key and the other reads it.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key
