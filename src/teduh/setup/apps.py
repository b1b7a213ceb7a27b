from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "teduh.setup"
    label = "setup"
