from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "teduh.trust"
    label = "trust"
