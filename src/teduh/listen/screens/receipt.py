"""A resident comes back with the code: reads answers, replies, adds more. No name is asked for."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from teduh.cores.errors import Refused
from teduh.listen import actions, adapt, limits, reads
from teduh.listen.screens import talking
from teduh.listen.screens.forms import CodeForm, TalkForm
from teduh.trust.access import public


@public
@never_cache
@sensitive_post_parameters("code", "note")
@require_http_methods(["GET", "POST"])
def receipt_enter(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _look_up(request, form)
    return render(request, "listen/receipt_enter.html", {"form": form}, status=400 if form.errors else 200)


def _look_up(request: HttpRequest, form: CodeForm) -> HttpResponse:
    now, net = timezone.now(), limits.network(request)
    typed, note = form.cleaned_data["code"], form.cleaned_data["note"]
    if not limits.may_look_up(net, typed, note, now.timestamp()):
        context = {"code": typed, "note": limits.wait_note(typed, now.timestamp()), "seconds": limits.WAIT_SECONDS}
        return render(request, "listen/receipt_wait.html", context, status=429)
    talk = reads.talk_at(typed)
    if talk is None:
        limits.wrong_code(net, now.timestamp())
        # One answer for a slip of the finger and for a code that never was.
        form.add_error("code", _("Kode ini tidak kami temukan. Bacalah angkanya satu per satu, lalu coba lagi."))
        return render(request, "listen/receipt_enter.html", {"form": form}, status=404)
    talking.open_talk(request, talk.id, now)
    return redirect("receipt_talk")


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def receipt_talk(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    talk_id = talking.talk_id(request, now)
    talk = reads.talk_by_id(talk_id) if talk_id else None
    if talk is None:
        messages.info(request, _("Masukkan kode Anda untuk membuka percakapan."))
        return redirect("receipt_enter")
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            actions.add_to_talk(
                talk_id=talk.id, text=text, at=now, not_about_police=form.cleaned_data["not_about_police"]
            )
        except Refused as refused:
            form.add_error("text", refused.message)
            context = {"talk": talk, "form": form, "about_police": refused.field == "about_police"}
            return render(request, "listen/receipt_talk.html", context, status=400)
        talking.open_talk(request, talk.id, now)
        messages.success(request, _("Tersimpan. Terima kasih."))
        request.session["talk_emergency"] = adapt.is_emergency(text)
        return redirect("receipt_talk")
    context = {"talk": talk, "form": form, "emergency": request.session.pop("talk_emergency", False)}
    return render(request, "listen/receipt_talk.html", context, status=400 if form.errors else 200)


@public
@require_POST
def receipt_close(request: HttpRequest) -> HttpResponse:
    """Somebody who borrowed the phone leaves nothing open."""
    talking.close_talk(request)
    messages.success(request, _("Percakapan ditutup di perangkat ini."))
    response = redirect("receipt_enter")
    response.delete_cookie(settings.RECEIPT_COOKIE_NAME, path=reverse("report_received"), samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
