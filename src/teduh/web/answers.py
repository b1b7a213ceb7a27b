"""The one way a form is answered: call the action, or show its refusal beside the field and keep what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms

from teduh.cores.errors import Refused


def try_action(form: forms.Form, action: Callable[..., Any], **values: Any) -> Any:
    """What the action gave back, True where it gave nothing; None when it refused: the form carries the sentence."""
    try:
        return action(**values) or True
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
