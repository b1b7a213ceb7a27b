"""Addresses of rights, holds, breaches and timers."""

from django.urls import path

from teduh.rights.screens import breaches, holds, own, requests, retention

urlpatterns = [
    path("hak-data/", own.own_data, name="own_data"),
    path("hak-data/salinan/", own.own_copy, name="own_copy"),
    path("hak-data/salinan.json", own.own_copy_json, name="own_copy_json"),
    path("hak-data/betulkan/", own.own_correct, name="own_correct"),
    path("hak-data/kontak/", own.own_withdraw, name="own_withdraw"),
    path("hak-data/keberatan/", own.own_object, name="own_object"),
    path("hak-data/hapus/", own.own_erase, name="own_erase"),
    path("pelanggaran-data/", breaches.breach_public, name="breach_public"),
    path("permintaan-data/", requests.requests, name="requests"),
    path("permintaan-data/baru/", requests.request_new, name="request_new"),
    path("permintaan-data/<uuid:pk>/", requests.request_page, name="request"),
    path("permintaan-data/<uuid:pk>/putuskan/", requests.request_decide, name="request_decide"),
    path("permintaan-data/<uuid:pk>/kontak/", requests.request_contact, name="request_contact"),
    path(
        "permintaan-data/<uuid:pk>/kontak/<uuid:opening>/setuju/",
        requests.request_opening_approve,
        name="request_opening_approve",
    ),
    path(
        "permintaan-data/<uuid:pk>/kontak/<uuid:opening>/baca/",
        requests.request_opening_read,
        name="request_opening_read",
    ),
    path("penahanan/", holds.holds, name="holds"),
    path("penahanan/baru/", holds.hold_new, name="hold_new"),
    path("penahanan/<uuid:pk>/akhiri/", holds.hold_end, name="hold_end"),
    path("pelanggaran/", breaches.breaches, name="breaches"),
    path("pelanggaran/baru/", breaches.breach_new, name="breach_new"),
    path("pelanggaran/<uuid:pk>/", breaches.breach_page, name="breach"),
    path("pelanggaran/<uuid:pk>/ubah/", breaches.breach_change, name="breach_change"),
    path("pelanggaran/<uuid:pk>/beritahu/", breaches.breach_notify, name="breach_notify"),
    path("pelanggaran/<uuid:pk>/tutup/", breaches.breach_close, name="breach_close"),
    path("pelanggaran/<uuid:pk>/surat/<slug:audience>/", breaches.breach_letter, name="breach_letter"),
    path("waktu-simpan/", retention.retention, name="retention"),
    path("waktu-simpan/dampak/", retention.dpia, name="dpia"),
    path("waktu-simpan/<slug:kind>/", retention.retention_change, name="retention_change"),
]
