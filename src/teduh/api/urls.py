"""The API object, its errors, and its resources."""

import logging

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from teduh.api.v1 import areas, clarifications, issues, reports, villages
from teduh.cores.errors import Refused, TeduhError
from teduh.web.errors import status_of

logger = logging.getLogger(__name__)
api = NinjaAPI(
    title="Teduh",
    version="1",
    description="Reports in, answers out. Every error has the same shape: `error`, `message`, `field`.",
    docs_url="/docs" if settings.DEBUG else None,
)
api.add_router("/areas", areas.router, tags=["areas"])
api.add_router("/reports", reports.router, tags=["reports"])
api.add_router("/issues", issues.router, tags=["issues"])
api.add_router("/villages", villages.router, tags=["villages"])
api.add_router("/clarifications", clarifications.router, tags=["clarifications"])


def _answer(request: HttpRequest, status: int, error: str, message: str, field: str | None = None) -> HttpResponse:
    return api.create_response(request, {"error": error, "message": message, "field": field}, status=status)


@api.exception_handler(TeduhError)
def refused(request: HttpRequest, error: TeduhError) -> HttpResponse:
    field = error.field if isinstance(error, Refused) else None
    return _answer(request, status_of(error), type(error).__name__.lower(), str(error), field)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {"loc": ("",), "msg": "The request cannot be read."}
    return _answer(request, 422, "misshapen", str(first["msg"]), str(first["loc"][-1]))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(request, 401, "signin", "Sign in first.")


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the library itself refuses: a body that is no JSON, a write without the token."""
    name = "notallowed" if error.status_code == 403 else "misshapen"
    return _answer(request, error.status_code, name, str(error.message))


@api.exception_handler(SuspiciousOperation)
def too_much(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return _answer(request, 400, "misshapen", "The request is too large or cannot be read.")


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("", exc_info=error, extra={"request": request, "status_code": 500})
    return _answer(
        request, 500, "broken", "Something broke on our side. What was stored before is safe; try again later."
    )


urlpatterns = [path("", api.urls)]
