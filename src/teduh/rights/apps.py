from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "teduh.rights"
    label = "rights"
