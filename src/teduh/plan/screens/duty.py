"""What every plan keeps: hours, days away, what is special about villages, ways, and how the district plans."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.places.models import Unit
from teduh.plan import actions, reads
from teduh.plan.screens.forms import AwayForm, HoursForm, RuleForm, VehiclesForm
from teduh.plan.screens.policy_forms import FEW, MORE, PolicyForm
from teduh.plan.screens.words import clock, weekday_name
from teduh.trust.access import may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role
from teduh.web.answers import try_action


def _sector(person: Person, key: str) -> Unit:
    unit = reads.planning_unit(person, key)
    if unit is None:
        raise NotFound(_("Tidak ada polsek dalam wilayah tugas Anda."))
    return unit


def _officer(person: Person, pk: UUID) -> Person:
    found = reads.officers_for(person.unit).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Petugas ini tidak ada, atau bukan dari satuan Anda."))
    return found


@permitted(Permission.PLAN_READ)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Everything that a plan of this sector keeps, on one page."""
    person = person_of(request)
    unit = _sector(person, request.GET.get("unit", ""))
    return render(request, "plan/rules.html", _context(person, unit, form=None))


def _context(person: Person, unit: Unit, *, form: RuleForm | None) -> dict[str, Any]:
    today = timezone.localdate()
    officers = list(reads.officers_for(unit))
    policy, version = reads.policy_of(unit)
    changes = may(person, Permission.PLAN_CHANGE)
    return {
        "unit": unit,
        "units": reads.planning_units(person),
        "officers": _hours(officers, today),
        "rules": [
            {
                "rule": row,
                "from": clock(row.starts),
                "until": clock(row.ends),
                "weekday": "" if row.weekday is None else weekday_name(row.weekday),
            }
            for row in reads.village_rules(unit, on=today)
        ],
        "tables": sorted(reads.travel_tables(unit).values(), key=lambda table: table.mode),
        "policy": policy,
        "usual": (clock(policy.duty_from), clock(policy.duty_until), clock(policy.duty_friday_until)),
        "version": version,
        "changes": changes,
        "sets_policy": may(person, Permission.PLAN_ORDER),
        "vehicles": VehiclesForm(initial=reads.shared_vehicles(unit)),
        "form": form or (RuleForm(villages=_villages(unit), officers=officers) if changes else None),
    }


def _hours(officers: list[Person], today: date) -> list[dict[str, Any]]:
    """Hours, way and days away of those who are planned."""
    hours, travel = reads.hours_of(officers), reads.modes_of(officers)
    away: dict[UUID, list[Any]] = {}
    for row in reads.away_in(officers, first=today, last=today.replace(year=today.year + 1, day=1)):
        away.setdefault(row.person_id, []).append(row)
    return [
        {
            "officer": who,
            "hours": [
                {"weekday": weekday_name(day), "from": clock(span[0]), "until": clock(span[1])}
                for day, span in sorted(hours.get(who.pk, {}).items())
            ],
            "place": travel.get(who.pk),
            "away": away.get(who.pk, []),
        }
        for who in officers
        # Only village officers are planned; a chief goes where somebody sends or pins them.
        if who.role == Role.VILLAGE_OFFICER
    ]


def _villages(unit: Unit) -> Any:
    return places.villages_of_unit(unit, on=timezone.localdate()).order_by("name")


@permitted(Permission.PLAN_CHANGE)
@require_POST
def rule_add(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    unit = _sector(person, request.POST.get("unit", ""))
    officers = list(reads.officers_for(unit))
    form = RuleForm(request.POST, villages=_villages(unit), officers=officers)
    if form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("village", "kind", "first", "last")}
        values["officer"] = next((who for who in officers if str(who.pk) == data["officer"]), None)
        values["weekday"] = int(data["weekday"]) if data["weekday"] else None
        if try_action(
            form, actions.add_village_rule, unit=unit, **values, hours=form.hours(), by=person, at=timezone.now()
        ):
            messages.success(request, _("Tersimpan. Usulan berikutnya mematuhinya."))
            return redirect("plan_rules")
    return render(request, "plan/rules.html", _context(person, unit, form=form), status=400)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def rule_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    actions.end_village_rule(rule=reads.village_rule(person, pk), by=person, at=timezone.now())
    messages.success(request, _("Dihapus. Usulan berikutnya tidak memakainya lagi."))
    return redirect("plan_rules")


