"""Addresses of planning."""

from django.urls import path

from teduh.plan.screens import calendar, changes, compare, day, duty, orders, travel, week, whatif

urlpatterns = [
    path("rencana/", week.plan, name="plan"),
    path("rencana/cetak/", week.plan_print, name="plan_print"),
    path("rencana/hari/", day.day, name="plan_day"),
    path("rencana/kalender/", calendar.calendar, name="plan_calendar"),
    path("rencana/hasil/", compare.compare, name="plan_compare"),
    path("rencana/buat/", changes.make, name="plan_make"),
    path("rencana/semua-polsek/", orders.order, name="plan_order"),
    path("rencana/aturan/", duty.rules, name="plan_rules"),
    path("rencana/aturan/desa/", duty.rule_add, name="plan_rule_add"),
    path("rencana/aturan/desa/<uuid:pk>/hapus/", duty.rule_end, name="plan_rule_end"),
    path("rencana/aturan/kendaraan/", duty.vehicles, name="plan_vehicles"),
    path("rencana/aturan/petugas/<uuid:pk>/", duty.hours, name="plan_hours"),
    path("rencana/aturan/petugas/<uuid:pk>/berhalangan/", duty.away_add, name="plan_away_add"),
    path("rencana/aturan/berhalangan/<uuid:pk>/hapus/", duty.away_end, name="plan_away_end"),
    path("rencana/aturan/jalan/", travel.travel, name="plan_travel"),
    path("rencana/cara/", duty.policy, name="plan_policy"),
    path("rencana/<uuid:pk>/setujui/", changes.approve, name="plan_approve"),
    path("rencana/<uuid:pk>/tambah/", changes.add, name="plan_add"),
    path("rencana/<uuid:pk>/larang/", changes.forbid, name="plan_forbid"),
    path("rencana/<uuid:pk>/ubah/", whatif.whatif, name="plan_whatif"),
    path("rencana/desa/<uuid:pk>/", changes.stop, name="plan_stop"),
    path("rencana/desa/<uuid:pk>/tukar/", changes.swap, name="plan_swap"),
    path("rencana/desa/<uuid:pk>/hapus/", changes.remove, name="plan_remove"),
    path("rencana/desa/<uuid:pk>/batal/", changes.skip, name="plan_skip"),
]
