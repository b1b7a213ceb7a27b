"""The master keys of the vault: where they come from, and how they wrap the key of each record.

Envelope encryption: every record has a random 256-bit key; a master key wraps it with ChaCha20-Poly1305 (RFC 8439), and
the record's id is bound in as associated data, so that records cannot be swapped. Several master keys may be known
at once: the first wraps, all of them unwrap. So a new key comes into use without a stop (`teduh keys rotate`).
"""

import hashlib
import os
import secrets
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings

from teduh.cores.errors import Refused, Unavailable

NONCE_BYTES = 12
KEY_BYTES = 32
COMMAND_SECONDS = 30


@dataclass(frozen=True)
class MasterKey:
    """One master key; its id tells which key wrapped a record and nothing about the key."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"MasterKey({self.id})"


def master_key(hexadecimal: str) -> MasterKey:
    """A key from 64 hexadecimal digits."""
    try:
        secret = bytes.fromhex(hexadecimal.strip())
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise Unavailable("A master key of the vault must be 64 hexadecimal digits; this one is not.", retry=False)
    return MasterKey(hashlib.sha256(b"teduh master key" + secret).hexdigest()[:8], secret)


def keyring() -> tuple[MasterKey, ...]:
    """Every master key that is known, the one in use first."""
    if settings.VAULT_KEY_COMMAND:
        return _from_command()
    if settings.VAULT_KEY:
        return _parse(settings.VAULT_KEY)
    return _from_file()


def wrap(key: bytes, record: UUID) -> tuple[str, bytes]:
    """The id of the master key in use, and the record's key wrapped by it."""
    current = keyring()[0]
    return current.id, encrypt(current.secret, key, record)


def unwrap(key_id: str, wrapped: bytes, record: UUID) -> bytes:
    """The record's own key."""
    for key in (*keyring(), *_looked_up_again(key_id)):
        if key.id == key_id:
            return decrypt(key.secret, wrapped, record)
    raise Unavailable(
        f"The master key {key_id} of the vault is missing. Put it back beside the key in use, then try again.",
        retry=False,
    )


def encrypt(key: bytes, clear: bytes, record: UUID) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, clear, record.bytes)


def decrypt(key: bytes, sealed: bytes, record: UUID) -> bytes:
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], record.bytes)
    except InvalidTag as error:
        raise Unavailable("This record cannot be opened with the key in use.", retry=False) from error


def write_keys(keys: tuple[MasterKey, ...]) -> None:
    """Put these keys into the key file, the one in use first, in one step that a power cut cannot halve."""
    path = key_file()
    fresh = path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{key.secret.hex()}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def key_file() -> Path:
    """The file that holds the keys; refused where they come from elsewhere."""
    if settings.VAULT_KEY_COMMAND or settings.VAULT_KEY:
        raise Refused(
            "The keys of the vault come from a setting, not from a file. Put the new key before the old one there, "
            "with a comma between them, restart, and run `teduh keys rotate --rewrap-only`."
        )
    return Path(settings.VAULT_KEY_FILE)


def _parse(text: str) -> tuple[MasterKey, ...]:
    keys = tuple(master_key(part) for part in text.replace(",", " ").split())
    if not keys:
        raise Unavailable("There is no master key of the vault where the settings point to.", retry=False)
    return keys


_file_cache: dict[tuple[str, int, int], tuple[MasterKey, ...]] = {}
_command_cache: dict[str, tuple[MasterKey, ...]] = {}


def _from_file() -> tuple[MasterKey, ...]:
    path = Path(settings.VAULT_KEY_FILE)
    try:
        state = path.stat()
        # A running server sees a new key as soon as the file has one.
        seen = (str(path), state.st_mtime_ns, state.st_ino)
        if seen not in _file_cache:
            keys = _parse(path.read_text(encoding="ascii"))
            _file_cache.clear()
            _file_cache[seen] = keys
        return _file_cache[seen]
    except OSError as error:
        raise Unavailable(f"The key file of the vault cannot be read: {error.strerror}.", retry=False) from error


def _from_command() -> tuple[MasterKey, ...]:
    command = settings.VAULT_KEY_COMMAND
    if command not in _command_cache:
        try:
            done = subprocess.run(  # noqa: S603 (given by the operator)  # nosec B603
                shlex.split(command), capture_output=True, text=True, timeout=COMMAND_SECONDS, check=True
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            # What the command wrote may hold a key, so none of it goes on.
            raise Unavailable("The command of TEDUH_VAULT_KEY_COMMAND gave no key.", retry=True) from error
        _command_cache[command] = _parse(done.stdout)
    return _command_cache[command]


def _looked_up_again(key_id: str) -> tuple[MasterKey, ...]:
    """A key that came into use after this process asked the command."""
    if not settings.VAULT_KEY_COMMAND or any(key.id == key_id for key in keyring()):
        return ()
    _command_cache.clear()
    return keyring()
