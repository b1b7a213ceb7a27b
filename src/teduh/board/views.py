"""The front page, the Monday page, the map and the file of a village."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from teduh.board import reads
from teduh.board.waiting import waiting_for
from teduh.cores.errors import NotFound
from teduh.respond import reads as respond
from teduh.trust.access import permitted, person_of, public
from teduh.trust.rules import Permission
from teduh.web.policy import allows


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For residents the three doors; people who work here go on to their own page."""
    if request.user.is_authenticated:
        return redirect("monday")
    return render(request, "board/home.html", {"facts": respond.published()[:3]})


@permitted(Permission.BOARD_READ)
@require_GET
def monday(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = reads.monday(person_of(request), at=now, today=timezone.localdate(now))
    waits = waiting_for(person_of(request), at=now, today=timezone.localdate(now))
    return render(request, "board/monday.html", {"monday": page, "waits": waits, "now": now})


@permitted(Permission.WATCH_READ)
@require_GET
# MapLibre starts its worker from our own file by an address in text, and paints pictures it made itself.
@allows(worker_src="'self'", img_src="'self' data: blob:", require_trusted_types_for=None, trusted_types=None)
def district_map(request: HttpRequest) -> HttpResponse:
    subdistrict = request.GET.get("kec", "")
    page = reads.district_map(person_of(request), today=timezone.localdate(), subdistrict=subdistrict)
    rows = [
        {"standing": standing, "path": page.drawing.paths.get(standing.village.code, "")} for standing in page.standings
    ]
    context = {"map": page, "rows": rows, "subdistrict": subdistrict, "now": timezone.now()}
    return render(request, "board/map.html", context)


@permitted(Permission.WATCH_READ)
@require_GET
def map_data(request: HttpRequest) -> HttpResponse:
    """The same map as GeoJSON for the script: one feature for each village."""
    page = reads.district_map(person_of(request), today=timezone.localdate(), subdistrict=request.GET.get("kec", ""))
    standing_of = {standing.village.code: standing for standing in page.standings}
    features = [
        {
            "type": "Feature",
            "geometry": outline.geojson,
            "properties": {
                "code": outline.code,
                "name": standing_of[outline.code].village.name,
                "level": standing_of[outline.code].state,
                "label": str(standing_of[outline.code].label),
                "url": reverse("village", args=[outline.code]),
                "guessed": outline.guessed,
            },
        }
        for outline in page.outlines
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@permitted(Permission.WATCH_READ)
@require_GET
def village(request: HttpRequest, code: str) -> HttpResponse:
    page = reads.village_file(person_of(request), code, today=timezone.localdate())
    if page is None:
        raise NotFound(_("Desa ini tidak ada di wilayah tugas Anda."))
    return render(request, "board/village.html", {"file": page, "now": timezone.now()})
