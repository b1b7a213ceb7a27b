from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "teduh.plan"
    label = "plan"
