"""The one way a form of this room is answered: call the action, or show the refusal beside its field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from teduh.cores.errors import Refused


def try_action(form: forms.Form, action: Callable[..., Any], **values: Any) -> bool:
    """True when the action went through; else the form carries the sentence and what was typed."""
    try:
        action(**values)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def done(request: HttpRequest, message: str, url_name: str, *args: Any) -> HttpResponse:
    messages.success(request, message)
    return redirect(url_name, *args)


def show(request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form) -> HttpResponse:
    return render(request, template, {**context, "form": form}, status=400 if form.is_bound else 200)
