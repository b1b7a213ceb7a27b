"""The shell of the officer's app: one page that holds nobody's data, its manifest, its service worker, its words.

Everything here is public and the same for everybody, so that the phone may keep it and open it without signal. Data
come later, through the sync of `docs/offline.md`, to a phone that somebody signed in on.
"""

import gettext
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.i18n import JSONCatalog

from teduh.cores.errors import Unavailable
from teduh.trust.access import public
from teduh.web.policy import allows, powers

# What the phone keeps so that the app opens without signal; pictures of the icon come with the installation.
STYLES: Final = ("web/css/teduh.css", "field/field.css")
SCRIPT: Final = "web/build/field.js"
WORKER: Final = "web/build/field-sw.js"
ICONS: Final = ("field/leaf-192.png", "field/leaf-512.png")
MARK: Final = "web/leaf.svg"


@public
@require_GET
@allows(
    worker_src="'self'",
    # The door through which the app names its service worker (frontend/src/field/start.ts).
    trusted_types="teduh-worker",
    # Photos and voice notes that have not left the phone yet.
    img_src="'self' data: blob:",
    media_src="blob:",
)
@powers("microphone")
def app(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(shell_page())
    # The service worker asks again when the page changed; in between the browser may keep it.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what to keep in front. A change of any of it is an update of the app."""
    kept = json.dumps(to_keep(), separators=(",", ":"))
    answer = HttpResponse(f"self.__KEPT={kept};\n{_built(WORKER)}", content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """How the phone installs the app."""
    with translation.override(settings.LANGUAGE_CODE):
        content = {
            "id": reverse("field_app"),
            "name": _("Teduh Lapangan"),
            "short_name": "Teduh",
            "description": _("Sehari di desa tanpa sinyal: rencana, berkas desa, catatan kunjungan."),
            "lang": settings.LANGUAGE_CODE,
            "start_url": reverse("field_app"),
            "scope": reverse("field_app"),
            "display": "standalone",
            "background_color": "#fbfaf5",
            "theme_color": "#0d6657",
            "icons": [_icon(name, purpose) for name in ICONS for purpose in ("any", "maskable")],
        }
    answer = JsonResponse(content, content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public
@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """The English of the app's sentences; the Indonesian stands in the app itself."""
    answer = JsonResponse(english())
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@cache
def english() -> dict[str, Any]:
    """Sentence by sentence, from the one catalogue of this room."""
    book = JSONCatalog()
    # Any catalogue of gettext will do; the types name only Django's own.
    book.translation = gettext.translation("django", str(Path(__file__).parent / "locale"), ["en"])  # type: ignore[assignment]
    return dict(book.get_catalog())


@cache
def shell_page() -> str:
    """The same for everybody and in every language: the app itself knows which one its officer reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "field/app.html", {"styles": STYLES, "script": SCRIPT, "mark": MARK, "language": settings.LANGUAGE_CODE}
        )


def to_keep() -> list[dict[str, str | None]]:
    """Addresses for the service worker; those without a hash in their name come with one of their content."""
    return [
        {"url": reverse("field_app"), "revision": _hash(shell_page())},
        {"url": reverse("field_words"), "revision": _hash(json.dumps(english(), sort_keys=True))},
        *({"url": static(name), "revision": _revision(name)} for name in (*STYLES, SCRIPT, MARK)),
    ]


def _revision(name: str) -> str | None:
    """Nothing where the name itself changes with the content (`ManifestStaticFilesStorage`)."""
    return None if static(name) != f"{settings.STATIC_URL}{name}" else _hash(_built(name))


def _icon(name: str, purpose: str) -> dict[str, str]:
    size = Path(name).stem.rpartition("-")[2]
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _built(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise Unavailable(
            _("Aplikasi lapangan belum dibangun di server ini. Jalankan make env, lalu coba lagi."), retry=False
        )
    return Path(str(found)).read_text("utf-8")


urlpatterns = [
    path("", app, name="field_app"),
    path("sw.js", worker, name="field_worker"),
    path("manifest.webmanifest", manifest, name="field_manifest"),
    path("kata/en.json", words, name="field_words"),
]
