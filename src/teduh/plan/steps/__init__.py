"""What is computed: a proposal for weeks, a change on the way, drafts for a whole district.

Nothing here holds a transaction while it searches. The question is read, the search runs, and the action that keeps the
answer first looks whether somebody settled something else meanwhile.
"""

from teduh.cores.route import ready
from teduh.plan.steps.change import Changed, Whatif, changed_plan, keep_changed
from teduh.plan.steps.orders import make_ordered, sectors_of
from teduh.plan.steps.propose import (
    Plain,
    Proposal,
    compute,
    compute_plain,
    keep,
    make_plan,
    make_plans,
    plain,
    proposal_of,
    propose,
)
from teduh.plan.steps.question import Question, question
from teduh.plan.steps.retime import retime

__all__ = [
    "Changed",
    "Plain",
    "Proposal",
    "Question",
    "Whatif",
    "changed_plan",
    "compute",
    "compute_plain",
    "keep",
    "keep_changed",
    "make_ordered",
    "make_plan",
    "make_plans",
    "plain",
    "proposal_of",
    "propose",
    "question",
    "ready",
    "retime",
    "sectors_of",
]
