"""Small words of the desk's templates."""

from collections.abc import Mapping
from typing import Any

from django import template

from teduh.triage.screens.forms import FACTORS

register = template.Library()


@register.filter
def lookup(table: Mapping[Any, Any], key: Any) -> Any:
    """The entry of a mapping, or None."""
    return table.get(key)


@register.filter
def percent(share: float) -> int:
    return round(100 * share)


@register.filter
def factor(key: str) -> str:
    """A growth factor in words."""
    return str(dict(FACTORS).get(key, key))
