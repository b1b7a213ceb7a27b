from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "teduh.learn"
    label = "learn"
