"""When to stop."""

from collections.abc import Callable
from dataclasses import dataclass

from teduh.cores.errors import Refused


@dataclass(frozen=True)
class StopRule:
    """After so many seconds, or so many iterations, whichever comes first.

    The core reads no clock: whoever wants a limit in seconds passes the clock, `StopRule(seconds=30,
    clock=time.monotonic)`. Only a limit in iterations gives the same answer each time.
    """

    seconds: float | None = None
    iterations: int | None = None
    clock: Callable[[], float] | None = None

    def __post_init__(self) -> None:
        if self.seconds is None and self.iterations is None:
            raise Refused("A stop rule needs seconds or iterations.")
        if self.seconds is not None and not self.seconds >= 0:
            raise Refused("seconds must be 0 or more.", field="seconds")
        if self.iterations is not None and self.iterations < 0:
            raise Refused("iterations must be 0 or more.", field="iterations")
        if self.seconds is not None and self.clock is None:
            raise Refused("A limit in seconds needs a clock: StopRule(seconds=…, clock=time.monotonic).", field="clock")

    def begin(self) -> "Watch":
        """The rule from now on."""
        return Watch(self)


class Watch:
    """A rule that has begun: counts iterations and asks the clock that it was given."""

    def __init__(self, rule: StopRule) -> None:
        self.rule = rule
        self.done = 0
        self._end = None if rule.clock is None or rule.seconds is None else rule.clock() + rule.seconds

    def seconds_left(self) -> float:
        """Infinite without a limit in seconds."""
        if self._end is None or self.rule.clock is None:
            return float("inf")
        return max(0.0, self._end - self.rule.clock())

    def part(self, share: float) -> "Watch":
        """A watch over a share of what is left."""
        seconds = None if self._end is None else self.seconds_left() * share
        left = None if self.rule.iterations is None else int(self.iterations_left(0) * share)
        return StopRule(seconds, left, self.rule.clock).begin()

    def passed(self) -> float:
        """The share of the rule that is used up, by iterations or seconds, whichever is more."""
        shares = [0.0]
        if self.rule.iterations is not None:
            shares.append(self.done / self.rule.iterations if self.rule.iterations else 1.0)
        if self.rule.seconds is not None:
            shares.append(1.0 - self.seconds_left() / self.rule.seconds if self.rule.seconds else 1.0)
        return min(1.0, max(shares))

    def iterations_left(self, otherwise: int) -> int:
        """How many iterations may follow; `otherwise` without a limit."""
        return otherwise if self.rule.iterations is None else max(0, self.rule.iterations - self.done)

    def over(self) -> bool:
        """Whether it is time to stop."""
        return self.iterations_left(1) == 0 or self.seconds_left() == 0.0
