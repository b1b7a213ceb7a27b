"""Drafts that a district asked for."""

from django.db.models import QuerySet

from teduh.places.models import Unit
from teduh.plan.models import PlanOrder
from teduh.plan.rules import OrderState


def waiting_orders() -> QuerySet[PlanOrder]:
    """Orders with work left, the oldest first."""
    return PlanOrder.objects.exclude(state=OrderState.DONE).select_related("unit", "asked_by").order_by("asked_at")


def latest_order(unit: Unit) -> PlanOrder | None:
    return PlanOrder.objects.filter(unit=unit).select_related("asked_by").first()


def order_running(unit: Unit) -> bool:
    return PlanOrder.objects.filter(unit=unit).exclude(state=OrderState.DONE).exists()
