"""How long what is kept, who may change it, and the impact assessment that follows from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from teduh.rights import actions, assessment, schedule
from teduh.rights.screens.forms import TimerForm
from teduh.trust.access import fresh, may, permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.answers import try_action


@permitted(Permission.RETENTION_READ)
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    changes = may(person, Permission.RETENTION_CHANGE) and actions.rules_server(person)
    rows = [
        {"timer": timer, "changeable": changes and timer.kind.days and timer.kind.changed_by == person.role}
        for timer in schedule.timers(at=timezone.now())
    ]
    return render(request, "rights/retention.html", {"rows": rows})


@permitted(Permission.RETENTION_CHANGE)
@fresh
@require_http_methods(["GET", "POST"])
def retention_change(request: HttpRequest, kind: str) -> HttpResponse:
    line = schedule.kind(kind)
    actions.require_server(person_of(request))
    form = TimerForm(request.POST) if request.method == "POST" else TimerForm(initial={"days": line.days})
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "kind": kind, "by": person_of(request), "at": timezone.now()}
        if try_action(form, actions.change_timer, **values):
            messages.success(request, _("Tersimpan. Waktu yang lebih pendek berlaku sesudah tujuh hari."))
            return redirect("retention")
    context = {"form": form, "line": line}
    return render(request, "rights/retention_change.html", context, status=400 if form.is_bound else 200)


@permitted(Permission.RETENTION_READ)
@require_GET
def dpia(request: HttpRequest) -> HttpResponse:
    return render(request, "rights/dpia.html", {"dpia": assessment.make(at=timezone.now())})
