"""Looking back: the funnel, the time from signal to visit, the figures of a week. They write nothing."""

from teduh.learn.reads.funnel import Funnel, SignalToVisit, Step, funnel, signal_to_visit, signal_to_visit_by_week
from teduh.learn.reads.weeks import last_report, reporting_units, week_figures

__all__ = [
    "Funnel",
    "SignalToVisit",
    "Step",
    "funnel",
    "last_report",
    "reporting_units",
    "signal_to_visit",
    "signal_to_visit_by_week",
    "week_figures",
]
