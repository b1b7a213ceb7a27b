"""Sessions in the database that the database alone cannot open.

Django keeps the cookie's value as the row's key and the content readable. Then a copy of the table is as good as every
browser that is signed in, and tells which browser has which report open. Here the row is named by a keyed digest of the
cookie, and the content is sealed under a key that only the cookie gives.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as RowStore
from django.utils import timezone

NAME_LETTERS: Final = 40  # what the column of Django's table holds
NONCE_BYTES: Final = 12


class SessionStore(RowStore):
    """Django's store with another name for the row and a sealed content."""

    def load(self) -> dict[str, Any]:
        name, now = self._row_name(self.session_key), timezone.now()
        row = self.model.objects.filter(session_key=name, expire_date__gt=now).first() if name else None
        if row is None:
            # A cookie that we did not give out is never taken over.
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str | None) -> bool:
        return self.model.objects.filter(session_key=self._row_name(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        name = self._row_name(self._get_or_create_session_key())  # type: ignore[attr-defined]
        expire_date: datetime = self.get_expiry_date()
        return self.model(session_key=name, session_data=self.encode(data), expire_date=expire_date)

    def delete(self, session_key: str | None = None) -> None:
        name = self._row_name(session_key or self.session_key)
        if name:
            self.model.objects.filter(session_key=name).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        content = self.serializer().dumps(session_dict)
        return b64encode(nonce + self._cipher().encrypt(nonce, content, None)).decode("ascii")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            sealed = b64decode(session_data, validate=True)
            content = self._cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
            return dict(self.serializer().loads(content))
        except (InvalidTag, ValueError, TypeError):
            # Of an earlier secret key, or of a time before sessions were sealed: as if there were none.
            return {}

    def _cipher(self) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(_derived("content", self.session_key or ""))

    @staticmethod
    def _row_name(session_key: str | None) -> str:
        return _derived("name", session_key).hex()[:NAME_LETTERS] if session_key else ""


def _derived(purpose: str, session_key: str) -> bytes:
    key = hashlib.sha256(f"teduh.session.{purpose}\0{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, session_key.encode(), hashlib.sha256).digest()
