"""Addresses of the officer's phone."""

from teduh.field.pages import urls as pages_urls
from teduh.field.views import urls as views_urls

urlpatterns = [*views_urls, *pages_urls]
