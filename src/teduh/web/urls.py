"""The styleguide: the one page that the shell itself has."""

from django.urls import path

from teduh.web import views

urlpatterns = [path("_gaya/", views.styleguide, name="styleguide")]
