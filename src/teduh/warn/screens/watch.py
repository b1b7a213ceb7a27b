"""Every village of one's own, with what is known of it and how old that is."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from teduh.trust.access import permitted, person_of, villages_for
from teduh.trust.rules import Permission
from teduh.warn import reads
from teduh.warn.reads import VillageStanding
from teduh.warn.rules import VillageState
from teduh.web.paging import Page

RANK: Final = {VillageState.ACTUAL: 0, VillageState.IMMINENT: 1, VillageState.LATENT: 2, VillageState.UNKNOWN: 3}
NEVER: Final = 10**6

SORTS: Final[dict[str, Callable[[VillageStanding], Any]]] = {
    "keadaan": lambda row: (RANK.get(VillageState(row.state), 4), row.village.code),
    "kunjungan": lambda row: (-(NEVER if row.days_since_contact is None else row.days_since_contact), row.village.code),
    "laporan": lambda row: (-row.reports_14, row.village.code),
    "nama": lambda row: (row.village.name, row.village.code),
}


@permitted(Permission.WATCH_READ)
@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    villages = villages_for(person_of(request), on=today)
    subdistricts = {row.parent for row in villages.select_related("parent") if row.parent}
    chosen = request.GET.get("kec", "")
    if chosen:
        villages = villages.filter(parent=chosen)
    sort = request.GET.get("urut", "keadaan")
    rows = sorted(reads.days_for(villages=villages, day=today), key=SORTS.get(sort, SORTS["keadaan"]))
    context = {
        "page": Page(request, rows, per_page=50),
        "coverage": reads.coverage(villages=villages, on=today),
        "subdistricts": sorted(subdistricts, key=lambda area: area.name),
        "chosen": chosen,
        "sort": sort,
        "now": timezone.now(),
    }
    return render(request, "warn/watch.html", context)
