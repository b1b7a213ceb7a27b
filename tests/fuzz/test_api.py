"""Requests that Schemathesis makes from the API's own description: right and wrong ones, for every role and nobody."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import Client
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from teduh.listen import limits
from teduh.trust.models import Person
from tests.factories import World
from tests.factories.district import District
from tests.fuzz import budget
from tests.fuzz.judge import TRACEBACK, Judge
from tests.guards.test_headers import lacks

AsPerson = Callable[[Person], Client]
WHO = ("budi", "wati", "rahman", "hendra", "dewi", "agus", "lina", "maya", "rini", "nobody")
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def operations(app: Any) -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    return [found.ok() for found in schema.get_all_operations()]


def wrong_with(answer: Any, judge: Judge) -> list[str]:
    page = answer.text
    found = [f"traceback: {seen.group(0)}" for seen in TRACEBACK.finditer(page)][:1]
    found += ["a secret" for secret in judge.secrets if secret in page]

    class Told:
        headers = {name.title(): values[0] for name, values in answer.headers.items()}

    return found + [name for name in lacks(Told) if not name.startswith("policy")]  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The end of a request closes the connection; here that would end the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_nothing_breaks_the_api(mode: GenerationMode, world: World, district: District, as_person: AsPerson) -> None:
    app, judge = get_wsgi_application(), Judge()
    headers = {"nobody": {"Accept-Encoding": "identity"}}
    for who in WHO[:-1]:
        kept = as_person(getattr(world, who)).cookies[django_settings.SESSION_COOKIE_NAME].value
        headers[who] = headers["nobody"] | {"Cookie": f"{django_settings.SESSION_COOKIE_NAME}={kept}"}
    for operation in operations(app):

        @seed(int(budget.SEED or 0))
        @settings(settings.get_profile("fuzz"), max_examples=budget.examples(15, 300))
        @given(case=operation.as_strategy(generation_mode=mode), who=st.sampled_from(WHO))
        def nothing_breaks(case: Any, who: str) -> None:
            limits.forget()
            budget.sent[f"api, {mode.value}"] += 1
            with transaction.atomic():
                answer = case.call(headers=headers[who])
                case.validate_response(answer, checks=CHECKS)
                assert wrong_with(answer, judge) == []
                connection.check_constraints()
                transaction.set_rollback(True)

        try:
            nothing_breaks()
        except Unsatisfiable:
            # An address of words only, such as a slug, has no wrong value to make.
            assert mode == GenerationMode.NEGATIVE
