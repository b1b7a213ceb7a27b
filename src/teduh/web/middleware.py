"""What every answer carries, and how a refusal becomes one calm page."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from teduh.cores.errors import TeduhError
from teduh.web import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

# MapLibre starts its worker from our own file and paints images it made itself (data: and blob:).
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class SecurityHeadersMiddleware:
    """Headers that keep foreign script, frames and guesses about content out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        return response


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
