"""How a plan is made: every number in one table, with its range. A district may change each of them (docs/plan.md).

Points are design choices, not measurements. `day_*` points count for each day on which a village was visited lately;
`now_*` points count for the next visit, less for each day it waits.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from teduh.cores.errors import Refused


@dataclass(frozen=True)
class Policy:
    # Fairness: the days that no village waits beyond, whatever happens elsewhere.
    limit_days: int = 14
    visit_minutes: int = 60
    # A visit counts half after so many days; Lu et al. 2023 found inoculation half as strong after two weeks.
    half_life_days: int = 14
    # Every village, and what lasts there.
    day_base: float = 1.0
    day_actual: float = 3.0
    day_imminent: float = 2.0
    day_latent: float = 0.5
    day_vulnerable: float = 1.0
    day_unreached: float = 0.5
    day_roles: float = 0.3
    day_vacant: float = 0.4
    # Reports count a little and only up to a limit: no village is visited only because it shouts.
    day_report: float = 0.1
    day_reports_most: float = 0.7
    # What is going on.
    now_actual: float = 120.0
    now_imminent: float = 90.0
    now_alarm: float = 75.0
    now_unanswered: float = 12.0
    now_promise: float = 20.0
    # No kind of the above counts more often than this in one village.
    now_most: int = 3
    own_officer: float = 3.0
    road_minute: float = 0.05
    # Sharing the work evenly among officers (cores.route.weeks_data.Worth.even).
    even_load: float = 5.0
    # Hours that every officer has for this who has no hours of their own.
    duty_from: int = 8 * 60
    duty_until: int = 11 * 60 + 30
    duty_friday_until: int = 11 * 60
    # When people can be met.
    people_from: int = 8 * 60
    people_until: int = 20 * 60
    noon_from: int = 12 * 60
    noon_until: int = 13 * 60
    friday_from: int = 11 * 60
    friday_until: int = 13 * 60 + 30
    # The way where no table says better: straight line times winding, at this speed, plus minutes for each leg.
    winding_percent: int = 140
    km_per_hour: int = 25
    boat_km_per_hour: int = 12
    leg_minutes: int = 5

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Policy":
        """The defaults with these values.

        Raises
        ------
        Refused
            For a value outside its range, or hours that end before they begin.
        """
        known = {field.name for field in fields(cls)}
        policy = cls(**{name: value for name, value in values.items() if name in known})
        for name, (least, most) in RANGES.items():
            if not least <= getattr(policy, name) <= most:
                raise Refused(f"{name} must lie from {least:g} to {most:g}.", field=name)
        for start, end in ORDERED:
            if getattr(policy, start) >= getattr(policy, end):
                raise Refused(f"{end} must lie after {start}.", field=end)
        return policy

    def changed(self) -> dict[str, Any]:
        """The values that differ from the defaults."""
        defaults = asdict(Policy())
        return {name: value for name, value in asdict(self).items() if value != defaults[name]}


_POINTS: Final = (0.0, 500.0)
_CLOCK: Final = (0, 24 * 60)
RANGES: Final[dict[str, tuple[float, float]]] = {
    "limit_days": (3, 180),
    "visit_minutes": (10, 480),
    "half_life_days": (2, 90),
    **{field.name: _POINTS for field in fields(Policy) if field.name.startswith(("day_", "now_"))},
    "now_most": (1, 10),
    "own_officer": _POINTS,
    "road_minute": (0.0, 5.0),
    "even_load": _POINTS,
    **{field.name: _CLOCK for field in fields(Policy) if field.name.endswith(("_from", "_until"))},
    "winding_percent": (100, 400),
    "km_per_hour": (2, 100),
    "boat_km_per_hour": (2, 60),
    "leg_minutes": (0, 60),
}
ORDERED: Final = (
    ("duty_from", "duty_until"),
    ("duty_from", "duty_friday_until"),
    ("people_from", "people_until"),
    ("noon_from", "noon_until"),
    ("friday_from", "friday_until"),
)
