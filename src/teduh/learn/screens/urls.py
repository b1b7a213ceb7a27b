"""Addresses of looking back."""

from django.urls import path

from teduh.learn.screens import anev, results
from teduh.learn.screens.exports import urls as exports_urls

urlpatterns = [
    path("hasil/", results.funnel, name="funnel"),
    path("anev/", anev.anev, name="anev"),
    path("anev/cetak/", anev.anev_print, name="anev_print"),
    *exports_urls,
]
