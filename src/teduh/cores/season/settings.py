"""What a season is made of: every number with its range and its source, or the word "assumption"."""

import math
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from teduh.cores.errors import Refused


@dataclass(frozen=True, slots=True)
class Phase:
    """Days of the calendar, counted from the vote (0), and how warm they are from the first to the last."""

    name: str
    first: int
    last: int
    warmth_first: float
    warmth_last: float


# Days: PKPU 2/2024 (registration, determination, draw of numbers, campaign, quiet period, vote, recapitulation).
# Warmth from 0 (an ordinary week) to 1 (the day of the vote): assumption.
CALENDAR: Final = (
    Phase("registration", -92, -90, 0.15, 0.15),
    Phase("between", -89, -67, 0.05, 0.10),
    Phase("determination", -66, -66, 0.20, 0.20),
    Phase("number_draw", -65, -65, 0.20, 0.20),
    Phase("campaign", -63, -4, 0.15, 0.55),
    Phase("quiet", -3, -1, 0.65, 0.85),
    Phase("vote", 0, 0, 1.0, 1.0),
    Phase("count", 1, 19, 0.75, 0.25),
    Phase("aftermath", 20, 60, 0.25, 0.05),
)
ORDINARY: Final = Phase("ordinary", 0, 0, 0.05, 0.05)


def phase_on(days_to_vote: int) -> tuple[str, float]:
    """Name and warmth of the day that lies `days_to_vote` from the vote (negative: before it)."""
    for phase in CALENDAR:
        if phase.first <= days_to_vote <= phase.last:
            length = max(1, phase.last - phase.first)
            risen = (days_to_vote - phase.first) / length
            return phase.name, phase.warmth_first + (phase.warmth_last - phase.warmth_first) * risen
    return ORDINARY.name, ORDINARY.warmth_first


@dataclass(frozen=True)
class Settings:
    """A district's season. The defaults are the given difficulty; other values are for sensitivity tables.

    Counts hold for each district of the list, a district being the villages that share the first two blocks of their
    code (16.01 is Kabupaten OKU). `SOURCES` says where each number comes from, `RANGES` what is allowed.

    Raises
    ------
    Refused
        When a value lies outside its range, or a range is upside down.
    """

    first_day: date = date(2024, 8, 27)
    days: int = 112
    vote_day: date = date(2024, 11, 27)
    reports_per_day: float = 30.0
    weekly: tuple[float, ...] = (1.05, 1.0, 0.95, 1.0, 0.85, 1.05, 1.1)
    rise: float = 1.0
    propensity_sigma: float = 1.0
    mean_population: float = 2484.0
    size_sigma: float = 0.5
    flashpoints: int = 12
    flashpoint_villages: tuple[int, int] = (1, 4)
    flashpoint_days: tuple[int, int] = (3, 10)
    reports_before: float = 6.0
    reports_after: float = 8.0
    copy_share: float = 0.4
    floods: int = 3
    flood_messages: tuple[int, int] = (30, 150)
    flood_days: tuple[int, int] = (1, 2)
    silences: int = 2
    silence_days: tuple[int, int] = (21, 35)
    rumours: int = 18
    reach: float = 0.2
    contacts: float = 1.2
    belief: float = 0.25
    stop: float = 0.33
    tie_contacts: float = 0.03
    rumour_report: float = 0.0062
    rumour_copy_share: float = 0.5
    near_ties: int = 4
    kin_ties: int = 1
    officer_share: float = 0.468
    officer_minutes: int = 6
    visit_effect: float = 0.3
    relief_half_life_days: float = 14.0
    clarification_effect: float = 0.5

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name in RANGES:
                _check(field.name, getattr(self, field.name), field.default)
        for name in PAIRS:
            low, high = getattr(self, name)
            if low > high:
                raise Refused(f"{name} must name the smaller number first.", field=name)
        if len(self.weekly) != 7:
            raise Refused("weekly needs seven numbers from 0 to 10, Monday first.", field="weekly")
        if sum(self.weekly) <= 0:
            raise Refused("weekly needs at least one day above 0.", field="weekly")

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=self.days - 1)

    def date_of(self, day: int) -> date:
        """The date of a day, the first being 0."""
        return self.first_day + timedelta(days=day)

    def phase(self, day: int) -> tuple[str, float]:
        """Phase and warmth of a day, the first being 0."""
        return phase_on((self.date_of(day) - self.vote_day).days)

    def rates(self) -> list[float]:
        """How many reports each day brings on average, floods and flashpoints included; their mean is the setting."""
        raw = [
            self.weekly[self.date_of(day).weekday()] * (1.0 + self.rise * self.phase(day)[1])
            for day in range(self.days)
        ]
        mean = math.fsum(raw) / self.days
        return [self.reports_per_day * value / mean if mean > 0 else 0.0 for value in raw]


