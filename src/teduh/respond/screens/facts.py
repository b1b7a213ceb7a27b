"""The public pages of checked facts: no script, no village named, the fact before the myth."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_GET

from teduh.cores.errors import NotFound
from teduh.respond import reads
from teduh.respond.models import Clarification
from teduh.respond.rules import PublicationState
from teduh.respond.screens.clarification_forms import sources_of
from teduh.triage.rules import Verdict
from teduh.trust.access import public
from teduh.web.paging import Page

PER_PAGE: Final = 10
KEPT_SECONDS: Final = 300
# How sure we are, as a shape before the words; a sign that repeats or stamps the claim is never used.
SHAPES: Final[dict[str, str]] = {
    Verdict.NEW: "i",
    Verdict.UNDER_INVESTIGATION: "…",
    Verdict.PROBABLY_TRUE: "≈",
    Verdict.CONFIRMED_TRUE: "✓",
    Verdict.PROBABLY_FALSE: "≈",
    Verdict.CONFIRMED_FALSE: "≠",
}


@dataclass(frozen=True)
class Status:
    shape: str
    words: str | Promise


def status_of(verdict: str) -> Status:
    """How a fact's status is shown: a shape and its words. What was never a rumour carries no verdict."""
    words = gettext_lazy("Penjelasan") if verdict == Verdict.NEW else Verdict(verdict).label
    return Status(SHAPES.get(verdict, "?"), words)


def _shown(row: Clarification) -> dict[str, Any]:
    """A fact in the reader's language, where it was written in that language; the rest says which language it is."""
    english = get_language() == "en" and bool(row.title_en)
    shown: dict[str, Any] = {"row": row, "status": status_of(row.verdict), "sources": sources_of(row)}
    for name in ("title", "fact", "myth", "why"):
        translated = getattr(row, f"{name}_en") if english else ""
        shown[name] = translated or getattr(row, name)
        shown[f"{name}_lang"] = "en" if translated else "id"
    return shown


def _page(slug: str) -> dict[str, Any]:
    row = reads.published_by_slug(slug)
    if row is None:
        raise NotFound(_("Fakta ini tidak ada. Mungkin alamatnya salah ketik."))
    return {**_shown(row), "places": reads.coarse_places(row), "is_withdrawn": row.state == PublicationState.WITHDRAWN}


def _stamp(request: HttpRequest, slug: str) -> str | None:
    """Changes whenever the page would: another state, another language, another release of the site."""
    row = reads.published_by_slug(slug)
    if row is None:
        return None
    parts = (row.pk, row.published_at, row.withdrawn_at, get_language(), settings.DEMO, settings.EMERGENCY_NUMBER)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def kept_by_the_phone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The phone may show the page again for a few minutes without asking.

    Only the phone: the form that changes the language carries a token of its reader, which no shared cache may hold.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return kept


@public
@require_GET
@kept_by_the_phone
def facts(request: HttpRequest) -> HttpResponse:
    page = Page(request, reads.published(), per_page=PER_PAGE)
    return render(request, "respond/facts.html", {"page": page, "facts": [_shown(row) for row in page.rows]})


@public
@require_GET
@kept_by_the_phone
@condition(etag_func=_stamp)
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "respond/fact.html", _page(slug))


@public
@require_GET
def fact_print(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet for the notice board, with the address as a QR code."""
    address = request.build_absolute_uri(request.path.removesuffix("cetak/"))
    qr = segno.make(address, micro=False).svg_data_uri(scale=4, border=2)
    # The sheet hangs on a public board, so it does not say which officer printed it.
    context = {**_page(slug), "qr": qr, "address": address, "person": None}
    return render(request, "respond/fact_print.html", context)


urls = [
    path("fakta/", facts, name="facts"),
    path("fakta/<slug:slug>/", fact, name="fact"),
    path("fakta/<slug:slug>/cetak/", fact_print, name="fact_print"),
]
