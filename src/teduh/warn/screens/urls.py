"""Addresses of watching."""

from django.urls import path

from teduh.warn.screens import watch

urlpatterns = [path("pantauan/", watch.watch, name="watch")]
