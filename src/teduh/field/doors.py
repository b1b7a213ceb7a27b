"""Who comes in: a phone with its token, or a browser that signed in. Both are answered in JSON, errors in one shape.

A phone's token stands in a header that no browser adds by itself, so a foreign page cannot act in the officer's name
and no CSRF token is asked for; the cookie of the session is not looked at.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import quote

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from teduh.cores.errors import Refused, TeduhError
from teduh.field import reads
from teduh.field.models import Phone
from teduh.field.reads import Standing
from teduh.field.rules import CARRIES, SEEN_EVERY
from teduh.trust import sessions
from teduh.trust.access import may
from teduh.trust.models import Device, Person
from teduh.trust.sessions import State
from teduh.web.errors import status_of

SCHEME: Final = "Teduh "
LANGUAGES: Final = ("id", "en")
# What a view of a phone declares instead of a permission; the role is asked of the phone's person each time.
BY_PHONE: Final = "phone"

PhoneView = Callable[..., HttpResponse]


def problem(status: int, error: str, message: str, *, field: str | None = None, **more: Any) -> JsonResponse:
    """The one shape of an error."""
    return JsonResponse({"error": error, "message": message, "field": field, **more}, status=status)


def by_phone(*methods: str) -> Callable[[PhoneView], PhoneView]:
    """Only a phone that is let in; the view gets it after the request."""

    def declare(view: PhoneView) -> PhoneView:
        @csrf_exempt
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with translation.override(_language(request)):
                if request.method not in methods:
                    return problem(405, "method", _("Alamat ini tidak menerima cara itu."))
                phone, refusal = _let_in(request)
                answer = refusal if phone is None else _answered(lambda: view(request, phone, *args, **kwargs))
                # No cookie tells the outer layers that this belongs to one person.
                answer.headers["Cache-Control"] = "private, no-store"
                return answer

        checked.permission = BY_PHONE  # type: ignore[attr-defined]
        return checked

    return declare


def by_session(*methods: str, fresh: bool = False) -> Callable[[PhoneView], PhoneView]:
    """Only somebody who signed in with all proofs and may carry the app; answered in JSON, not with a page."""

    def declare(view: PhoneView) -> PhoneView:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with translation.override(_language(request)):
                person, now = request.user, timezone.now()
                if not isinstance(person, Person) or sessions.state(request.session, person, now) != State.OPEN:
                    return _to("sign_in", "signin", _("Masuk dulu, lalu aplikasi ini dipasangkan dengan Anda."))
                if not may(person, CARRIES):
                    return problem(403, "notallowed", _("Aplikasi ini untuk petugas yang berkunjung ke desa."))
                if request.method not in methods:
                    return problem(405, "method", _("Alamat ini tidak menerima cara itu."))
                if fresh and not sessions.is_fresh(request.session, now):
                    return _to("prove", "prove", _("Buktikan sekali lagi bahwa ini Anda, lalu ulangi."))
                return _answered(lambda: view(request, person, *args, **kwargs))

        checked.permission = CARRIES  # type: ignore[attr-defined]
        return checked

    return declare


def _answered(view: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return view()
    except TeduhError as error:
        about = error.field if isinstance(error, Refused) else None
        return problem(status_of(error), type(error).__name__.lower(), error.message, field=about)
    except RequestDataTooBig:
        return problem(413, "toolarge", _("Kiriman ini terlalu besar. Kirim lebih sedikit sekaligus."))
    except UnreadablePostError:
        # Nobody is there to read this answer any more; nothing was done.
        return problem(400, "cut", _("Kiriman ini terputus. Kirim lagi."))


def _let_in(request: HttpRequest) -> tuple[Phone, HttpResponse] | tuple[None, HttpResponse]:
    given = request.headers.get("Authorization", "")
    phone = reads.phone_of(given[len(SCHEME) :].strip()) if given.startswith(SCHEME) else None
    now = timezone.now()
    standing = reads.standing_of(phone, at=now) if phone else Standing.SIGN_IN
    if phone and standing == Standing.OPEN:
        _note_seen(phone)
        return phone, HttpResponse()
    if standing == Standing.REVOKED:
        message = _("HP ini sudah dicabut. Isinya dihapus. Hubungi pimpinan bila ini keliru.")
        return None, problem(401, Standing.REVOKED, message, wipe=True)
    message = _("Masuk sekali lagi saat ada sinyal. Yang belum terkirim tetap tersimpan di HP.")
    return None, problem(401, Standing.SIGN_IN, message, wipe=False)


def _note_seen(phone: Phone) -> None:
    device, now = phone.device, timezone.now()
    if device is not None and now - device.seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(seen_at=now)


def _to(page: str, error: str, message: str) -> HttpResponse:
    return problem(401, error, message, to=f"{reverse(page)}?next={quote('/lapangan/')}")


def _language(request: HttpRequest) -> str:
    asked = request.headers.get("Accept-Language", "")[:2].lower()
    return asked if asked in LANGUAGES else translation.get_language() or LANGUAGES[0]
