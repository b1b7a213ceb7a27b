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
from teduh.listen.actions.own import (
    correct_own,
    erase_own,
    lift_restriction,
    notify_receipts,
    restrict_own,
    tell_decision,
    withdraw_contact,
)
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
    "correct_own",
    "decline_opening",
    "erase_own",
    "hand_back",
    "lift_restriction",
    "notify_receipts",
    "read_complaint",
    "read_contact",
    "receive_report",
    "restrict_own",
    "seal_report",
    "tell_decision",
    "tell_reporter",
    "withdraw_contact",
    "write_about_complaint",
]
