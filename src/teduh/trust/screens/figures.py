"""The community figures of one village: who agreed to be met, by office."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from teduh.cores.errors import NotFound, Refused
from teduh.places.models import Area
from teduh.trust import figures
from teduh.trust.access import may, permitted, person_of, villages_for
from teduh.trust.rules import ConsentHow, FigureEnd, FigureRole, Permission


class FigureForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=FigureRole.choices)
    office = forms.CharField(
        label=gettext_lazy("Jabatan"),
        max_length=figures.OFFICE_MOST,
        help_text=gettext_lazy("Jabatannya saja, bukan namanya. Misalnya: ketua karang taruna."),
        error_messages={"required": gettext_lazy("Tulis jabatannya, 3 sampai 80 huruf.")},
    )
    how = forms.ChoiceField(label=gettext_lazy("Bagaimana ia setuju?"), choices=ConsentHow.choices)
    agreed_on = forms.DateField(
        label=gettext_lazy("Setuju pada"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Tanggal ini tidak terbaca. Tulis seperti 14/10/2024.")},
    )


def _village(request: HttpRequest, code: str) -> Area:
    today = timezone.localdate()
    found = villages_for(person_of(request), on=today).select_related("parent").filter(pk=code).first()
    if found is None:
        raise NotFound(_("Desa ini tidak ada di wilayah tugas Anda."))
    return found


@permitted(Permission.VISIT_READ)
@require_http_methods(["GET", "POST"])
def village_figures(request: HttpRequest, code: str) -> HttpResponse:
    """Read the list; those who record visits add to it."""
    village, person = _village(request, code), person_of(request)
    form = FigureForm(request.POST or None, initial={"agreed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _noted(request, form, village):
        messages.success(request, _("Tersimpan. Bila ia berubah pikiran, hapus dari daftar ini."))
        return redirect("village_figures", code)
    context = {
        "village": village,
        "figures": figures.in_villages(Area.objects.filter(pk=village.pk)),
        "form": form,
        "writes": may(person, Permission.VISIT_RECORD),
        "ends": FigureEnd.choices,
    }
    return render(request, "trust/village_figures.html", context, status=400 if form.errors else 200)


def _noted(request: HttpRequest, form: FigureForm, village: Area) -> bool:
    """Whether it was noted; else the form says beside which field it was refused."""
    told = form.cleaned_data
    try:
        figures.note_figure(
            village=village,
            role=FigureRole(told["role"]),
            office=told["office"],
            how=ConsentHow(told["how"]),
            agreed_on=told["agreed_on"],
            by=person_of(request),
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(refused.field, refused.message)
        return False
    return True


@permitted(Permission.VISIT_RECORD)
@require_POST
def village_figure_end(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    village, why = _village(request, code), request.POST.get("why", "")
    figure = figures.in_villages(Area.objects.filter(pk=village.pk)).filter(pk=pk).first()
    if figure is None:
        raise NotFound(_("Jabatan ini tidak ada lagi dalam daftar."))
    if why not in FigureEnd.values:
        messages.warning(request, _("Pilih alasannya. Belum ada yang diubah."))
    else:
        figures.end_figure(figure=figure, why=FigureEnd(why), by=person_of(request), at=timezone.now())
        messages.success(request, _("Sudah dihapus dari daftar."))
    return redirect("village_figures", code)


urls = [
    path("papan/desa/<str:code>/tokoh/", village_figures, name="village_figures"),
    path("papan/desa/<str:code>/tokoh/<uuid:pk>/hapus/", village_figure_end, name="village_figure_end"),
]
