"""Which earlier text says the same, in any wording: ranked, with the evidence, and how sure that is.

Plain texts go in; ranked matches, the words and conflicts behind them, and a calibrated sureness come out. Nothing here
decides: a person joins or refuses.
"""

from teduh.cores.match.evidence import Conflict, Evidence, Shared, compare
from teduh.cores.match.facts import names_of
from teduh.cores.match.index import Found, MatchIndex
from teduh.cores.match.sureness import ErrorRow, Sureness, containment, error_table, likeness

__all__ = [
    "Conflict",
    "ErrorRow",
    "Evidence",
    "Found",
    "MatchIndex",
    "Shared",
    "Sureness",
    "compare",
    "containment",
    "error_table",
    "likeness",
    "names_of",
]
