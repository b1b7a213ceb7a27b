"""Every write of this room. Each is one transaction (a purge: one for each batch) with its row in the audit chain."""

from teduh.rights.actions.breaches import Known, change_breach, close_breach, notify, open_breach
from teduh.rights.actions.holds import end_hold, place_hold
from teduh.rights.actions.own import erase_own, object_own, open_own_request
from teduh.rights.actions.purging import Line, Purged, purge
from teduh.rights.actions.requests import (
    Answer,
    approve_contact,
    ask_contact,
    decide_request,
    open_request,
    read_contact,
)
from teduh.rights.actions.timers import change_timer, require_server, rules_server

__all__ = [
    "Answer",
    "Known",
    "Line",
    "Purged",
    "approve_contact",
    "ask_contact",
    "change_breach",
    "change_timer",
    "close_breach",
    "decide_request",
    "end_hold",
    "erase_own",
    "notify",
    "object_own",
    "open_breach",
    "open_own_request",
    "open_request",
    "place_hold",
    "purge",
    "read_contact",
    "require_server",
    "rules_server",
]
