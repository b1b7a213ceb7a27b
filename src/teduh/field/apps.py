from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "teduh.field"
    label = "field"
