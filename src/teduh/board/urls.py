"""Addresses of the pages that look across stages."""

from django.urls import path

from teduh.board import transparency, views

urlpatterns = [
    path("", views.home, name="home"),
    path("transparansi/", transparency.transparency, name="transparency"),
    path("transparansi.csv", transparency.transparency_csv, name="transparency_csv"),
    path("papan/", views.monday, name="monday"),
    path("papan/peta/", views.district_map, name="district_map"),
    path("papan/peta.json", views.map_data, name="map_data"),
    path("papan/desa/<str:code>/", views.village, name="village"),
]
