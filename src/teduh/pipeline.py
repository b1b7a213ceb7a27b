"""The map: what runs by itself, in order, from left to right.

Each step asks the stage on its left for what it has not handled yet, computes, and calls actions. Running the
pipeline twice changes nothing the second time.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils import timezone
from django_tasks import task

from teduh.plan import steps as plan
from teduh.rights import steps as rights
from teduh.triage import steps as triage
from teduh.trust import anchors
from teduh.warn import steps as warn

logger = logging.getLogger(__name__)
Step = Callable[..., int]

STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("triage.gather", triage.gather),  # near-copies that came close in time become one row at the desk
    ("triage.caution", triage.caution),  # reports that accuse a neighbour ask for a second source
    ("triage.suggest", triage.suggest),  # waiting reports get the open issues they may belong to
    ("warn.compute_days", warn.compute_days),  # every village gets its row for the day
    ("warn.look", warn.look),  # once an hour: what stands out becomes an alarm for a named person
    ("warn.score", warn.score),  # what each alarm was worth, once it can be known
    ("plan.make_ordered", plan.make_ordered),  # drafts of all sectors, where a district asked for them
    ("rights.purge", rights.purge_daily),  # once a day whatever has come to its end is deleted or made anonymous
    ("trust.mail_anchor", anchors.mail_daily),  # once a day the end of the audit chain goes to an outside body
)


def run(*, at: datetime) -> dict[str, int]:
    """Run every step once; returns how many rows each one handled."""
    return {name: step(at=at) for name, step in STEPS}


class PipelineBroke(Exception):
    """Stands for what went wrong; the log tells where, and the task's row in the database keeps none of the words."""


@task()
def run_pipeline() -> dict[str, int]:
    """The same, as the background worker runs it."""
    try:
        return run(at=timezone.now())
    except Exception as error:
        logger.exception("The pipeline broke; it is tried again at the next turn.")
        raise PipelineBroke(type(error).__name__) from None
