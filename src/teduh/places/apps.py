from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "teduh.places"
    label = "places"
