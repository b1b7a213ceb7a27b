"""Looking back: the funnel, the time from signal to visit, the figures of a week. They write nothing."""

from teduh.learn.reads.funnel import (
    Funnel,
    SignalToVisit,
    Step,
    funnel,
    signal_to_visit,
    signal_to_visit_by_week,
    stretch,
)
from teduh.learn.reads.public import Line, PublicWeek, public_week, settled_weeks
from teduh.learn.reads.weeks import last_report, reporting_units, week_figures

__all__ = [
    "Funnel",
    "Line",
    "PublicWeek",
    "SignalToVisit",
    "Step",
    "funnel",
    "last_report",
    "public_week",
    "reporting_units",
    "settled_weeks",
    "signal_to_visit",
    "signal_to_visit_by_week",
    "stretch",
    "week_figures",
]
