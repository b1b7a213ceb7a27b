"""Addresses of signing in and of one's own account."""

from django.urls import path

from teduh.trust.screens import account

urlpatterns = [
    path("masuk/", account.sign_in, name="sign_in"),
    path("keluar/", account.sign_out, name="sign_out"),
    path("akun/", account.account, name="account"),
]
