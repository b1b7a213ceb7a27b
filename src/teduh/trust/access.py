"""Who may see a page and which places they may see. Every view declares one of these."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from teduh.cores.errors import NotAllowed
from teduh.places import reads as places
from teduh.places.models import Area
from teduh.trust import sessions
from teduh.trust.models import Person
from teduh.trust.rules import Permission, Role, role_may
from teduh.trust.sessions import State

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody may open this page, without signing in."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any person who signed in may open this page."""
    return _signed_in(view, needs_factor=True)


def before_factor(view: View) -> View:
    """Any person who signed in, also without the second proof, or the password of their own, that work asks for."""
    return _signed_in(view, needs_factor=False)


def _signed_in(view: View, *, needs_factor: bool) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to(settings.LOGIN_URL, request.get_full_path())
        state = sessions.state(request.session, person_of(request), timezone.now())
        if state == State.ENDED:
            logout(request)
            return _to(settings.LOGIN_URL, request.get_full_path())
        if state != State.OPEN and needs_factor:
            return HttpResponseRedirect(reverse("account"))
        return view(request, *args, **kwargs)

    checked.permission = "signed_in"  # type: ignore[attr-defined]
    return checked


def fresh(view: View) -> View:
    """An act that cannot be taken back: the person proves once more that it is them. Under `signed_in`."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_fresh(request.session, timezone.now()):
            return view(request, *args, **kwargs)
        # What was sent cannot be kept until then; the page it was sent from is opened again.
        sent_from = _page_of(request.headers.get("Referer", ""))
        return _to("prove", request.get_full_path() if request.method == "GET" else sent_from)

    checked.fresh = True  # type: ignore[attr-defined]
    return checked


def _page_of(referer: str) -> str:
    try:
        return urlsplit(referer).path
    except ValueError:
        # Browsers send none like this.
        return ""


def _to(page: str, back: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(page)}?next={quote(back)}")


def permitted(permission: Permission) -> Callable[[View], View]:
    """Only roles with this permission may open this page; `request.user` is then a Person."""

    def declare(view: View) -> View:
        @signed_in
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(person_of(request), permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return declare


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def may(person: Person, permission: Permission) -> bool:
    return person.is_active and role_may(person.role, permission)


def require(person: Person, permission: Permission) -> None:
    """Refuse in one sentence where the role does not carry the permission."""
    if not may(person, permission):
        raise NotAllowed(
            _("Peran Anda tidak membuka halaman ini. Mintalah kepada pimpinan unit bila Anda memerlukannya.")
        )


def require_any(person: Person, *permissions: Permission) -> None:
    """Refuse where the role carries none of these."""
    if not any(may(person, permission) for permission in permissions):
        require(person, permissions[0])


def villages_for(person: Person, *, on: date) -> QuerySet[Area]:
    """The villages whose matters this person may see: a village officer's postings, else the unit's jurisdiction."""
    if person.role == Role.VILLAGE_OFFICER:
        return places.villages_of_posting(person.pk, on=on)
    if person.role == Role.OVERSEER:
        return Area.objects.none()
    return places.villages_of_unit(person.unit, on=on)


def may_count(person: Person) -> bool:
    """Whether the role sees reports as numbers; their words need more."""
    return may(person, Permission.FUNNEL_READ)


def require_village(person: Person, village: Area, *, on: date, or_on: date | None = None) -> None:
    """Refuse where the village lies outside what this person may see.

    `or_on` is the day of what is told: who left a village yesterday may still tell what was done there yesterday.
    """
    days = (on,) if or_on is None or or_on == on else (on, or_on)
    if not any(villages_for(person, on=day).filter(pk=village.pk).exists() for day in days):
        raise NotAllowed(_("Desa ini di luar wilayah tugas Anda."))
