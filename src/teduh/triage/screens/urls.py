"""Addresses of the desk and of issues."""

from django.urls import path

from teduh.triage.screens import bursts, changes, desk, factchecks, issues, joins, many, report, rumours

urlpatterns = [
    path("meja/", desk.desk, name="desk"),
    path("meja/banyak/", many.desk_bulk, name="desk_bulk"),
    path("meja/naskah/<uuid:pk>/", bursts.burst, name="burst"),
    path("meja/naskah/<uuid:pk>/putus/", bursts.decide, name="burst_decide"),
    path("meja/naskah/<uuid:pk>/keluarkan/", bursts.take_out, name="burst_take_out"),
    path("meja/<uuid:pk>/", report.desk_report, name="desk_report"),
    path("meja/<uuid:pk>/tempat/", report.place, name="desk_place"),
    path("meja/<uuid:pk>/gabung/", report.join, name="desk_join"),
    path("meja/<uuid:pk>/tolak/", report.refuse, name="desk_refuse"),
    path("meja/<uuid:pk>/isu/", report.new_issue, name="desk_new_issue"),
    path("meja/<uuid:pk>/putus/", report.decide, name="desk_decide"),
    path("meja/<uuid:pk>/tulis/", report.write, name="desk_write"),
    path("meja/<uuid:pk>/segel/", report.seal, name="desk_seal"),
    path("isu/", issues.issues, name="issues"),
    path("isu/banyak/", many.issues_bulk, name="issues_bulk"),
    path("isu/<uuid:pk>/", issues.issue, name="issue"),
    path("isu/<uuid:pk>/usul/<uuid:report_pk>/benar/", joins.confirm, name="issue_confirm"),
    path("isu/<uuid:pk>/usul/<uuid:report_pk>/tolak/", joins.refuse, name="issue_refuse"),
    path("isu/<uuid:pk>/desa/", changes.villages, name="issue_villages"),
    path("isu/<uuid:pk>/tingkat/", changes.level, name="issue_level"),
    path("isu/<uuid:pk>/tanpa-sumber-kedua/", changes.release, name="issue_release"),
    path("isu/<uuid:pk>/urusan/", changes.handling, name="issue_handling"),
    path("isu/<uuid:pk>/jawab/", changes.answer, name="issue_answer"),
    path("isu/<uuid:pk>/tutup/", changes.close, name="issue_close"),
    path("isu/<uuid:pk>/buka/", changes.reopen, name="issue_reopen"),
    path("isu/<uuid:pk>/terdengar/", rumours.sighting, name="issue_sighting"),
    path("isu/<uuid:pk>/terdengar/<uuid:sighting_pk>/", rumours.source, name="issue_sighting_source"),
    path("isu/<uuid:pk>/periksa/", rumours.check, name="issue_check"),
    path("isu/<uuid:pk>/penilaian/", rumours.verdict, name="issue_verdict"),
    path("cek-fakta/", factchecks.factchecks, name="factchecks"),
    path("cek-fakta/<uuid:pk>/berhenti/", factchecks.retire, name="factcheck_retire"),
]
