"""Every error that Teduh raises on purpose.

TeduhError              one sentence that a person can act on
├── Refused             what was given cannot be taken; what was typed is kept
├── NotAllowed          this person may not do or see it
├── NotFound            there is no such thing, or not for this person
└── Unavailable         something outside does not answer; `retry` says whether to try again
"""


class TeduhError(Exception):
    """The root; `message` is one clear sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(TeduhError):
    """The input cannot be taken; `field` names the field it is about, where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(TeduhError):
    """This person may not do or see it."""


class NotFound(TeduhError):
    """There is no such thing, or not for this person."""


class Unavailable(TeduhError):
    """Something outside does not answer."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.retry = retry