def _check(name: str, value: Any, default: Any) -> None:
    low, high = RANGES[name]
    parts = value if isinstance(value, tuple) else (value,)
    whole = isinstance(default[0] if isinstance(default, tuple) else default, int)
    for part in parts:
        if not (isinstance(part, int if whole else int | float) and low <= part <= high):
            kind = " as a whole number" if whole else ""
            raise Refused(f"{name} must lie from {low:g} to {high:g}{kind}, not {part}.", field=name)


PAIRS: Final = ("flashpoint_villages", "flashpoint_days", "flood_messages", "flood_days", "silence_days")
RANGES: Final[dict[str, tuple[float, float]]] = {
    "days": (1, 1000),
    "reports_per_day": (0, 400),
    "weekly": (0, 10),
    "rise": (0, 10),
    "propensity_sigma": (0, 3),
    "mean_population": (50, 100_000),
    "size_sigma": (0, 2),
    "flashpoints": (0, 200),
    "flashpoint_villages": (1, 20),
    "flashpoint_days": (2, 60),
    "reports_before": (0, 100),
    "reports_after": (0, 100),
    "copy_share": (0, 1),
    "floods": (0, 100),
    "flood_messages": (1, 5000),
    "flood_days": (1, 14),
    "silences": (0, 50),
    "silence_days": (1, 365),
    "rumours": (0, 500),
    "reach": (0.01, 1),
    "contacts": (0, 20),
    "belief": (0, 1),
    "stop": (0.05, 1),
    "tie_contacts": (0, 5),
    "rumour_report": (0, 1),
    "rumour_copy_share": (0, 1),
    "near_ties": (1, 12),
    "kin_ties": (0, 6),
    "officer_share": (0.01, 5),
    "officer_minutes": (0, 1440),
    "visit_effect": (0, 1),
    "relief_half_life_days": (1, 365),
    "clarification_effect": (0, 1),
}
_GIVEN: Final = "given difficulty"
SOURCES: Final[dict[str, str]] = {
    "first_day": f"{_GIVEN}: OKU, 27 August to 16 December 2024",
    "days": f"{_GIVEN}: 27 August to 16 December are 112 days",
    "vote_day": "PKPU 2/2024: 27 November 2024",
    "reports_per_day": f"{_GIVEN}: 30 a day in the district on average",
    "weekly": f"{_GIVEN} that there is a rhythm; its shape (Monday first) is an assumption",
    "rise": f"{_GIVEN} that reports rise towards the vote; 1 doubles them at the vote: assumption",
    "propensity_sigma": f"{_GIVEN}: log-normal with sigma 1 between villages",
    "mean_population": "390,048 residents (Kemendagri) over the 157 villages of OKU; used where no population is given",
    "size_sigma": "assumption: no population below the regency is published; simulated sizes, never real ones",
    "flashpoints": f"{_GIVEN}: 12 a season (fewer where a district has under 8 villages for each)",
    "flashpoint_villages": f"{_GIVEN}: one to four tied villages",
    "flashpoint_days": f"{_GIVEN}: 3 to 10 days from latent to actual",
    "reports_before": f"{_GIVEN}: Poisson(6) before it becomes actual",
    "reports_after": "assumption: Poisson(8) on the day it becomes actual and the day after",
    "copy_share": f"{_GIVEN}: 40 % near-copies",
    "floods": f"{_GIVEN}: 3 copy-paste floods",
    "flood_messages": f"{_GIVEN}: 30 to 150 messages from one origin",
    "flood_days": "assumption",
    "silences": f"{_GIVEN}: 2 villages fall silent",
    "silence_days": "assumption",
    "rumours": "assumption",
    "reach": "assumption: share of a village that one rumour can reach at all (chat groups, stalls, prayer meetings)",
    "contacts": "assumption: people told a day by one who believes and forwards",
    "belief": "assumption: share of hearers who believe and forward",
    "stop": "assumption: one in three stops forwarding each day",
    "tie_contacts": "assumption; that rumours travel between tied villages: Sentinel Project, Una Hakika",
    "rumour_report": "assumption: reports per hearer in a village of middling propensity; set so that the mean is 30",
    "rumour_copy_share": "assumption: half of the reports about a rumour are forwarded texts",
    "near_ties": "assumption: ties to the nearest villages",
    "kin_ties": "assumption: ties of marriage and trade to a village farther off in the district",
    "officer_share": "39,192 officers for 83,589 villages: Kabaharkam to the DPR, June 2023",
    "officer_minutes": "assumption: minutes a day for such visits, of one officer on average (an hour every ten days)",
    "visit_effect": "assumption, not evidence: share of the heat and the belief that an hour's visit takes away",
    "relief_half_life_days": "assumption after Lu et al. 2023: inoculation is about half as strong after two weeks",
    "clarification_effect": "assumption; direction after Bowles et al. 2020 and the Debunking Handbook 2020",
}
