from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "teduh.board"
    label = "board"
