"""Signing in and out, and one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from teduh.cores.errors import Refused
from teduh.trust import actions, reads
from teduh.trust.access import person_of, public, signed_in
from teduh.trust.models import Person
from teduh.trust.screens.forms import PasswordForm, SignInForm


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if isinstance(person, Person):
            login(request, person)
            actions.note_sign_in(by=person, at=timezone.now())
            response = redirect(_next_page(request))
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
            return response
        form.add_error(None, _("Nama masuk dan kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."))
    context = {
        "form": form,
        "next": request.GET.get("next", ""),
        "examples": reads.example_logins() if settings.DEMO else [],
    }
    return render(request, "trust/sign_in.html", context, status=400 if form.errors else 200)


def _next_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@signed_in
@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_own_password(
                current=form.cleaned_data["current"],
                new=form.cleaned_data["new"],
                by=person,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Kata sandi Anda sudah diganti."))
            return redirect("account")
    return render(request, "trust/account.html", {"form": form}, status=400 if form.errors else 200)
