"""Every word that a second person let through, for the auditor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from teduh.respond import reads
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission
from teduh.web.paging import Page


@permitted(Permission.AUDIT_READ)
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    return render(request, "respond/releases.html", {"page": Page(request, reads.releases_for(person_of(request)))})


urls = [path("audit/pelepasan/", releases, name="releases")]
