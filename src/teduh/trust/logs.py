"""Log lines that tell where something broke and never what somebody said.

Words of a resident can stand in the message of any exception (a database names the row that it refused), and a code
that somebody typed into the address line stands in the path. So an exception is told by its kind and by the lines of
our code that it went through, and a request by its method and the pattern of its address.
"""

import logging
import traceback
from types import TracebackType
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

# What the machine, the network or the settings say; an operator needs it, and no resident wrote it.
_OUTSIDE: Final = (OSError, OperationalError, ImproperlyConfigured)
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def told(error: BaseException) -> str:
    """The kind of error and the way it took, without its message; causes first, as Python tells them."""
    lines: list[str] = []
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    for one in reversed(chain):
        lines += traceback.format_tb(one.__traceback__)
        words = f": {one}" if isinstance(one, _OUTSIDE) else ""
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}{words}\n")
    return "".join(lines).rstrip("\n")


class Formatter(logging.Formatter):
    """One line of plain signs for each event; below it, where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have written the error out already, words and all.
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 (the library's name)
        return told(ei[1]) if ei[1] else ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the library's name)
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            where = match.route if match else "an address that is not ours"
            record.message = f"{getattr(record, 'status_code', '')} {request.method} {where}".strip()
        # Nobody writes a line of their own into the log.
        record.message = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in record.message)
        return super().formatMessage(record)
