"""What the pipeline runs: a row for each village and day, then the look for alarms, then their scores."""

from teduh.warn.steps.alarms import look, look_at, score
from teduh.warn.steps.days import compute_days, state_of

__all__ = ["compute_days", "look", "look_at", "score", "state_of"]
