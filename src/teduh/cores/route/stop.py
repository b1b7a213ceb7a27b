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

    def iterations_left(self, otherwise: int) -> int:
        """How many iterations may follow; `otherwise` without a limit."""
        return otherwise if self.rule.iterations is None else max(0, self.rule.iterations - self.done)

    def over(self) -> bool:
        """Whether it is time to stop."""
        return self.iterations_left(1) == 0 or self.seconds_left() == 0.0
