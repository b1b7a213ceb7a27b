"""Where a page of this room goes on after a form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def done(request: HttpRequest, message: str, url_name: str, *args: Any) -> HttpResponse:
    messages.success(request, message)
    return redirect(url_name, *args)


def show(request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form) -> HttpResponse:
    return render(request, template, {**context, "form": form}, status=400 if form.is_bound else 200)
