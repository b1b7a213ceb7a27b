"""Signing in: the password, then the second proof; or a passkey, which is both."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from teduh.cores.errors import Refused
from teduh.trust import buckets, factors, reads, sessions, tries
from teduh.trust.access import before_factor, person_of, public, signed_in
from teduh.trust.factors import Site
from teduh.trust.models import FactorKind, Person
from teduh.trust.screens.forms import CodeForm, ProveForm, SignInForm

HALF_LASTS: Final = timedelta(minutes=5)


@public
@never_cache
@sensitive_post_parameters("password", "note")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check_password(request, form)
    return _page(request, form, status=400 if form.errors else 200)


def _check_password(request: HttpRequest, form: SignInForm) -> HttpResponse:
    now = timezone.now()
    username, password = form.cleaned_data["username"], form.cleaned_data["password"]
    known = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    attempt = tries.Try(username, buckets.network(request), known, form.cleaned_data["note"])
    if not tries.may_try(attempt, now.timestamp()):
        note = tries.wait_note(attempt, now.timestamp())
        waiting = SignInForm(initial={"username": username, "note": note})
        return _page(request, waiting, status=429, wait_s=tries.WAIT_S)
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        tries.failed(attempt, now.timestamp())
        form.add_error(None, _("Nama masuk dan kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."))
        return _page(request, form, status=400)
    if not factors.of(person):
        return _enter(request, person, "", now)
    # Whoever planted this session in the browser does not come half-way in with the person.
    request.session.cycle_key()
    request.session["half"] = [str(person.pk), now.timestamp()]
    return redirect(f"{reverse('sign_in_code')}?{request.GET.urlencode()}")


def _page(request: HttpRequest, form: SignInForm, *, status: int, wait_s: int = 0) -> HttpResponse:
    context = {
        "form": form,
        "next": request.GET.get("next", ""),
        "wait_s": wait_s,
        "examples": reads.example_logins() if settings.DEMO else [],
    }
    return render(request, "trust/sign_in.html", context, status=status)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code of the app, or a button for the passkey."""
    now = timezone.now()
    person = _half(request, now)
    if person is None:
        return redirect(f"{reverse('sign_in')}?{request.GET.urlencode()}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not tries.may_try_code(person.pk, _known_by(request, person), now.timestamp()):
            form.add_error("code", _("Kode terlalu sering dicoba. Tunggu satu menit, lalu coba lagi."))
        elif factors.check_totp(person=person, code=form.cleaned_data["code"], at=now):
            return _enter(request, person, FactorKind.TOTP, now)
        else:
            form.add_error("code", _("Kode ini tidak cocok. Lihat kode yang baru di aplikasi, lalu ketik lagi."))
    context = {
        "form": form if factors.has(person, FactorKind.TOTP) else None,
        "passkey": factors.has(person, FactorKind.PASSKEY),
        "next": request.GET.get("next", ""),
    }
    return render(request, "trust/sign_in_code.html", context, status=400 if form.errors else 200)


def _half(request: HttpRequest, now: datetime) -> Person | None:
    kept = request.session.get("half")
    if not kept or now.timestamp() - kept[1] > HALF_LASTS.total_seconds():
        return None
    person = reads.person(kept[0])
    return person if person and person.is_active else None


def _known_by(request: HttpRequest, person: Person) -> str:
    return tries.known_by(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""), person.username)


def _enter(request: HttpRequest, person: Person, proof: str, now: datetime) -> HttpResponse:
    """The person is who they say: a new session, a device in their list, and a browser we know from now on."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop("half", None)
    label = sessions.label_of(request.headers.get("User-Agent", ""))
    sessions.begin(session=request.session, person=person, proof=proof, label=label, at=now)
    response = redirect(next_page(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, person.language, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        tries.known_note(person.username),
        max_age=tries.COOKIE_LASTS_S,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def next_page(request: HttpRequest) -> str:
    """Where the person was going, when that is a page of ours."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse(settings.LOGIN_REDIRECT_URL)


def site(request: HttpRequest) -> Site:
    host = request.get_host()
    return Site(host=host.rsplit(":", 1)[0], origin=f"{request.scheme}://{host}")


@public
@never_cache
@require_POST
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """What the browser shows to the phone or key."""
    options, challenge = factors.passkey_question(site(request))
    request.session["challenge"] = [challenge, timezone.now().timestamp()]
    return HttpResponse(options, content_type="application/json")


def pop_challenge(request: HttpRequest, kind: str, now: datetime) -> str:
    """The challenge this browser was given, once and for some minutes; empty when there is none."""
    challenge, since = request.session.pop(kind, None) or ("", 0.0)
    return challenge if now.timestamp() - since <= HALF_LASTS.total_seconds() else ""


@public
@never_cache
@sensitive_post_parameters()
@require_POST
def passkey_finish(request: HttpRequest) -> HttpResponse:
    """Signs in with the passkey; for somebody who is signed in, proves that it is still them."""
    now = timezone.now()
    challenge = pop_challenge(request, "challenge", now)
    if not challenge:
        return JsonResponse({"message": _("Terlalu lama. Silakan coba sekali lagi.")}, status=400)
    answer = request.body.decode("utf-8", "replace")
    person = factors.check_passkey(answer=answer, challenge=challenge, site=site(request), at=now)
    if person is None:
        return JsonResponse({"message": _("Kunci sandi ini tidak dikenal di sini.")}, status=400)
    if request.user.is_authenticated:
        if request.user.pk != person.pk:
            return JsonResponse({"message": _("Kunci sandi ini milik orang lain.")}, status=400)
        sessions.prove(request.session, now, FactorKind.PASSKEY)
        return JsonResponse({"to": next_page(request)})
    response = _enter(request, person, FactorKind.PASSKEY, now)
    answered = JsonResponse({"to": response.headers["Location"]})
    answered.cookies = response.cookies
    return answered


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Before an act that cannot be taken back: the password once more, and the code where there is an app."""
    person, now = person_of(request), timezone.now()
    form = ProveForm(request.POST or None, wants_code=factors.has(person, FactorKind.TOTP))
    if request.method == "POST" and form.is_valid():
        try:
            _prove(request, person, form, now)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return redirect(next_page(request))
    context = {"form": form, "next": request.GET.get("next", ""), "passkey": factors.has(person, FactorKind.PASSKEY)}
    return render(request, "trust/prove.html", context, status=400 if form.errors else 200)


def require_try(request: HttpRequest, person: Person, now: datetime, *, field: str) -> None:
    """Whoever found an open browser guesses the password no faster here than at the sign-in."""
    if not tries.may_try_code(person.pk, _known_by(request, person), now.timestamp()):
        raise Refused(_("Terlalu sering dicoba. Tunggu satu menit, lalu coba lagi."), field=field)


def _prove(request: HttpRequest, person: Person, form: ProveForm, now: datetime) -> None:
    require_try(request, person, now, field="password")
    if not person.check_password(form.cleaned_data["password"]):
        raise Refused(_("Kata sandi sekarang tidak cocok."), field="password")
    if form.wants_code and not factors.check_totp(person=person, code=form.cleaned_data["code"], at=now):
        raise Refused(
            _("Kode ini tidak cocok. Lihat kode yang baru di aplikasi, lalu ketik lagi."),
            field="code",
        )
    sessions.prove(request.session, now)


@before_factor
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(device_id=request.session.get("device"), by=person_of(request), at=timezone.now())
    logout(request)
    response = redirect("sign_in")
    # Not "storage": what an officer wrote without signal waits there.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
