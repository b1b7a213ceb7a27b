"""Keys that whoever creates a record can make, on a phone or on the server, so that a repeat is recognised."""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique without asking anybody, and in the order of time."""
    return UUID(int=uuid7().int)
