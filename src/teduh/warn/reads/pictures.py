"""An alarm as a picture: where its villages lie among the others, and its days beside what is usual."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians
from typing import Final

from teduh.listen import reads as listen
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.triage import reads as triage
from teduh.warn.models import Alarm
from teduh.warn.rules import WATCHED_KINDS, AlarmKind

WIDTH: Final = 320
MARGIN: Final = 12
TIMELINE_DAYS: Final = 28
BAR_WIDTH: Final = 11
BAR_HEIGHT: Final = 90


@dataclass(frozen=True)
class Dot:
    name: str
    x: float
    y: float
    inside: bool


@dataclass(frozen=True)
class Picture:
    """The villages of the district as dots, north up; those of the alarm last, so that they lie on top."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    without_place: int


@dataclass(frozen=True)
class Bar:
    day: date
    count: int
    inside: bool
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Timeline:
    """What was counted each day in the villages of the alarm; `usual` is what was expected of a day."""

    bars: tuple[Bar, ...]
    usual: float
    usual_y: float
    width: int
    height: int


def picture_of(alarm: Alarm) -> Picture:
    return picture_of_codes(alarm.unit, {area.code for area in alarm.villages.all()}, on=alarm.last_seen_on)


def picture_of_codes(unit: Unit, codes: Iterable[str], *, on: date) -> Picture:
    """These villages among all of the unit."""
    return draw(list(places.villages_of_unit(unit, on=on).order_by("code")), set(codes))


def draw(villages: list[Area], inside: set[str]) -> Picture:
    known = [(area, area.latitude, area.longitude) for area in villages if area.latitude is not None]
    spots = [(area, lat, lng) for area, lat, lng in known if lat is not None and lng is not None]
    if not spots:
        return Picture(WIDTH, MARGIN, (), len(villages))
    south, north = min(lat for _a, lat, _g in spots), max(lat for _a, lat, _g in spots)
    west, east = min(lng for _a, _t, lng in spots), max(lng for _a, _t, lng in spots)
    stretch = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * stretch, north - south, 1e-6)
    dots = [
        Dot(
            area.name,
            round(MARGIN + (lng - west) * stretch * scale, 1),
            round(MARGIN + (north - lat) * scale, 1),
            area.code in inside,
        )
        for area, lat, lng in spots
    ]
    dots.sort(key=lambda dot: dot.inside)
    return Picture(WIDTH, round(2 * MARGIN + (north - south) * scale), tuple(dots), len(villages) - len(spots))


def timeline_of(alarm: Alarm) -> Timeline | None:
    """Reports of what is watched, or all reports where the alarm is a silence; None before it was seen on any day."""
    told = next(iter(alarm.days.all()), None)
    if told is None:
        return None
    last = told.day
    first = last - timedelta(days=TIMELINE_DAYS - 1)
    counted = _counts(alarm, list(told.villages), first, last)
    usual = told.expected / ((told.window_last - told.window_first).days + 1)
    most = max([usual, *counted.values(), 1.0])
    bars = []
    for number in range(TIMELINE_DAYS):
        day = first + timedelta(days=number)
        height = round(counted.get(day, 0) / most * BAR_HEIGHT, 1)
        inside = told.window_first <= day <= told.window_last
        bars.append(Bar(day, counted.get(day, 0), inside, number * BAR_WIDTH, round(BAR_HEIGHT - height, 1), height))
    usual_y = round(BAR_HEIGHT - usual / most * BAR_HEIGHT, 1)
    return Timeline(tuple(bars), usual, usual_y, TIMELINE_DAYS * BAR_WIDTH, BAR_HEIGHT)


def _counts(alarm: Alarm, codes: list[str], first: date, last: date) -> dict[date, int]:
    villages = Area.objects.filter(pk__in=codes)
    if alarm.kind == AlarmKind.SILENCE:
        rows = listen.counts_by_village_and_day(villages=villages, first=first, last=last)
        days = [day for (_village, day), number in rows.items() for _one in range(number)]
    else:
        kinds = alarm.policy.get("kinds", WATCHED_KINDS)
        days = triage.watched_days(villages=villages, first=first, last=last, kinds=kinds)
    return {day: days.count(day) for day in set(days)}
