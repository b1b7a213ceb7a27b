"""Scan statistics: where and when more (or fewer) things happen than chance explains.

Counts of places and times, what they are measured against, and a seed go in; clusters with their probabilities and
recurrence intervals come out. docs/cores/scan.md tells method, units and limits.
"""

from teduh.cores.scan.baseline import expected_from_population
from teduh.cores.scan.counts import Counts, LeftOut
from teduh.cores.scan.parts import Found, Part, merge, run_part, split
from teduh.cores.scan.places import Places
from teduh.cores.scan.plan import Plan, prepare
from teduh.cores.scan.result import Cluster, Result
from teduh.cores.scan.scan import Task, conclude, fan_out, scan
from teduh.cores.scan.settings import Settings
from teduh.cores.scan.significance import Rarity, gumbel_tail, rarity, recurrence_days
from teduh.cores.scan.simple import ears_c2, exceedance, fixed_threshold
from teduh.cores.scan.ties import Ties
from teduh.cores.scan.usual import Usual, usual
from teduh.cores.scan.watch import Watch, silent, unusual, usual_before
from teduh.cores.scan.windows import AlongTies, Circles, Flexible, Windows

__all__ = [
    "AlongTies",
    "Circles",
    "Cluster",
    "Counts",
    "Flexible",
    "Found",
    "LeftOut",
    "Part",
    "Places",
    "Plan",
    "Rarity",
    "Result",
    "Settings",
    "Task",
    "Ties",
    "Usual",
    "Watch",
    "Windows",
    "conclude",
    "ears_c2",
    "exceedance",
    "expected_from_population",
    "fan_out",
    "fixed_threshold",
    "gumbel_tail",
    "merge",
    "prepare",
    "rarity",
    "recurrence_days",
    "run_part",
    "scan",
    "silent",
    "split",
    "unusual",
    "usual",
    "usual_before",
]
