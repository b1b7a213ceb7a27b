"""A photo of a report, for those who may read the report."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teduh.cores.errors import NotFound
from teduh.listen import reads
from teduh.trust.access import permitted, person_of
from teduh.trust.rules import Permission


@permitted(Permission.REPORT_READ)
@require_safe
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = reads.photo(person_of(request), pk, on=timezone.localdate())
    try:
        content = found.content()
    except FileNotFoundError as error:
        raise NotFound(_("Berkas foto ini tidak ada lagi.")) from error
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="{found.pk}.jpg"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
