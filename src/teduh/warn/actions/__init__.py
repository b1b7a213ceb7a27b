"""Every write of warning. Each is one transaction and leaves its row in the audit chain."""

from teduh.warn.actions.alarms import (
    acknowledge,
    confirm_score,
    decide,
    keep_look,
    note_miss,
    raise_alarm,
    score_by_rule,
    see_again,
)
from teduh.warn.actions.days import note_contact, store_days
from teduh.warn.actions.tables import change_policy, note_gap, save_vulnerability

__all__ = [
    "acknowledge",
    "change_policy",
    "confirm_score",
    "decide",
    "keep_look",
    "note_contact",
    "note_gap",
    "note_miss",
    "raise_alarm",
    "save_vulnerability",
    "score_by_rule",
    "see_again",
    "store_days",
]
