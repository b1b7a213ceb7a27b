from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "teduh.triage"
    label = "triage"
