"""Addresses of watching and warning."""

from django.urls import path

from teduh.warn.screens import alarms, tables, watch

urlpatterns = [
    path("pantauan/", watch.watch, name="watch"),
    path("peringatan/", alarms.alarms, name="alarms"),
    path("peringatan/hitung/", alarms.look, name="alarms_look"),
    path("peringatan/cara/", tables.policy, name="alarm_policy"),
    path("peringatan/tanpa-laporan/", tables.gap, name="alarm_gap"),
    path("peringatan/<uuid:pk>/", alarms.alarm, name="alarm"),
    path("peringatan/<uuid:pk>/lihat/", alarms.acknowledge, name="alarm_acknowledge"),
    path("peringatan/<uuid:pk>/putuskan/", alarms.decide, name="alarm_decide"),
    path("peringatan/<uuid:pk>/nilai/", alarms.score, name="alarm_score"),
    path("kerawanan/", tables.vulnerability, name="vulnerability"),
    path("kerawanan/ubah/", tables.vulnerability_edit, name="vulnerability_edit"),
]
