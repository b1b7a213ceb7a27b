"""Who visits whom, in which order and when, so that the visits are worth most.

Clients with prizes and windows, vehicles with hours, matrices of ways, a seed and a stop rule go in; routes with their
times come out, and for every client left out the reason. docs/cores/route.md tells method, units and limits.
"""

from teduh.cores.route.answer import IMPOSSIBLE, Answer, Route, Trips, Unserved, Visit, Why
from teduh.cores.route.check import faults, value
from teduh.cores.route.parts import Job, Part, solve_many, split, together
from teduh.cores.route.problem import Client, Problem, Vehicle
from teduh.cores.route.solve import ready, solve
from teduh.cores.route.stop import StopRule

__all__ = [
    "IMPOSSIBLE",
    "Answer",
    "Client",
    "Job",
    "Part",
    "Problem",
    "Route",
    "StopRule",
    "Trips",
    "Unserved",
    "Vehicle",
    "Visit",
    "Why",
    "faults",
    "ready",
    "solve",
    "solve_many",
    "split",
    "together",
    "value",
]
