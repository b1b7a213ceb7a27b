from django.apps import AppConfig
from django.core import checks


class TrustConfig(AppConfig):
    name = "teduh.trust"
    label = "trust"

    def ready(self) -> None:
        from teduh.trust import readiness, readiness_people  # noqa: PLC0415 (they need the models)

        checks.register(readiness.check, "teduh", deploy=True)
        checks.register(readiness_people.check, "teduh", deploy=True)
