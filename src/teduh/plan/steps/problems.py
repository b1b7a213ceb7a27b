"""What is not as it should be, in keys and numbers that the screen puts into words with what would mend it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from teduh.cores.route.weeks import Weeks, WeeksPlan
from teduh.places.models import Posting
from teduh.plan import adapt

Problem = dict[str, Any]


def problems_before(core: Weeks, postings: Sequence[Posting], ways: adapt.Ground) -> list[Problem]:
    """What can be told before anything is planned."""
    found: list[Problem] = []
    if not core.officers:
        found.append({"what": "nobody"})
    found += [{"what": "no_hours", "officer": each.key} for each in core.officers if not each.shifts]
    if ways.without_coordinates:
        found.append({"what": "no_coordinates", "villages": list(ways.without_coordinates)})
    posted = Counter(posting.village_id for posting in postings)
    found += [{"what": "two_posted", "village": code, "n": n} for code, n in sorted(posted.items()) if n > 1]
    one_way = sum(int(np.sum(np.isfinite(table) & ~np.isfinite(table.T))) for table in ways.travel)
    if one_way:
        found.append({"what": "one_way", "n": one_way})
    return found


def problems_after(plan: WeeksPlan, calendar: adapt.Calendar) -> list[Problem]:
    """What the plan could not do: wishes that were not kept, villages that wait beyond their limit."""
    found: list[Problem] = [
        {"what": "not_kept", "village": fixed.place, "day": calendar.on(fixed.day).isoformat(), "why": why}
        for fixed, why in plan.not_kept
    ]
    few = {day for _officer, day in plan.no_vehicle}
    found += [{"what": "few_vehicles", "n": len(few)}] if few else []
    return found + [{"what": "late", "village": code, "n": days} for code, days in plan.late.items()]
