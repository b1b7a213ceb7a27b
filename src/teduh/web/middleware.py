"""What every answer carries, and how a refusal becomes one calm page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from teduh.cores.errors import TeduhError
from teduh.web import errors
from teduh.web.policy import HEADERS, content_security_policy

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeadersMiddleware:
    """Keeps foreign script, frames and guesses about content out. The outermost, so that all answers have them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _belongs_to_one_person(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _belongs_to_one_person(request: HttpRequest) -> bool:
    """Whether the answer may hold what only this browser should see; a page that may be kept says so itself."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in ("GET", "HEAD")


class LengthMiddleware:
    """A length that is no number counts as none, as the server's own reading has it, before anybody counts with it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length and not (length.isascii() and length.isdecimal()):
            request.META["CONTENT_LENGTH"] = "0"
        return self.get_response(request)


class RefusalMiddleware:
    """Any error of our own tree that a view lets through is answered in one shape (see `web.errors`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TeduhError):
            return errors.page(request, exception)
        return None
