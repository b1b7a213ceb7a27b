"""What the page shell needs on every page."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teduh.trust.models import Person
from teduh.trust.rules import Permission, role_may


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, for those who carry the permission."""

    label: str | Promise
    url_name: str
    permission: Permission


@dataclass(frozen=True)
class NavItem:
    label: str | Promise
    url: str
    current: bool


NAVIGATION: Final = (
    Place(_("Beranda"), "monday", Permission.BOARD_READ),
    Place(_("Meja"), "desk", Permission.TRIAGE_DECIDE),
    Place(_("Isu"), "issues", Permission.ISSUE_READ),
    Place(_("Peringatan"), "alarms", Permission.WATCH_READ),
    Place(_("Peta"), "district_map", Permission.WATCH_READ),
    Place(_("Rencana"), "plan", Permission.PLAN_READ),
    Place(_("Kunjungan"), "visits", Permission.VISIT_READ),
    Place(_("Janji"), "promises", Permission.VISIT_READ),
    Place(_("Pesan"), "messages", Permission.MESSAGE_READ),
    Place(_("Klarifikasi"), "clarifications", Permission.CLARIFICATION_READ),
    Place(_("Cek fakta"), "factchecks", Permission.CLARIFICATION_READ),
    Place(_("Rujukan"), "referrals", Permission.REFERRAL_READ),
    Place(_("Anev"), "anev", Permission.SITUATION_REPORT),
    Place(_("Hasil"), "funnel", Permission.FUNNEL_READ),
    Place(_("Ekspor"), "exports", Permission.EXPORT),
    Place(_("Pengaduan tersegel"), "complaints", Permission.COMPLAINT_READ),
    Place(_("Kontak tersegel"), "openings", Permission.OPENING_READ),
    Place(_("Hak data"), "requests", Permission.RIGHTS_READ),
    Place(_("Penahanan"), "holds", Permission.HOLD_READ),
    Place(_("Pelanggaran data"), "breaches", Permission.BREACH_READ),
    Place(_("Waktu simpan"), "retention", Permission.RETENTION_READ),
    Place(_("Jejak audit"), "audit", Permission.AUDIT_READ),
    Place(_("Satuan dan wilayah"), "places", Permission.PLACES_MANAGE),
    Place(_("Orang dan peran"), "people", Permission.PEOPLE_MANAGE),
    Place(_("HP petugas"), "phones", Permission.PEOPLE_MANAGE),
)


def navigation(person: Person, path: str) -> list[NavItem]:
    items = [(place.label, reverse(place.url_name)) for place in NAVIGATION if role_may(person.role, place.permission)]
    # The longest address that the path starts with is where the reader is.
    here = max((url for _label, url in items if path.startswith(url)), key=len, default="")
    return [NavItem(label, url, url == here) for label, url in items]


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    return {
        "person": person,
        "nav": navigation(person, request.path) if person else [],
        "emergency_number": settings.EMERGENCY_NUMBER,
        "demo": settings.DEMO,
    }
