"""What is computed: a proposal for weeks, a change on the way, drafts for a whole district.

Nothing here holds a transaction while it searches. The question is read, the search runs, and the action that keeps the
answer first looks whether somebody settled something else meanwhile.
"""

from teduh.plan.steps.change import Changed, Whatif, changed_plan, keep_changed
from teduh.plan.steps.orders import make_ordered
from teduh.plan.steps.propose import Proposal, compute, make_plan, make_plans, propose
from teduh.plan.steps.question import Question, question
from teduh.plan.steps.retime import retime

__all__ = [
    "Changed",
    "Proposal",
    "Question",
    "Whatif",
    "changed_plan",
    "compute",
    "keep_changed",
    "make_ordered",
    "make_plan",
    "make_plans",
    "propose",
    "question",
    "retime",
]
