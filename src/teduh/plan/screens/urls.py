"""Addresses of planning."""

from django.urls import path

from teduh.plan.screens import changes, week

urlpatterns = [
    path("rencana/", week.plan, name="plan"),
    path("rencana/cetak/", week.plan_print, name="plan_print"),
    path("rencana/buat/", changes.make, name="plan_make"),
    path("rencana/<uuid:pk>/setujui/", changes.approve, name="plan_approve"),
    path("rencana/<uuid:pk>/tambah/", changes.add, name="plan_add"),
    path("rencana/desa/<uuid:pk>/", changes.stop, name="plan_stop"),
    path("rencana/desa/<uuid:pk>/hapus/", changes.remove, name="plan_remove"),
    path("rencana/desa/<uuid:pk>/batal/", changes.skip, name="plan_skip"),
]
