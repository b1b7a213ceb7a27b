from django.apps import AppConfig


class RespondConfig(AppConfig):
    name = "teduh.respond"
    label = "respond"
