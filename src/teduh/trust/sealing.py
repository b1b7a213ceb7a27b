"""Records whose words lie encrypted in the database, each under a key of its own.

A model derives from `KeyedModel`, names its sealed values with `Sealed`, and uses them like fields: they are
encrypted when the row is written and decrypted when one of them is first read. They cannot be searched for in the
database: nobody who holds only the database can read or compare them. Deleting the row deletes its key, and with it
every copy of the words under that key.
"""

import copy
import json
from collections.abc import Iterable
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import models

from teduh.trust import keys


class Sealed(property):
    """One value inside the encrypted part of a row. Plain JSON values only."""

    def __init__(self, default: Any = "") -> None:
        self.name = ""
        self.default = default
        super().__init__(self._read, self._write)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def _read(self, row: "SealedModel") -> Any:
        return row.clear().setdefault(self.name, copy.copy(self.default))

    def _write(self, row: "SealedModel", value: Any) -> None:
        row.clear()[self.name] = value
        row._changed = True


class _SealsFirst(models.Field[Any, Any]):
    """Before any part of the envelope is written, the envelope is closed; `bulk_create` comes this way, too."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        assert isinstance(model_instance, SealedModel)  # noqa: S101 (only such models have these fields)
        model_instance.close_envelope()
        return super().pre_save(model_instance, add)


class SealedBytes(_SealsFirst, models.BinaryField):  # type: ignore[type-arg]
    """The encrypted values, or the wrapped key."""


class SealedKeyId(_SealsFirst, models.CharField):  # type: ignore[type-arg]
    """Which master key wrapped the row's key."""


class SealedModel(models.Model):
    """A row with encrypted values. Where its key comes from, the subclass says."""

    sealed = SealedBytes(editable=False)

    _clear: dict[str, Any] | None = None
    _changed = False

    class Meta:
        abstract = True

    @classmethod
    def sealed_names(cls) -> tuple[str, ...]:
        """The values inside the encrypted part."""
        found: dict[str, None] = {}
        for base in reversed(cls.__mro__):
            found |= {name: None for name, value in vars(base).items() if isinstance(value, Sealed)}
        return tuple(found)

    def data_key(self) -> bytes:
        raise NotImplementedError

    def clear(self) -> dict[str, Any]:
        """The values in clear, decrypted once."""
        if self._clear is None:
            blob = bytes(self.sealed or b"")
            self._clear = json.loads(keys.decrypt(self.data_key(), blob, self.pk)) if blob else {}
        return self._clear

    def empty(self) -> None:
        """Take every sealed value out; the row is then to be saved."""
        self.sealed, self._clear, self._changed = b"", {}, True

    def close_envelope(self) -> None:
        """Encrypt what was changed since the row was read."""
        if self._changed or not self.sealed:
            text = json.dumps(self.clear(), ensure_ascii=False, sort_keys=True)
            self.sealed = keys.encrypt(self.data_key(), text.encode(), self.pk)
            self._changed = False

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self._clear, self._changed = None, False


class KeyedModel(SealedModel):
    """A row that brings its own key, wrapped by a master key."""

    key_id = SealedKeyId(max_length=8, editable=False)
    wrapped_key = SealedBytes(editable=False)

    _data_key: bytes | None = None

    class Meta:
        abstract = True

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        # Somebody else may have put another key in its place.
        self._data_key = None

    def data_key(self) -> bytes:
        """The row's own key; a new row gets a fresh one."""
        if self._data_key is None:
            if self.wrapped_key:
                self._data_key = keys.unwrap(self.key_id, bytes(self.wrapped_key), self.pk)
            else:
                self._data_key = ChaCha20Poly1305.generate_key()
                self.key_id, self.wrapped_key = keys.wrap(self._data_key, self.pk)
        return self._data_key

    def shred(self) -> None:
        """Throw the row's key away with everything under it, also in files; a fresh key holds nothing."""
        self.empty()
        self._data_key, self.wrapped_key = None, b""

    def rewrap(self) -> Self:
        """The same key under the master key in use; the sealed values stay as they are."""
        self.key_id, self.wrapped_key = keys.wrap(self.data_key(), self.pk)
        return self
