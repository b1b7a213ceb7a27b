"""Words of this stage to what the text core takes, and back."""

from teduh.cores.text.redact import ON_INPUT, find_personal, mask


def mask_numbers(text: str) -> str:
    """The text with every phone number, identity number and address of a person masked."""
    return mask(text, find_personal(text, ON_INPUT))
