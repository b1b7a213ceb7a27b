from django.apps import AppConfig


class WarnConfig(AppConfig):
    name = "teduh.warn"
    label = "warn"
