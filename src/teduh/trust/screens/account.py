"""One's own account: password, second proofs, and the browsers in which one is signed in."""

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from teduh.cores.errors import Refused
from teduh.trust import actions, factors, sessions
from teduh.trust.access import before_factor, fresh, person_of, signed_in
from teduh.trust.models import FactorKind
from teduh.trust.screens.forms import NewCodeForm, PasswordForm
from teduh.trust.screens.sign_in import pop_challenge, require_try, site


@before_factor
@never_cache
@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person, device = person_of(request), request.session.get("device")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            require_try(request, person, timezone.now(), field="current")
            actions.change_own_password(
                current=values["current"], new=values["new"], device=device, by=person, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Kata sandi Anda sudah diganti. Di perangkat lain Anda sudah dikeluarkan."))
            return redirect("account")
    context = {
        "form": form,
        "factors": factors.of(person),
        "devices": sessions.open_devices(person, timezone.now()),
        "this_device": device,
        "must_choose": person.password_was_given,
        "must_add": settings.SECOND_FACTOR == "required" and not request.session.get("proof"),
    }
    return render(request, "trust/account.html", context, status=400 if form.errors else 200)


@before_factor
@fresh
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def totp_add(request: HttpRequest) -> HttpResponse:
    """Shows the QR code for the app and takes the first code as proof that the app has it."""
    person, now = person_of(request), timezone.now()
    form = NewCodeForm(request.POST or None)
    secret = request.session.get("new_secret") if request.method == "POST" else None
    if secret is None:
        secret = request.session["new_secret"] = factors.new_secret()
    elif form.is_valid():
        values = form.cleaned_data
        try:
            factors.add_totp(secret=secret, code=values["code"], name=values["name"], by=person, at=now)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            del request.session["new_secret"]
            sessions.prove(request.session, now, FactorKind.TOTP)
            messages.success(request, _("Aplikasi kode sudah terpasang. Mulai sekarang Anda masuk dengan kode."))
            return redirect("account")
    qr = segno.make(factors.totp_address(person, secret), micro=False).svg_data_uri(scale=4, border=2)
    spelled = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "qr": qr, "secret": spelled}
    return render(request, "trust/totp_add.html", context, status=400 if form.errors else 200)


@before_factor
@fresh
@never_cache
@require_POST
def passkey_offer(request: HttpRequest) -> HttpResponse:
    options, challenge = factors.passkey_offer(person_of(request), site(request))
    request.session["new_challenge"] = [challenge, timezone.now().timestamp()]
    return HttpResponse(options, content_type="application/json")


@before_factor
@fresh
@never_cache
@require_POST
def passkey_add(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    challenge = pop_challenge(request, "new_challenge", now)
    if not challenge:
        return JsonResponse({"message": _("Terlalu lama. Silakan coba sekali lagi.")}, status=400)
    try:
        factors.add_passkey(
            answer=request.body.decode("utf-8", "replace"),
            challenge=challenge,
            site=site(request),
            name=sessions.label_of(request.headers.get("User-Agent", "")),
            by=person_of(request),
            at=now,
        )
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=400)
    sessions.prove(request.session, now, FactorKind.PASSKEY)
    messages.success(request, _("Kunci sandi tersimpan. Mulai sekarang Anda bisa masuk dengannya."))
    return JsonResponse({"to": request.path.rsplit("kunci", 1)[0]})


@signed_in
@fresh
@require_POST
def factor_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    factors.remove(factor_id=pk, by=person_of(request), at=timezone.now())
    messages.success(request, _("Bukti kedua itu sudah dihapus."))
    return redirect("account")


@before_factor
@require_POST
def device_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    sessions.end(device_id=pk, by=person_of(request), at=timezone.now())
    messages.success(request, _("Perangkat itu sudah dikeluarkan."))
    return redirect("account")