@permitted(Permission.PLAN_CHANGE)
@require_POST
def vehicles(request: HttpRequest) -> HttpResponse:
    """How many vehicles the sector's officers share."""
    person = person_of(request)
    unit = _sector(person, request.POST.get("unit", ""))
    form = VehiclesForm(request.POST)
    if form.is_valid() and try_action(
        form, actions.share_vehicles, unit=unit, counts=form.counts(), by=person, at=timezone.now()
    ):
        messages.success(request, _("Tersimpan. Usulan berikutnya mematuhinya."))
        return redirect(f"{reverse('plan_rules')}?unit={unit.key}")
    context = {**_context(person, unit, form=None), "vehicles": form}
    return render(request, "plan/rules.html", context, status=400)


@permitted(Permission.PLAN_CHANGE)
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One officer's hours, base and way of travelling, and the days on which they are away."""
    person = person_of(request)
    officer = _officer(person, pk)
    place = reads.base_of(officer)
    initial = {"mode": place.mode, "base": place.base_id, "usual_hours": place.usual_hours} if place else {}
    own = reads.hours_of([officer]).get(officer.pk, {})
    form = HoursForm(
        request.POST or None, villages=_villages(officer.unit), hours=own, initial=initial or {"usual_hours": True}
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("base", "mode", "usual_hours")}
        if try_action(
            form, actions.set_hours, person=officer, hours=form.hours(), **values, by=person, at=timezone.now()
        ):
            messages.success(request, _("Jam petugas tersimpan."))
            return redirect("plan_rules")
    today = timezone.localdate()
    rows = reads.away_in([officer], first=today, last=today.replace(year=today.year + 1, day=1))
    context = {"officer": officer, "form": form, "away": list(rows), "away_form": AwayForm()}
    return render(request, "plan/hours.html", context, status=400 if form.errors else 200)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def away_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    officer = _officer(person, pk)
    form = AwayForm(request.POST)
    done = form.is_valid() and try_action(
        form, actions.add_away, person=officer, **form.cleaned_data, by=person, at=timezone.now()
    )
    if done:
        messages.success(request, _("Tercatat. Alasannya tidak disimpan."))
    else:
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("plan_hours", pk=officer.pk)


@permitted(Permission.PLAN_CHANGE)
@require_POST
def away_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    row = reads.away(person, pk)
    actions.end_away(away=row, by=person, at=timezone.now())
    messages.success(request, _("Dihapus."))
    return redirect("plan_hours", pk=row.person_id)


@permitted(Permission.PLAN_ORDER)
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """The numbers that the district sets for all of its sectors."""
    person = person_of(request)
    unit = reads.duty_of(person.unit)
    now, version = reads.policy_of(unit)
    sent = request.POST if request.method == "POST" else None
    form, more = PolicyForm(now, FEW, sent), PolicyForm(now, MORE, sent)
    if form.is_valid() and more.is_valid():
        values = {**now.changed(), **form.values(), **more.values()}
        if try_action(form, actions.change_policy, unit=unit, values=values, by=person, at=timezone.now()):
            messages.success(request, _("Cara merencana diubah. Rencana yang sudah ada tidak berubah."))
            return redirect("plan_policy")
    policies = list(reads.policies_of(unit))
    context = {"unit": unit, "form": form, "more": more, "version": version, "policies": policies}
    return render(request, "plan/policy.html", context, status=400 if form.errors or more.errors else 200)
