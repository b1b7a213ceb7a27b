"""Taking a table out as a file: for a purpose that is typed, after a fresh proof, on record."""

from datetime import timedelta
from typing import Any, Final, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from teduh.cores.errors import Refused
from teduh.learn import actions
from teduh.learn.rules import EXPORT_NEEDS, PURPOSE_LIMIT, ExportTable, FileKind
from teduh.learn.sheets import csv_bytes, xlsx_file
from teduh.trust.access import fresh, may, permitted, person_of
from teduh.trust.models import Person
from teduh.trust.rules import Permission

USUAL_DAYS: Final = 28
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAY: Final = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class ExportForm(forms.Form):
    table = forms.ChoiceField(label=_("Tabel"), widget=forms.RadioSelect)
    first = forms.DateField(label=_("Dari tanggal"), **_DAY)  # type: ignore[arg-type]
    last = forms.DateField(label=_("Sampai tanggal"), **_DAY)  # type: ignore[arg-type]
    kind = forms.ChoiceField(label=_("Jenis berkas"), choices=FileKind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=_("Untuk apa"),
        help_text=_("Satu kalimat. Tercatat di jejak audit dan tertulis di dalam berkas."),
        max_length=PURPOSE_LIMIT,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = [(table.value, table.label) for table in ExportTable if may(person, EXPORT_NEEDS[table])]
        self.fields["table"].choices = tables  # type: ignore[attr-defined]


@permitted(Permission.EXPORT)
@fresh
@never_cache
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    initial = {"first": today - timedelta(days=USUAL_DAYS - 1), "last": today, "kind": FileKind.CSV}
    form = ExportForm(request.POST if request.method == "POST" else None, initial=initial, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            # The file is Indonesian whatever language the officer reads.
            with translation.override("id"):
                taken = actions.export(**form.cleaned_data, by=person, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            # Django's types call an answer that streams another kind of response than a page.
            return cast(HttpResponse, _file(taken, form.cleaned_data["kind"], form.cleaned_data["table"]))
    return render(request, "learn/exports.html", {"form": form}, status=400 if form.errors else 200)


def _file(taken: actions.Taken, kind: str, table: str) -> StreamingHttpResponse:
    name = f"teduh-{table}-E{taken.stamp.number}.{kind}"
    answer: StreamingHttpResponse
    if kind == FileKind.XLSX:
        with translation.override("id"):
            answer = FileResponse(xlsx_file(taken.sheet, taken.stamp), content_type=XLSX)
    else:
        answer = StreamingHttpResponse(_indonesian(taken), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _indonesian(taken: actions.Taken) -> Any:
    """The pieces are made while the answer is being sent, when the language of the request is gone."""
    with translation.override("id"):
        yield from csv_bytes(taken.sheet, taken.stamp)


urls = [path("ekspor/", exports, name="exports")]
