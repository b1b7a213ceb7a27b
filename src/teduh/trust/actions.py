"""Writes that people make about their own account, and the row that a search of history leaves."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from teduh.cores.errors import Refused
from teduh.trust import audit, sessions
from teduh.trust.models import Person


@transaction.atomic
def change_own_password(*, current: str, new: str, device: str | None, by: Person, at: datetime) -> None:
    """A new password, for somebody who knows the present one; every other browser is signed out."""
    if not by.check_password(current):
        raise Refused(_("Kata sandi sekarang tidak cocok."), field="current")
    try:
        validate_password(new, user=by)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="new") from error
    if current == new:
        raise Refused(_("Pilih kata sandi yang lain daripada yang sekarang."), field="new")
    by.set_password(new)
    by.password_was_given = False
    by.save(update_fields=("password", "password_was_given"))
    audit.record(by=by, at=at, action="people.set_password", subject=("person", by.pk), unit_id=by.unit_id)
    sessions.end_all(person=by, by=by, at=at, but=device)


@transaction.atomic
def note_search(*, action: str, subject_id: str, by: Person, at: datetime) -> None:
    """Who looks for what in history is history, too."""
    audit.record(
        by=by,
        at=at,
        action="audit.search",
        subject=("history", by.unit_id),
        unit_id=by.unit_id,
        details={"action": action, "subject": subject_id},
    )
