"""Addresses of the administrator's room."""

from django.urls import path

from teduh.setup.screens import history, people, places, words

urlpatterns = [
    path("atur/", places.overview, name="places"),
    path("atur/satuan/baru/", places.unit_new, name="unit_new"),
    path("atur/satuan/<slug:key>/", places.unit, name="unit"),
    path("atur/satuan/<slug:key>/wilayah/", places.jurisdiction_add, name="jurisdiction_add"),
    path("atur/wilayah/<uuid:pk>/akhiri/", places.jurisdiction_end, name="jurisdiction_end"),
    path("atur/operasi/baru/", places.operation_new, name="operation_new"),
    path("atur/operasi/<uuid:pk>/", places.operation, name="operation"),
    path("atur/operasi/<uuid:pk>/kata/", words.operation_words, name="operation_words"),
    path("atur/kata/", words.words_now, name="words_now"),
    path("orang/", people.everybody, name="people"),
    path("orang/baru/", people.person_new, name="person_new"),
    path("orang/<uuid:pk>/", people.person, name="person"),
    path("orang/<uuid:pk>/bukti/", people.factors_reset, name="person_factors_reset"),
    path("orang/<uuid:pk>/sandi/", people.password, name="person_password"),
    path("orang/<uuid:pk>/tugas/", people.posting_add, name="posting_add"),
    path("tugas/<uuid:pk>/akhiri/", people.posting_end, name="posting_end"),
    path("audit/", history.audit, name="audit"),
    path("audit/jangkar/", history.anchor, name="audit_anchor"),
]
