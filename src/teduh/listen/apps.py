from django.apps import AppConfig


class ListenConfig(AppConfig):
    name = "teduh.listen"
    label = "listen"
