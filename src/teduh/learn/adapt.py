"""Words and counts of this stage to what the cores take, and back."""

from collections.abc import Sequence

from django.conf import settings

from teduh.cores.disclosure import Row, Table, publish_row, publish_table
from teduh.cores.text.redact import ON_INPUT, find_personal, mask


def mask_numbers(text: str) -> str:
    """The text with every phone number, identity number and address of a person masked."""
    return mask(text, find_personal(text, ON_INPUT))


def public_table(counts: Sequence[Sequence[int]]) -> Table:
    """The counts as they may be published, with the unit's own threshold."""
    return publish_table(counts, threshold=settings.SMALLEST_COUNT)


def public_row(counts: Sequence[int]) -> Row:
    return publish_row(counts, threshold=settings.SMALLEST_COUNT)
