"""Addresses of speaking and being answered."""

from django.urls import path

from teduh.listen.screens import complaints, officer, openings, photos, receipt, resident

urlpatterns = [
    path("lapor/", resident.report_new, name="report_new"),
    path("lapor/kode/", resident.report_received, name="report_received"),
    path("kode/", receipt.receipt_enter, name="receipt_enter"),
    path("kode/isi/", receipt.receipt_talk, name="receipt_talk"),
    path("kode/tutup/", receipt.receipt_close, name="receipt_close"),
    path("laporan/baru/", officer.report_enter, name="report_enter"),
    path("laporan/tempel/", officer.report_paste, name="report_paste"),
    path("foto/<uuid:pk>/", photos.photo, name="photo"),
    path("kontak/", openings.openings, name="openings"),
    path("kontak/minta/<uuid:pk>/", openings.opening_ask, name="opening_ask"),
    path("kontak/<uuid:pk>/", openings.opening, name="opening"),
    path("kontak/<uuid:pk>/setuju/", openings.opening_approve, name="opening_approve"),
    path("kontak/<uuid:pk>/tolak/", openings.opening_decline, name="opening_decline"),
    path("kontak/<uuid:pk>/baca/", openings.opening_read, name="opening_read"),
    path("tersegel/", complaints.complaints, name="complaints"),
    path("tersegel/<uuid:pk>/", complaints.complaint, name="complaint"),
    path("tersegel/<uuid:pk>/tulis/", complaints.complaint_write, name="complaint_write"),
    path("tersegel/<uuid:pk>/tutup/", complaints.complaint_close, name="complaint_close"),
    path("tersegel/<uuid:pk>/serahkan/", complaints.complaint_hand_back, name="complaint_hand_back"),
]
