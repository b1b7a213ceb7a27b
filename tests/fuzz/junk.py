"""What no keyboard sends: the values, addresses, headers and bodies that break programs."""

import json
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import UUID

from hypothesis import strategies as st

LONG = "x" * 100_000
NASTY: tuple[str, ...] = (
    *("", " ", "\x00", "a\x00b", "\ud800", "a\udfffb", "\ufeff", "\u2028", "\x1b[31m", "\x7f\x85"),
    *("0", "-1", "-0", "00", "1.5", "1e309", "NaN", "Infinity", "9" * 40, str(2**31), str(2**63), str(-(2**63) - 1)),
    *("٤٢", "①②", "１２", "½", "0x10", "1_000", "+1", "1,5", "True", "null", "None", "on"),
    *("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2024-02-30", "2024-13-01", "-2024-01-01"),
    *("31/12/9999", "1/1/0001", "01/01/0000", "00:00", "23:59:60", "24:00", "2024-10-14T25:61", "9999-12-31T23:59"),
    *("0001-01-01T00:00", "9999-W53", "0000-W00", "2024-W60", "2024-W42-1"),
    *("\u202eTerbalik\u202c", "شكرا جزيلا", "e\u0301" * 40, "😀" * 60, "\u200d" * 50, "Z\u0351\u036b\u0343" * 30),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{ 7*7 }}", "{% debug %}"),
    *("' OR 1=1 --", "\\", "%", "%s%n%d", "%(x)s", "{0.__class__}", "$(id)", "../../../../etc/passwd", "C:\\x"),
    *("=1+1", "@SUM(A1)", "\r\nX-Injected: yes", "a\nb", "//jahat.example/", "https://jahat.example/", "http://["),
    *("[" * 500, '{"a":' * 200, "[]", "{}", '""', "&" * 50, "=" * 50, "a=b&a=c"),
    *(str(UUID(int=0)), str(UUID(int=2**128 - 1)), "16.01.08.2018", "16.01.08.2018/", "polres-oku", "budi"),
    LONG,
)

texts: st.SearchStrategy[str] = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str))


def quoted(text: str) -> str:
    """For an address or a form, lone surrogates and all."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def pairs(fields: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields).encode("ascii")


BOUNDARY = "batas"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(fields: list[tuple[str, str]], files: list[tuple[str, str, str, bytes]] = []) -> bytes:  # noqa: B006 (read only)
    """A whole body of fields and files (field, file name, type, content)."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{quoted(name)}"\r\n\r\n'.encode()
        + value.encode("utf-8", "surrogatepass")
        for name, value in fields
    ]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="'.encode()
        + name.encode("utf-8", "surrogatepass")
        + f'"\r\nContent-Type: {kind}\r\n\r\n'.encode()
        + content
        for field, name, kind, content in files
    ]
    return b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


# A body that is not what its type says.
BROKEN_BODIES: tuple[tuple[str, bytes], ...] = (
    (MULTIPART, b""),
    (MULTIPART, b"--batas\r\n"),
    (MULTIPART, b"--batas\r\nContent-Disposition: form-data\r\n\r\nx\r\n--batas--"),
    (MULTIPART, b'--batas\r\nContent-Disposition: form-data; name="text"; filename="\r\n\r\nx'),
    (MULTIPART, multipart([("text", "a")])[:-9]),
    (
        MULTIPART,
        b"--batas\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: form-data; name="text"\r\n\r\n!!\r\n--batas--',
    ),
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=", b"x"),
    ("multipart/form-data; boundary=\xe9", b"x"),
    (f"multipart/form-data; boundary={'b' * 300}", b"x"),
    ("multipart/mixed; boundary=batas", multipart([("text", "a")])),
    ("application/x-www-form-urlencoded; charset=utf-7", b"text=a"),
    ("application/x-www-form-urlencoded; charset=tidak-ada", b"text=a"),
    ("application/x-www-form-urlencoded; charset=utf-16", "text=a".encode("utf-16")),
    ("application/x-www-form-urlencoded", b"\xff\xfe=\xc3\x28&%=%&%zz=%zz&text=%ED%A0%80"),
    ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _n in range(1_500))),
    ("application/x-www-form-urlencoded", b"text=" + b"y" * 1_100_000),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"a":' * 20_000),
    ("application/json", b'{"id": "\\ud800", "text": "\\u0000"}'),
    ("application/json", b'{"id": 1e999, "text": NaN, "code": -Infinity}'),
    ("application/json", b"\xff\xfe\x00"),
    (
        "application/json",
        json.dumps({"code": "9" * 5_000, "id": {"rawId": [1]}, "rawId": None, "response": 7}).encode(),
    ),
    ("application/json", b"9" * 6_000),
    ("application/json", b'"x"'),
    ("text/plain", b"\x00\x01"),
    ("", b"\x00"),
    ("image/svg+xml", b"<svg onload=alert(1)>"),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
)

HEADERS: tuple[dict[str, Any], ...] = (
    *(
        {"HTTP_HOST": host}
        for host in ("jahat.example", "localhost:99999", "[::1", "a b", "", "testserver.", "\xe9.id")
    ),
    *({"HTTP_REFERER": where} for where in ("http://[", "\x00", "//jahat.example//x", "javascript:1", LONG[:8_000])),
    *({"HTTP_ACCEPT_LANGUAGE": said} for said in ("x" * 600, "id;q=z,*;;", "\x00", "en-" * 300, "../../id", "zz")),
    *(
        {"HTTP_X_FORWARDED_FOR": sender}
        for sender in ("127.0.0.7, x", "::ffff:1.2.3.4", "1.2.3.4.5", "", "\x00", "1" * 999)
    ),
    {"HTTP_USER_AGENT": LONG[:9_000]},
    {"HTTP_USER_AGENT": "\x00\xff"},
    {"HTTP_IF_NONE_MATCH": '"a", W/"b", \x00'},
    {"HTTP_IF_MODIFIED_SINCE": "Sun, 99 Foo 99999 99:99:99 GMT"},
    {"HTTP_RANGE": "bytes=9-1"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=z, br"},
    {"HTTP_ACCEPT": "text/html;q=\x00"},
    {"HTTP_X_CSRFTOKEN": "\x00" * 70},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_HX_REQUEST": "true"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_EXPECT": "100-continue"},
    *({"CONTENT_LENGTH": length} for length in ("-5", "abc", "", "99999999", "1e3", "0")),
)

COOKIES: tuple[str, ...] = (
    *("", ";;;==;", "\x00", "teduh_session", "teduh_session=" + "a" * 9_000, "teduh_session=" + "z" * 32),
    *("teduh_csrf=x; teduh_csrf=y", "teduh_language=../../id", "teduh_language=\x00", "teduh_language=zz"),
    *('teduh_known="a:b:c"', "teduh_known=" + "W10:1tGkXX:" + "x" * 43, "teduh_receipt=1234:abc", "teduh_receipt=\xff"),
    *("messages=x", "messages=" + "[[" * 400, "; ".join(f"c{n}=1" for n in range(300))),
)

METHODS = (*("GET",) * 6, *("POST",) * 8, "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")
