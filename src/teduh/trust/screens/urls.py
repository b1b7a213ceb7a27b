"""Addresses of signing in and of one's own account."""

from django.urls import path

from teduh.trust.screens import account, sign_in
from teduh.trust.screens.figures import urls as figures_urls

urlpatterns = [
    path("masuk/", sign_in.sign_in, name="sign_in"),
    path("masuk/kode/", sign_in.sign_in_code, name="sign_in_code"),
    path("masuk/kunci/", sign_in.passkey_begin, name="passkey_begin"),
    path("masuk/kunci/selesai/", sign_in.passkey_finish, name="passkey_finish"),
    path("masuk/lagi/", sign_in.prove, name="prove"),
    path("keluar/", sign_in.sign_out, name="sign_out"),
    path("akun/", account.account, name="account"),
    path("akun/kode/", account.totp_add, name="totp_add"),
    path("akun/kunci/", account.passkey_offer, name="passkey_offer"),
    path("akun/kunci/selesai/", account.passkey_add, name="passkey_add"),
    path("akun/bukti/<uuid:pk>/hapus/", account.factor_remove, name="factor_remove"),
    path("akun/perangkat/<uuid:pk>/keluarkan/", account.device_end, name="device_end"),
    *figures_urls,
]
