"""The best choice among routes that searches have met: set packing, solved by HiGHS (Huangfu and Hall 2018)."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from teduh.cores.route.plans import Plan, worth_of
from teduh.cores.route.table import Table

# More columns than this are not weighed; the ones met last count as the better ones.
MOST_COLUMNS: Final = 6000
NODES: Final = 200


def packed(table: Table, routes: Iterable[tuple[int, tuple[int, ...]]], seconds: float) -> Plan:
    """The plan of highest worth that takes whole routes from those given, each vehicle and each group at most once.

    HiGHS stops after `seconds` (infinite for no limit) or a number of nodes; an empty plan stands for none found.
    """
    columns = list(dict.fromkeys(routes))[-MOST_COLUMNS:]
    if not columns or seconds <= 0:
        return []
    gains = np.array([_gain(table, kind, options) for kind, options in columns])
    sizes = np.array([len(options) for _, options in columns])
    groups = int(table.group.max()) + 1
    rows = np.concatenate([table.group[list(options)] for _, options in columns])
    rows = np.concatenate([rows, groups + np.array([kind for kind, _ in columns])])
    column = np.concatenate([np.repeat(np.arange(len(columns)), sizes), np.arange(len(columns))])
    matrix = csc_array((np.ones(len(rows)), (rows, column)), shape=(groups + len(table.count), len(columns)))
    limits = np.concatenate([np.ones(groups), table.count])
    options = {"node_limit": NODES, "mip_rel_gap": 0.0}
    if np.isfinite(seconds):
        options["time_limit"] = seconds
    scale = max(1.0, float(np.abs(gains).max()))
    result = milp(
        -gains / scale, integrality=np.ones(len(columns)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, limits), options=options,
    )  # fmt: skip
    if result.x is None:
        return []
    return [(kind, list(options)) for (kind, options), x in zip(columns, result.x, strict=True) if x > 0.5]


def _gain(table: Table, kind: int, options: tuple[int, ...]) -> float:
    """Worth of a route; of equal ones the shorter way counts a hair more."""
    money, _, saved = worth_of(table, [(kind, list(options))])
    return money + saved * 1e-9
