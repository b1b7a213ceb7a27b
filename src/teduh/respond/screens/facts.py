"""The public pages of checked facts: no script, no village named, the fact before the myth."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teduh.cores.errors import NotFound
from teduh.respond import reads
from teduh.respond.models import Clarification
from teduh.triage.rules import Verdict
from teduh.trust.access import public
from teduh.web.paging import Page


def _shown(row: Clarification) -> dict[str, object]:
    """A fact in the reader's language, where it was written in that language."""
    english = get_language() == "en"
    return {
        "row": row,
        "title": row.title_en if english and row.title_en else row.title,
        "fact": row.fact_en if english and row.fact_en else row.fact,
        "verdict": Verdict(row.verdict).label,
    }


@public
@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    page = Page(request, reads.published(), per_page=10)
    return render(request, "respond/facts.html", {"page": page, "facts": [_shown(row) for row in page.rows]})


def _fact(slug: str) -> Clarification:
    found = reads.published_by_slug(slug)
    if found is None:
        raise NotFound(_("Fakta ini tidak ada. Mungkin alamatnya salah ketik."))
    return found


@public
@require_GET
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    row = _fact(slug)
    return render(request, "respond/fact.html", {**_shown(row), "places": reads.coarse_places(row)})


@public
@require_GET
def fact_print(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet for the notice board, with the address as a QR code."""
    row = _fact(slug)
    address = request.build_absolute_uri(request.path.removesuffix("cetak/"))
    qr = segno.make(address, micro=False).svg_data_uri(scale=4, border=2)
    context = {**_shown(row), "places": reads.coarse_places(row), "qr": qr, "address": address}
    return render(request, "respond/fact_print.html", context)


urls = [
    path("fakta/", facts, name="facts"),
    path("fakta/<slug:slug>/", fact, name="fact"),
    path("fakta/<slug:slug>/cetak/", fact_print, name="fact_print"),
]
