"""Named questions about claims that others have checked. They write nothing."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teduh.cores.errors import NotFound
from teduh.triage.registry import FactCheck, FactCheckRefusal


def factchecks(*, retired: bool = False) -> QuerySet[FactCheck]:
    """Claims that others have checked, newest first; the retired ones are asked for by name."""
    return FactCheck.objects.filter(retired_at__isnull=not retired).select_related("retired_by")


def factcheck(pk: UUID) -> FactCheck:
    found = FactCheck.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Catatan ini tidak ada."))
    return found


def refusal(pk: UUID) -> FactCheckRefusal:
    found = FactCheckRefusal.objects.select_related("report", "issue").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Catatan ini tidak ada."))
    return found
