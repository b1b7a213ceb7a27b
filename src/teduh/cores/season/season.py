"""A season, day by day: orders in, reports out, truth kept."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from teduh.cores.errors import Refused
from teduh.cores.season.catalogue import KINDS, catalogue
from teduh.cores.season.chance import Bits, Ints, Stream, bits, pick, poisson, unit
from teduh.cores.season.heat import PHASE_TENSION, Fires, Relief, levels
from teduh.cores.season.land import Land, People, Village
from teduh.cores.season.orders import Clarification, Orders, Policy, Seen, Told, checked, matters, stay
from teduh.cores.season.plant import minutes, plant
from teduh.cores.season.result import Outcome, Result
from teduh.cores.season.settings import Settings
from teduh.cores.season.spread import Heard, Spread
from teduh.cores.season.table import Reports, Source


class Season:
    """One season of one seed, to be gone through day by day.

    Two seasons of one seed that differ in their orders meet the same luck: every difference is the orders' effect.

    Parameters
    ----------
    villages : sequence of Village, or Land
        Pass a `Land` to make many seasons of the same villages.
    seed : int
        From 0 to 2**63 - 1.

    Raises
    ------
    Refused
        For a seed or a list of villages that cannot be taken.
    """

    def __init__(self, villages: Sequence[Village] | Land, *, seed: int, settings: Settings | None = None) -> None:
        if not 0 <= seed < 2**63:
            raise Refused("seed must lie from 0 to 2**63 - 1.", field="seed")
        self.land = villages if isinstance(villages, Land) else Land.of(villages)
        self.settings = settings or Settings()
        self.seed = seed
        self.day = 0
        self.people = People.of(self.land, seed, self.settings)
        self.planting = plant(self.land, self.people, seed, self.settings)
        count = len(self.land)
        self._relief = Relief(count, self.settings)
        self._fires = Fires(count, self.planting.flashpoints, self.planting.silences)
        self._spread = Spread(self.land, self.people, self.planting.rumours, seed, self.settings)
        self._noise_rates = self._noise()
        self._first_row = np.full(self.planting.issues, -1, dtype=np.int64)
        self._topic = self._topics_of_issues()
        self._rows = 0
        self._reports: list[Reports] = []
        self._told: list[Told] = []
        self._tension: list[NDArray[np.float32]] = []
        self._level: list[NDArray[np.uint8]] = []
        self._visited: list[NDArray[np.int32]] = []
        self._heat: list[float] = []
        self._last_visit = np.full(count, -1, dtype=np.int64)
        sizes = np.diff(self.land.first_of_district)
        officers = np.maximum(1, np.floor(sizes * self.settings.officer_share + 0.5).astype(np.int64))
        self.officer_minutes: Ints = officers * self.settings.officer_minutes

    @property
    def finished(self) -> bool:
        return self.day >= self.settings.days

    def seen(self) -> Seen:
        """What a policy may know this morning; nothing of the truth."""
        phase, warmth = self.settings.phase(self.day)
        return Seen(
            day=self.day,
            date=self.settings.date_of(self.day),
            phase=phase,
            warmth=warmth,
            told=tuple(self._told),
            last_visit=self._last_visit.copy(),
            district=self.land.district,
            minutes=self.officer_minutes.copy(),
        )

    def step(self, orders: Orders | None = None) -> Reports:
        """Let one day go by under these orders; returns its reports.

        Raises
        ------
        Refused
            When the season is over, or the orders cannot be carried out.
        """
        if self.finished:
            raise Refused(f"The season has {self.settings.days} days and is over.")
        orders = orders or Orders()
        count = len(self.land)
        given = checked(orders, villages=count, district=self.land.district, minutes=self.officer_minutes)
        self._clarify(orders.clarifications)
        self._relief.step(given)
        self._last_visit[given > 0] = self.day
        _, warmth = self.settings.phase(self.day)
        eased = 1.0 - self._relief.now
        heard = self._spread.step(self.day, self._relief.now, warmth)
        fire = self._fires.step(self.day, self._relief.now)
        flash = fire.heat * eased
        heat = flash + self._spread.heat() * eased
        self._tension.append((self.people.calm + PHASE_TENSION * warmth + heat).astype(np.float32))
        self._level.append(levels(heat, flash, fire.incident))
        self._visited.append(given.astype(np.int32))
        self._heat.append(math.fsum(heat.tolist()))
        reports = self._gathered(self._planned(), self._about_rumours(heard), self._about_noise())
        self._reports.append(reports)
        self._told.append(
            Told(
                reports.day,
                reports.minute,
                reports.village,
                catalogue().kind[reports.topic],
                matters(self.seed, reports.issue),
            )
        )
        self.day += 1
        return reports

    def result(self) -> Result:
        """Everything, once the last day has gone.

        Raises
        ------
        Refused
            Before that.
        """
        if not self.finished:
            raise Refused(f"The season is at day {self.day} of {self.settings.days}; go through all of them first.")
        level, visited = np.stack(self._level), np.stack(self._visited)
        outcome = Outcome(
            tension_days=math.fsum(self._heat),
            latent_days=int((level == 1).sum()),
            imminent_days=int((level == 2).sum()),
            actual_days=int((level == 3).sum()),
            incidents=int(self._fires.happened.sum()),
            heard=int(self._spread.heard.sum()),
            visit_minutes=int(visited.sum(dtype=np.int64)),
        )
        return Result(
            land=self.land,
            people=self.people,
            settings=self.settings,
            seed=self.seed,
            planting=self.planting,
            reports=Reports.together(self._reports),
            tension=np.stack(self._tension),
            level=level,
            happened=self._fires.happened.copy(),
            visited=visited,
            outcome=outcome,
        )

    def _clarify(self, clarifications: Sequence[Clarification]) -> None:
        rumours = self.planting.rumours
        if not clarifications:
            return
        names = matters(self.seed, np.array([rumour.issue for rumour in rumours], dtype=np.int64))
        number = {int(name): index for index, name in enumerate(names)}
        for clarification in clarifications:
            if any(not 0 <= village < len(self.land) for village in clarification.villages):
                raise Refused(f"A clarification names a village outside the list of {len(self.land)}.")
            # To explain a matter that is no rumour does no harm and changes nothing.
            if clarification.matter in number:
                villages = np.array(sorted(set(clarification.villages)), dtype=np.int64)
                self._spread.clarify(number[clarification.matter], villages)

    def _noise(self) -> list[float]:
        """Ordinary reports of each day: what planted issues are expected to bring comes off the given rate.

        What silent villages would have sent is added to the others.
        """
        settings, planted = self.settings, self.planting
        districts = len(self.land.district_codes)
        early = len(planted.flashpoints) * (settings.reports_before + settings.reports_after)
        flooded = len(planted.floods) * sum(settings.flood_messages) / 2
        rumoured = len(planted.rumours) * RUMOUR_REPORTS * settings.rumour_report / Settings.rumour_report
        expected = (early + flooded + rumoured) / districts / settings.days
        share = max(0.0, 1.0 - expected / settings.reports_per_day) if settings.reports_per_day else 0.0
        silent = math.fsum(float(self.people.share[s.village]) * (s.last - s.first + 1) for s in planted.silences)
        heard = 1.0 - silent / districts / settings.days
        return [rate * share / heard for rate in settings.rates()]

    def _topics_of_issues(self) -> Ints:
        words, planting = catalogue(), self.planting
        topic = np.zeros(planting.issues, dtype=np.int64)
        for use, planted in (
            ("flashpoint", planting.flashpoints),
            ("flood", planting.floods),
            ("rumour", planting.rumours),
        ):
            issues = np.array([entry.issue for entry in planted], dtype=np.int64)
            if issues.size:
                luck = unit(self.seed, Stream.ISSUE_WORDS, issues)
                topic[issues] = words.of_use[use][pick(words.totals[use], luck)]
        return topic

    def _planned(self) -> Reports:
        """Today's reports about flashpoints and floods."""
        planned = self.planting.planned
        first, last = np.searchsorted(planned.day, [self.day, self.day + 1])
        here = np.arange(first, last)
        flash = planned.issue[here] < len(self.planting.flashpoints)
        happened = np.append(self._fires.happened, False)[np.where(flash, planned.issue[here], -1)]
        thinned = unit(self.seed, Stream.THINNED, planned.key[here]) < self._relief.now[planned.village[here]]
        keep = ~flash | np.where(planned.after[here], happened, ~thinned)
        here, flash = here[keep], flash[keep]
        return self._drafts(
            minute=planned.minute[here],
            village=planned.village[here],
            topic=self._topic[planned.issue[here]],
            issue=planned.issue[here],
            source=np.where(flash, Source.FLASHPOINT, Source.FLOOD),
            copy=planned.copy[here],
            key=planned.key[here],
        )

    def _about_rumours(self, heard: Heard) -> Reports:
        rumour, village = np.repeat(heard.rumour, heard.reports), np.repeat(heard.village, heard.reports)
        number = _within(heard.reports)
        key = bits(self.seed, Stream.RUMOUR_REPORT, self.day, rumour, self.land.keys[village], number, 9)
        # Rumours are numbered after flashpoints and floods.
        issue = rumour + self.planting.issues - len(self.planting.rumours)
        copied = unit(self.seed, Stream.RUMOUR_REPORT, key, 1) < self.settings.rumour_copy_share
        return self._drafts(
            minute=minutes(bits(self.seed, Stream.MINUTE, key)),
            village=village,
            topic=self._topic[issue],
            issue=issue,
            source=np.full(len(issue), Source.RUMOUR),
            copy=copied,
            key=key,
        )

    def _about_noise(self) -> Reports:
        words, keys = catalogue(), self.land.keys
        mean = self.people.share * self._noise_rates[self.day]
        count = poisson(mean, unit(self.seed, Stream.NOISE, self.day, keys))
        sending = np.flatnonzero(count)
        village, number = np.repeat(sending, count[sending]), _within(count[sending])
        key = bits(self.seed, Stream.NOISE, self.day, keys[village], number, 9)
        topic = words.of_use["noise"][pick(words.totals["noise"], unit(self.seed, Stream.TOPIC, key))]
        # One matter: the same topic in the same village in the same seven days.
        week, weeks = self.day // 7, self.settings.days // 7 + 1
        issue = self.planting.issues + (village * len(words.topics) + topic) * weeks + week
        issue = np.where(words.has_issue[topic], issue, -1)
        return self._drafts(
            minute=minutes(bits(self.seed, Stream.MINUTE, key)),
            village=village,
            topic=topic,
            issue=issue,
            source=np.full(len(issue), Source.NOISE),
            copy=np.zeros(len(issue), dtype=np.bool_),
            key=key,
        )

    def _drafts(
        self,
        *,
        minute: Ints,
        village: Ints,
        topic: Ints,
        issue: Ints,
        source: NDArray[np.int_],
        copy: NDArray[np.bool_],
        key: Bits,
    ) -> Reports:
        """Reports of today whose order and origins are not settled yet."""
        day = np.full(len(minute), self.day, dtype=np.int64)
        return Reports(day, minute, village, topic, issue, source.astype(np.int8), copy, day, key)

    def _gathered(self, *parts: Reports) -> Reports:
        """The day's reports in order of time, without the silent villages; who copies whom is settled here."""
        all_ = Reports.together(list(parts))
        silent = [s.village for s in self.planting.silences if s.first <= self.day <= s.last]
        keep = np.flatnonzero(~np.isin(all_.village, silent))
        order = keep[np.lexsort((all_.key[keep], all_.village[keep], all_.minute[keep]))]
        issue, copy = all_.issue[order], all_.copy[order].copy()
        row = self._rows + np.arange(len(order), dtype=np.int64)
        planted = np.flatnonzero((issue >= 0) & (issue < self.planting.issues))
        fresh, place = np.unique(issue[planted], return_index=True)
        new = self._first_row[fresh] < 0
        self._first_row[fresh[new]] = row[planted[place[new]]]
        first = np.where(all_.source[order] == Source.NOISE, row, 0)
        first[planted] = self._first_row[issue[planted]]
        copy &= first != row
        self._rows += len(order)
        return Reports(
            all_.day[order],
            all_.minute[order],
            all_.village[order],
            all_.topic[order],
            issue,
            all_.source[order],
            copy,
            np.where(copy, first, row),
            all_.key[order],
        )


# Reports that one rumour brings on average with the default settings, measured over seeds 0 to 199.
RUMOUR_REPORTS = 25.3


def _within(counts: Ints) -> Ints:
    """0, 1, … within each group of these sizes."""
    return np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)


def simulate(
    villages: Sequence[Village] | Land, *, seed: int, settings: Settings | None = None, policy: Policy = stay
) -> Result:
    """Go through a whole season under a policy.

    See Also
    --------
    Season : the same, one day at a time.
    """
    season = Season(villages, seed=seed, settings=settings)
    while not season.finished:
        season.step(policy(season.seen()))
    return season.result()


def kinds_of(reports: Reports) -> list[str]:
    """The kind of each report, in words."""
    return [KINDS[kind] for kind in catalogue().kind[reports.topic]]
