"""Every write of triage. Each is one transaction and leaves its row in the audit chain."""

from teduh.triage.actions.bursts import decide_burst, gather, take_out
from teduh.triage.actions.cautions import caution, release_caution, require_second_source
from teduh.triage.actions.desk import (
    confirm_place,
    decide,
    join_report,
    refuse_join,
    suggest_join,
    withdraw_refusal,
)
from teduh.triage.actions.factchecks import (
    import_factchecks,
    refuse_factcheck,
    retire_factcheck,
    withdraw_factcheck_refusal,
)
from teduh.triage.actions.issues import (
    answer_reporters,
    assign,
    close_issue,
    open_issue,
    reopen_issue,
    set_level,
    set_priority,
    set_villages,
)
from teduh.triage.actions.matching import adopt_curve, drop_curve, rebuild_index, set_threshold
from teduh.triage.actions.rumours import add_check, add_sighting, correct_sighting, give_verdict

__all__ = [
    "add_check",
    "add_sighting",
    "adopt_curve",
    "answer_reporters",
    "assign",
    "caution",
    "close_issue",
    "confirm_place",
    "correct_sighting",
    "decide",
    "decide_burst",
    "drop_curve",
    "gather",
    "give_verdict",
    "import_factchecks",
    "join_report",
    "open_issue",
    "rebuild_index",
    "refuse_factcheck",
    "refuse_join",
    "release_caution",
    "reopen_issue",
    "require_second_source",
    "retire_factcheck",
    "set_level",
    "set_priority",
    "set_threshold",
    "set_villages",
    "suggest_join",
    "take_out",
    "withdraw_factcheck_refusal",
    "withdraw_refusal",
]
