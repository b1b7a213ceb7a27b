"""What comes back: routes with their times, and for each client left out the reason."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Why(Enum):
    """Why a client is not visited. The value is what would make it so, in one sentence."""

    NO_VEHICLE = "nobody goes at all: give a vehicle"
    NOT_ALLOWED = "no vehicle may visit it: loosen only or forbidden"
    UNREACHABLE = "no way leads there and back: fill the hole in the matrix"
    WINDOW = "no vehicle is on its way within its windows: other hours of either"
    TOO_LONG = "there and back takes longer than any vehicle may be away: more minutes or kilometres"
    TOO_MUCH = "it needs more than any vehicle carries: more capacity"
    OTHER = "an alternative of its group is visited"
    NOT_WORTH = "the way would cost more than its prize"
    NO_ROOM = "others were worth more for the time there is: more hours or vehicles"


# These hold for a client by itself, whatever the others do.
IMPOSSIBLE: Final = frozenset(
    {Why.NO_VEHICLE, Why.NOT_ALLOWED, Why.UNREACHABLE, Why.WINDOW, Why.TOO_LONG, Why.TOO_MUCH}
)


@dataclass(frozen=True)
class Visit:
    """One stop: `client` is a position in `Problem.clients`.

    `arrive_minute` is when the traveller is there, `begin_minute` when the visit begins (after waiting for the window),
    and `leave_minute` when it ends.
    """

    client: int
    arrive_minute: float
    begin_minute: float
    leave_minute: float


@dataclass(frozen=True)
class Route:
    """One way of one vehicle (position in `Problem.vehicles`); vehicles that stay have none."""

    vehicle: int
    visits: tuple[Visit, ...]
    leave_minute: float
    back_minute: float
    travel_minutes: float
    km: float


@dataclass(frozen=True)
class Unserved:
    """A client left out, and why."""

    client: int
    why: Why


@dataclass(frozen=True)
class Answer:
    """The best found.

    Attributes
    ----------
    routes : tuple of Route
    unserved : tuple of Unserved
        Every client that is in no route, with its reason: none is dropped silently.
    value : float
        Prizes of the visits less what travelling costs.
    bound : float
        No answer can have a higher value.
    gap : float
        (bound - value) / bound, 0 where the bound is 0: how far the best possible could lie above, at most.
    feasible : bool
        Whether every required client is visited. Routes keep their rules in any case.
    why_not : tuple of Unserved
        The required clients that are missing.
    iterations : int
        How many iterations of the search were made.
    """

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...]
    value: float
    bound: float
    gap: float
    feasible: bool
    why_not: tuple[Unserved, ...]
    iterations: int

    def order(self) -> "Trips":
        """The routes as plain numbers, to start another search from."""
        return tuple((route.vehicle, tuple(visit.client for visit in route.visits)) for route in self.routes)


# (vehicle, clients in their order), …
Trips = tuple[tuple[int, tuple[int, ...]], ...]
