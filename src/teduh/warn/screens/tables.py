"""How a district looks, when nobody could report, and its table of vulnerability."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from teduh.cores.errors import NotFound, Refused
from teduh.places import reads as places
from teduh.places.models import Area, Unit
from teduh.places.rules import AreaLevel
from teduh.triage.rules import IssueKind
from teduh.trust.access import may, permitted, person_of, villages_for
from teduh.trust.models import Person
from teduh.trust.rules import Permission
from teduh.warn import actions, reads
from teduh.warn.reads.tables import vulnerability_word
from teduh.warn.rules import TableShape
from teduh.warn.screens.forms import GapForm, PolicyForm, VulnerabilityForm
from teduh.web.answers import try_action


def _district(person: Person) -> Unit:
    unit = reads.district_of(person.unit)
    if unit is None:
        raise NotFound(_("Tidak ada polres dalam wilayah tugas Anda."))
    return unit


def _areas(person: Person) -> Any:
    """The person's villages and the subdistricts above them."""
    villages = villages_for(person, on=timezone.localdate())
    codes = [code for pair in villages.values_list("pk", "parent") for code in pair if code]
    return Area.objects.filter(pk__in=codes).select_related("parent").order_by("code")


@permitted(Permission.ALARM_DECIDE)
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """Everybody who decides may read it; who may set it sees the form."""
    person = person_of(request)
    unit, setup = _district(person), reads.policy_of(_district(person))
    sets = may(person, Permission.ALARM_POLICY) and person.unit_id == unit.pk
    form = PolicyForm.starting(setup.watch, setup.kinds)
    if request.method == "POST" and sets:
        form = PolicyForm(request.POST)
        if form.is_valid() and _changed(form, unit, setup, person):
            messages.success(request, _("Cara memantau diubah. Peringatan yang sudah ada tidak berubah."))
            return redirect("alarm_policy")
    context = {
        "unit": unit,
        "setup": setup,
        "kinds": [IssueKind(kind).label for kind in setup.kinds],
        "policies": list(reads.policies_of(unit)),
        "form": form if sets else None,
        "gap_form": GapForm(areas=_areas(person)),
    }
    return render(request, "warn/policy.html", context, status=400 if form.errors else 200)


def _changed(form: PolicyForm, unit: Unit, setup: reads.Setup, person: Person) -> bool:
    data = dict(form.cleaned_data)
    reason, kinds = data.pop("reason"), data.pop("kinds")
    try:
        actions.change_policy(
            unit=unit, watch={**setup.watch, **data}, kinds=kinds, reason=reason, by=person, at=timezone.now()
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


@permitted(Permission.ALARM_DECIDE)
@require_POST
def gap(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = GapForm(request.POST, areas=_areas(person))
    if not form.is_valid():
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("alarm_policy")
    try:
        actions.note_gap(**form.cleaned_data, by=person, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Tercatat. Hari-hari itu tidak dihitung sebagai sepi."))
    return redirect("alarm_policy")


@permitted(Permission.WATCH_READ)
@require_GET
def vulnerability(request: HttpRequest) -> HttpResponse:
    """Rows in the order of codes, never by score: it is no ranking."""
    person = person_of(request)
    unit = reads.district_of(person.unit)
    table = reads.vulnerability_of(unit) if unit else None
    mine = set(_areas(person).values_list("pk", flat=True))
    rows = [row for row in reads.vulnerability_rows(table) if row.area_id in mine] if table else []
    context = {
        "table": table,
        "rows": [{"row": row, "word": vulnerability_word(row.score).label} for row in rows],
        "edits": may(person, Permission.ALARM_POLICY),
        "today": timezone.localdate(),
        "age": (timezone.localdate() - table.as_of).days if table else None,
    }
    return render(request, "warn/vulnerability.html", context)


@permitted(Permission.ALARM_POLICY)
@require_http_methods(["GET", "POST"])
def vulnerability_edit(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    unit = _district(person)
    table = reads.vulnerability_of(unit)
    villages = places.villages_of_unit(unit, on=timezone.localdate()).order_by("code")
    own = list(table.rows.values_list("area", flat=True)) if table else []
    subdistricts = Area.objects.filter(pk__in=villages.order_by().values("parent"), level=AreaLevel.SUBDISTRICT)
    areas = [*subdistricts.order_by("code"), *villages.filter(pk__in=own)]
    form = VulnerabilityForm(request.POST or None, areas=areas, villages=villages.select_related("parent"), table=table)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("source", "as_of", "reason")}
        values |= {"shape": TableShape(data["shape"]), "rows": form.rows()}
        if try_action(form, actions.save_vulnerability, unit=unit, **values, by=person, at=timezone.now()):
            messages.success(request, _("Tabel kerawanan tersimpan sebagai versi baru."))
            return redirect("vulnerability")
    context = {"form": form, "table": table, "unit": unit}
    return render(request, "warn/vulnerability_edit.html", context, status=400 if form.errors else 200)
