"""Every address of the site, by stage."""

from django.urls import include, path
from django.views.i18n import set_language

from teduh.trust.access import public

urlpatterns = [
    path("", include("teduh.listen.screens.urls")),
    path("", include("teduh.triage.screens.urls")),
    path("", include("teduh.plan.screens.urls")),
    path("", include("teduh.respond.screens.urls")),
    path("", include("teduh.learn.screens.urls")),
    path("", include("teduh.rights.screens.urls")),
    path("", include("teduh.trust.screens.urls")),
    path("", include("teduh.setup.screens.urls")),
    path("", include("teduh.warn.screens.urls")),
    path("lapangan/", include("teduh.field.shell")),
    path("", include("teduh.field.urls")),
    path("", include("teduh.board.urls")),
    path("", include("teduh.web.urls")),
    path("bahasa/", public(set_language), name="set_language"),
    path("api/v1/", include("teduh.api.urls")),
]

handler400 = "teduh.web.errors.bad_request"
handler403 = "teduh.web.errors.forbidden"
handler404 = "teduh.web.errors.not_found"
handler500 = "teduh.web.errors.broken"
