"""Every write of listening. Each is one transaction and leaves its row in the audit chain."""

from teduh.listen.actions.complaints import (
    ComplaintText,
    close_complaint,
    hand_back,
    read_complaint,
    seal_report,
    write_about_complaint,
)
from teduh.listen.actions.openings import approve_opening, ask_to_open, decline_opening, read_contact
from teduh.listen.actions.receive import Received, confirm_place, receive_report
from teduh.listen.actions.talk import add_at_receipt, add_to_talk, tell_reporter

__all__ = [
    "ComplaintText",
    "Received",
    "add_at_receipt",
    "add_to_talk",
    "approve_opening",
    "ask_to_open",
    "close_complaint",
    "confirm_place",
    "decline_opening",
    "hand_back",
    "read_complaint",
    "read_contact",
    "receive_report",
    "seal_report",
    "tell_reporter",
    "write_about_complaint",
]
