"""Officers with everything that is known of when and where they can go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from teduh.cores.route.weeks import Officer
from teduh.places.models import Area, Posting
from teduh.plan import adapt, reads
from teduh.plan.models import Away, DutyPlace, Stop, VillageRule
from teduh.plan.policy import Policy
from teduh.plan.rules import VillageRuleKind
from teduh.plan.steps.standing import standing_of
from teduh.trust.models import Person


@dataclass(frozen=True)
class Staff:
    people: tuple[Person, ...]
    hours: Mapping[UUID, Mapping[int, tuple[int, int]]]
    places: Mapping[UUID, DutyPlace]
    own: Mapping[UUID, set[str]]
    away: Mapping[UUID, list[Away]]
    never: Mapping[UUID, set[str]]

    @classmethod
    def of(
        cls,
        people: Sequence[Person],
        postings: Sequence[Posting],
        rules: Sequence[VillageRule],
        *,
        first: date,
        last: date,
    ) -> "Staff":
        away: dict[UUID, list[Away]] = {}
        for row in reads.away_in(people, first=first, last=last):
            away.setdefault(row.person_id, []).append(row)
        never: dict[UUID, set[str]] = {}
        for rule in rules:
            if rule.kind == VillageRuleKind.NOT_THIS_OFFICER and rule.officer_id is not None:
                never.setdefault(rule.officer_id, set()).add(rule.village_id)
        ordered = tuple(sorted(people, key=lambda person: str(person.pk)))
        return cls(ordered, reads.hours_of(people), reads.modes_of(people), adapt.looked_after(postings), away, never)

    def bases(self) -> list[Area]:
        return [place.base for place in self.places.values() if place.base is not None]

    def officers(
        self,
        ways: adapt.Ground,
        *,
        base: Area | None,
        policy: Policy,
        calendar: adapt.Calendar,
        started: Sequence[Stop],
    ) -> tuple[Officer, ...]:
        """As the core takes them; who has no place of their own begins at the base of the sector."""
        found, standing = [], standing_of(started)
        for person in self.people:
            place = self.places.get(person.pk)
            begins = place.base if place is not None and place.base is not None else base
            here = standing.get(person.pk)
            found.append(
                adapt.officer_of(
                    person,
                    base=ways.points[begins.pk] if begins is not None else 0,
                    place=place,
                    hours=self.hours.get(person.pk, {}),
                    away=self.away.get(person.pk, []),
                    policy=policy,
                    calendar=calendar,
                    looks_after=self.own.get(person.pk, set()),
                    never=self.never.get(person.pk, set()),
                    stands=(ways.points[here.village], here.free) if here and here.village in ways.points else None,
                )
            )
        return tuple(found)
