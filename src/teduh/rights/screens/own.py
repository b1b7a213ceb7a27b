"""What whoever holds a code may do with what is theirs. No name is asked; the talk must be open in this browser."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teduh.listen import actions as listen
from teduh.listen import reads as listen_reads
from teduh.listen.reads import Talk
from teduh.listen.screens import talking
from teduh.rights import actions, copies, reads
from teduh.rights.rules import Right
from teduh.rights.screens.forms import CorrectForm, EraseForm, ObjectForm
from teduh.trust.access import public
from teduh.trust.actors import RESIDENT
from teduh.web.answers import try_action

OwnView = Callable[[HttpRequest, Talk, datetime], HttpResponse]


def _open_talk(request: HttpRequest, now: datetime) -> Talk | None:
    talk_id = talking.talk_id(request, now)
    return listen_reads.talk_by_id(talk_id) if talk_id else None


def with_talk(view: OwnView) -> Callable[[HttpRequest], HttpResponse]:
    """For whoever has shown the code a moment ago; everybody else is asked for it first."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        talk = _open_talk(request, now)
        if talk is None:
            messages.info(request, _("Masukkan kode Anda dulu; dari sana Anda sampai ke halaman ini."))
            return redirect("receipt_enter")
        return view(request, talk, now)

    return public(checked)


@public
@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What everybody may know about their rights; and, with an open talk, the rights themselves."""
    now = timezone.now()
    talk = _open_talk(request, now)
    context: dict[str, Any] = {"talk": talk, "now": now}
    if talk is not None:
        context |= {
            "contact_until": reads.contact_kept_until(talk.id, at=now),
            "requests": reads.own_requests(talk.id),
            "held": reads.is_held(talk.id, sealed=talk.sealed, received_at=talk.received_at, unit_id=talk.unit.pk),
        }
    return render(request, "rights/own_data.html", context)


@require_safe
@with_talk
def own_copy(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    return render(request, "rights/own_copy.html", {"copy": copies.of(talk, at=now), "talk": talk})


@require_safe
@with_talk
def own_copy_json(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    """The same for a machine (art. 13: data portability)."""
    answer = JsonResponse(copies.of(talk, at=now), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="teduh.json"'
    return answer


@require_http_methods(["GET", "POST"])
@with_talk
def own_correct(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if try_action(form, listen.correct_own, matter_id=talk.id, text=text, by=RESIDENT, at=now):
            return _done(request, _("Pembetulan tersimpan. Tulisan pertama ditandai sudah dibetulkan."))
    return _form(request, "rights/own_correct.html", talk, form)


@require_POST
@with_talk
def own_withdraw(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    if listen.withdraw_contact(matter_id=talk.id, by=RESIDENT, at=now):
        return _done(request, _("Kontak Anda sudah dihapus. Tidak ada yang bisa membacanya lagi, kami pun tidak."))
    return _done(request, _("Tidak ada kontak yang tersimpan."))


@require_http_methods(["GET", "POST"])
@with_talk
def own_object(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    form = ObjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["asked"]
        if try_action(form, actions.object_own, talk=talk, asked=asked, at=now):
            return _done(request, _("Tercatat. Mulai sekarang laporan ini tidak dipakai sampai ada keputusan."))
    return _form(request, "rights/own_object.html", talk, form)


@require_http_methods(["GET", "POST"])
@with_talk
def own_erase(request: HttpRequest, talk: Talk, now: datetime) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if actions.erase_own(talk=talk, at=now):
            talking.close_talk(request)
            messages.success(request, _("Sudah dihapus. Kode Anda tidak membuka apa pun lagi."))
            return redirect("own_data")
        messages.warning(
            request,
            _(
                "Kontak Anda sudah dihapus. Tulisan Anda belum: ada penahanan hukum atasnya. "
                "Permintaan Anda tercatat; keputusannya Anda baca di kode ini."
            ),
        )
        return redirect("own_data")
    return _form(request, "rights/own_erase.html", talk, form)


def _form(request: HttpRequest, template: str, talk: Talk, form: Form) -> HttpResponse:
    context = {"talk": talk, "form": form, "asked": reads.open_request_about(talk.id, Right.OBJECT)}
    return render(request, template, context, status=400 if form.errors else 200)


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("own_data")
