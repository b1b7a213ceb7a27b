"""What people type to sign in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Nama masuk"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    note = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Kode enam angka dari aplikasi"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class CodeForm(forms.Form):
    code = _code_field()


class NewCodeForm(forms.Form):
    code = _code_field()
    name = forms.CharField(
        label=_("Nama untuk mengenalinya"),
        help_text=_("Misalnya: HP saya."),
        max_length=60,
        required=False,
    )


class ProveForm(forms.Form):
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = _code_field()

    def __init__(self, *args: Any, wants_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wants_code = wants_code
        if not wants_code:
            del self.fields["code"]


class PasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Kata sandi sekarang"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Kata sandi baru"),
        # No longer than the sign-in takes, or the person would lock themselves out.
        max_length=200,
        strip=False,
        help_text=_("Paling sedikit 10 huruf. Kalimat pendek yang mudah Anda ingat sudah baik."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
