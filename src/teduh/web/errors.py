"""One error tree in, one page out: status, a title and one sentence."""

from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed, NotFound, Refused, TeduhError, Unavailable

STATUS: Final[dict[type[TeduhError], int]] = {Refused: 400, NotAllowed: 403, NotFound: 404, Unavailable: 503}


def status_of(error: TeduhError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def page(request: HttpRequest, error: TeduhError) -> HttpResponse:
    status = status_of(error)
    template = "web/errors/500.html" if status == 503 else f"web/errors/{status}.html"
    return render(request, template, {"message": str(error)}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, SuspiciousOperation) and "TooBig" in type(exception).__name__:
        message = _("Kiriman ini terlalu besar. Perkecil foto atau persingkat tulisan, lalu kirim lagi.")
    else:
        message = _("Kiriman ini tidak sampai utuh. Muat ulang halaman, lalu coba lagi.")
    return render(request, "web/errors/400.html", {"message": message}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/errors/403.html", {"message": ""}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        shape = {"error": "notfound", "message": "There is no such address in the API.", "field": None}
        return JsonResponse(shape, status=404)
    return render(request, "web/errors/404.html", {"message": ""}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    # Without the request's context: what broke may be the database that the page shell asks.
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _(
        "Halaman ini sudah terlalu lama terbuka. Muat ulang, lalu kirim lagi; tulisan Anda masih ada di peramban."
    )
    return render(request, "web/errors/403.html", {"message": message}, status=403)
