"""The one way a form of this room is answered."""

from collections.abc import Callable
from typing import Any

from django import forms

from teduh.cores.errors import Refused


def try_action(form: forms.Form, action: Callable[..., Any], **values: Any) -> Any:
    """What the action gave back, or None when it refused; the form then carries the sentence and what was typed."""
    try:
        return action(**values) or True
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
