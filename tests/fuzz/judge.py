"""What must hold for every answer, whatever was asked."""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from teduh.trust import keys
from tests.factories.district import CONTACT
from tests.guards.test_headers import APP, BY_NAME, OTHERWISE, lacks
from tests.guards.test_walk import body

TRACEBACK: Final = re.compile(
    r"Traceback \(most recent call last\)|django\.(?:db|core|urls|utils)\.|site-packages|"
    r"\b(?:DataError|IntegrityError|OperationalError|ProgrammingError|DoesNotExist|MultipleObjectsReturned|"
    r"NoReverseMatch|TemplateDoesNotExist|TemplateSyntaxError|AttributeError|KeyError|TypeError|ValueError|"
    r"UnicodeDecodeError|UnicodeEncodeError|RecursionError|OverflowError)\b|Server Error \(500\)"
)
OURS: Final = ("testserver", "localhost", "127.0.0.1")


@dataclass
class Judge:
    """Knows what may never stand in an answer, and says what is wrong with one."""

    secrets: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        ring = [key.secret.hex() for key in keys.keyring()]
        self.secrets += [settings.SECRET_KEY, *ring, "JBSWY3DPEHPK3PXP", CONTACT, "md5$"]

    def wrong(self, answer: Any) -> list[str]:
        page = body(answer)
        # What Django saw of an error that it answered with 500.
        broke = repr(answer.exc_info[1])[:600] if getattr(answer, "exc_info", None) else ""
        found = [f"status {answer.status_code}: {broke}"] if answer.status_code >= 500 or broke else []
        found += [f"traceback: {seen.group(0)}" for seen in TRACEBACK.finditer(page)][:1]
        found += ["a secret" for secret in self.secrets if secret in page]
        found += _lacking(answer)
        if "X-Injected" in answer.headers:
            found.append("a header that the request made")
        where = urljoin("http://testserver/", answer.headers.get("Location", ""))
        if urlsplit(where).hostname not in OURS:
            found.append(f"leads to {where[:80]}")
        return found


def _lacking(answer: Any) -> list[str]:
    """Headers that are not as they should be; some pages have a policy of their own, by name."""
    # The request's own match: an answer's looks the address up again and fails where there is none.
    match = answer.wsgi_request.resolver_match
    name = match.url_name if match else ""
    if name in OTHERWISE and answer.headers.get("Content-Security-Policy", "").startswith("default-src 'none'"):
        return []
    # An error at such an address is an ordinary page.
    missing = lacks(answer) and lacks(answer, BY_NAME.get(name, ""))
    return [] if missing == APP.get(name) else missing
