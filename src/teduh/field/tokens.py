"""The token of a phone: random, told once, and kept as a digest."""

import hashlib
import secrets
from typing import Final

TOKEN_BYTES: Final = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What the database keeps. The token has 256 random bits, so a plain hash gives nothing to guess at."""
    return hashlib.sha256(f"teduh.field.token\0{token}".encode("utf-8", "surrogatepass")).hexdigest()
