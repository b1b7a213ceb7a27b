"""A simulated election season with known truth: the yardstick of the other cores.

Villages and a seed go in; reports in everyday Indonesian come out, with the true issue of each, the true state of each
village on each day, and what the season came to. Nothing in it describes a real village: sizes, ties, tempers and
troubles are drawn from the seed.
"""

from teduh.cores.season.catalogue import KINDS
from teduh.cores.season.land import Land, People, Village
from teduh.cores.season.orders import Clarification, Orders, Policy, Seen, Told, round_robin, stay
from teduh.cores.season.plant import Flashpoint, Flood, Planting, Rumour, Silence
from teduh.cores.season.result import Outcome, Result
from teduh.cores.season.season import Season, kinds_of, simulate
from teduh.cores.season.settings import SOURCES, Settings
from teduh.cores.season.table import Reports, Source
from teduh.cores.season.telling import Message, message
from teduh.cores.season.writing import pages

__all__ = [
    "KINDS",
    "SOURCES",
    "Clarification",
    "Flashpoint",
    "Flood",
    "Land",
    "Message",
    "Orders",
    "Outcome",
    "People",
    "Planting",
    "Policy",
    "Reports",
    "Result",
    "Rumour",
    "Season",
    "Seen",
    "Settings",
    "Silence",
    "Source",
    "Told",
    "Village",
    "kinds_of",
    "message",
    "pages",
    "round_robin",
    "simulate",
    "stay",
]
