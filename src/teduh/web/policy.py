"""What the browser may do on our pages: the content security policy and the headers beside it.

One strict policy holds everywhere; a page that needs one thing more says so beside its view (`allows`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

STRICT: Final[dict[str, str]] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # data: for the QR codes, which the server draws into the page.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    # No script of ours turns text into markup or into an address of a script.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}

# Sensors and powers of the phone that no page of ours asks for, so that no script that slipped in can ask either.
_NOBODY: Final = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb"),
    *("window-management", "xr-spatial-tracking"),
)
_OURSELVES: Final = ("publickey-credentials-create", "publickey-credentials-get")


def permissions_policy(*ours: str) -> str:
    """The powers as one line; `ours` are those that one page may ask the person for."""
    nobody = (f"{power}=()" for power in _NOBODY if power not in ours)
    return ", ".join((*nobody, *(f"{power}=(self)" for power in (*ours, *_OURSELVES))))


HEADERS: Final[dict[str, str]] = {
    "Permissions-Policy": permissions_policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # The policy says the same; phones too old for it know only this one.
    "X-Frame-Options": "DENY",
}


def content_security_policy(more: dict[str, str | None] | None = None) -> str:
    """The policy as one line; `more` replaces directives, and takes those away that are None."""
    directives: dict[str, str | None] = {**STRICT, **(more or {})}
    told = [f"{name} {value}" for name, value in directives.items() if value is not None]
    # Behind HTTPS nothing of ours is ever asked for without it.
    return "; ".join([*told, "upgrade-insecure-requests"] if settings.HTTPS else told)


def allows(**directives: str | None) -> Callable[[View], View]:
    """This page needs more than the strict policy: `@allows(worker_src="'self'")`."""

    def declare(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            more = {name.replace("_", "-"): value for name, value in directives.items()}
            response.headers["Content-Security-Policy"] = content_security_policy(more)
            return response

        return answered

    return declare


def powers(*ours: str) -> Callable[[View], View]:
    """This page may ask the person for a power of the phone: `@powers("microphone")`."""

    def declare(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers["Permissions-Policy"] = permissions_policy(*ours)
            return response

        return answered

    return declare
