"""Named questions about phones, and the papers that a phone may hold. They write nothing."""

from teduh.field.reads.cursor import Pull, pull
from teduh.field.reads.papers import papers_for
from teduh.field.reads.phones import Standing, phone_of, phone_to_end, phones_for, standing_of, waiting_file

__all__ = [
    "Pull",
    "Standing",
    "papers_for",
    "phone_of",
    "phone_to_end",
    "phones_for",
    "pull",
    "standing_of",
    "waiting_file",
]
