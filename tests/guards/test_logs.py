"""No log, no output of the server and no row of a task holds a secret, a code, or a word that somebody said."""

import logging
import os
import re
import socket
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from teduh import pipeline
from teduh.cores.errors import Unavailable
from teduh.trust import keys, logs, sessions
from teduh.trust.sessionstore import SessionStore
from tests.factories import World
from tests.factories.world import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
WORDS = "Sari-melihat-uang-dibagi-di-lorong"
NIK, PHONE, CONTACT = "1601085505900001", "0812-7788-9900", "0813-5566-4411"
AGENT, SENDER, MAIL_PASSWORD = "PonselSari/9.9", "203.0.113.77", "sandi-surat-rahasia"
FROM_THE_DATABASE = "baris-yang-ditolak"


def line(record_of: Exception | None = None, message: str = "pesan", **more: object) -> str:
    record = logging.LogRecord("teduh", logging.ERROR, "berkas.py", 1, message, (), None)
    if record_of:
        try:
            raise record_of
        except Exception:
            record.exc_info = sys.exc_info()
    for name, value in more.items():
        setattr(record, name, value)
    return logs.Formatter("%(message)s").format(record)


class TestFormatter:
    def test_an_error_is_told_without_its_words(self) -> None:
        said = line(ValueError(WORDS))

        assert WORDS not in said
        assert said.splitlines()[-1] == "builtins.ValueError"
        assert "test_logs.py" in said

    def test_the_errors_behind_it_are_told_the_same_way(self) -> None:
        try:
            try:
                raise KeyError(WORDS)
            except KeyError as error:
                raise RuntimeError(PHONE) from error
        except RuntimeError as error:
            said = logs.told(error)

        assert WORDS not in said
        assert PHONE not in said
        assert said.index("builtins.KeyError") < said.index("builtins.RuntimeError")

    def test_what_the_machine_says_is_kept(self) -> None:
        assert line(ConnectionRefusedError("no route to the database")).endswith(
            "builtins.ConnectionRefusedError: no route to the database"
        )

    def test_nobody_writes_a_line_of_their_own(self) -> None:
        assert line(message="satu\r\n2026 INFO palsu\x1b[31m") == r"satu\r\n2026 INFO palsu\x1b[31m"


class Lines(logging.Handler):
    """Everything that any logger says, formatted as it is in production."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logs.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def said() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_day_at_debug_level_holds_nothing(
    world: World, said: Lines, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT, settings.RECEIVING_UNIT, settings.SECOND_FACTOR = tmp_path, "polres-oku", "optional"
    browser = Client(raise_request_exception=False, headers={"User-Agent": AGENT}, REMOTE_ADDR=SENDER)
    browser.post(reverse("report_new"), {"text": f"{WORDS} {NIK} {PHONE}", "contact": CONTACT, "ticket": "t"})
    code = browser.get(reverse("report_received")).context["code"]
    browser.get(f"/{code}/")
    browser.post(reverse("receipt_enter"), {"code": code})
    browser.post(reverse("receipt_enter"), {"code": "1234-5678-9012-3456-7"})
    browser.post(reverse("sign_in"), {"username": "budi", "password": f"salah-{MAIL_PASSWORD}"})
    browser.post(reverse("sign_in"), {"username": "budi", "password": PASSWORD})

    def broken(*_args: object, **_more: object) -> None:
        raise ValueError(f"{FROM_THE_DATABASE} {WORDS}")

    monkeypatch.setattr("teduh.board.views.respond.published", broken)
    crashed = Client(raise_request_exception=False).get(reverse("home"))
    log = "\n".join(said.lines)

    assert code
    assert crashed.status_code == 500
    assert re.search(r"ERROR django.request 500 GET$", log, re.MULTILINE)
    assert "ValueError" in log
    session = browser.cookies["teduh_session"].value
    never = [WORDS, NIK, PHONE, CONTACT, code, code.replace("-", ""), PASSWORD, MAIL_PASSWORD, session]
    never += [AGENT, SENDER, FROM_THE_DATABASE, settings.SECRET_KEY, *(key.secret.hex() for key in keys.keyring())]
    assert [secret for secret in never if secret in log] == []


@pytest.mark.django_db
def test_a_broken_pipeline_leaves_no_words_in_the_row_of_its_task(said: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_more: object) -> int:
        raise ValueError(WORDS)

    monkeypatch.setattr(pipeline, "STEPS", (("broken", broken),))
    with pytest.raises(pipeline.PipelineBroke) as raised:
        pipeline.run_pipeline.func()

    # The library keeps this text in the database.
    assert WORDS not in "".join(traceback.format_exception(raised.value))
    assert str(raised.value) == "ValueError"
    assert WORDS not in "\n".join(said.lines)
    assert "builtins.ValueError" in "\n".join(said.lines)


def test_old_sessions_are_taken_away(world: World) -> None:
    store = SessionStore()
    store["talk"] = {"id": WORDS}
    store.save()

    assert sessions.forget_old(at=world.now.replace(year=2020)) == 0
    assert sessions.forget_old(at=world.now.replace(year=2999)) == 1


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`teduh serve` as it runs in production: the web server and the worker, in a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TEDUH_", "DJANGO_"))},
            **{"TEDUH_HOME": str(home), "TEDUH_SECOND_FACTOR": "optional", "TEDUH_DISTRICT": "polres-oku"},
            # Nobody listens at port 9: every mail fails.
            **{"TEDUH_SMTP": f"smtp://surat:{MAIL_PASSWORD}@127.0.0.1:9", "TEDUH_ANCHOR_TO": "saksi@example.org"},
            "PYTHONPATH": str(ROOT),
        }
        self.environment.pop("DATABASE_URL", None)
        self.said = ""

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        self.said += done.stdout + done.stderr
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.home / "teduh.sqlite3", timeout=30) as database:
            return database.execute(query).fetchall()

    def __enter__(self) -> "Server":
        self.run("-m", "teduh", "migrate")
        world = "import django; django.setup(); from tests.factories import make_world; make_world()"
        self.environment["DJANGO_SETTINGS_MODULE"] = "teduh.config.settings"
        self.run("-c", world)
        self.log = (self.home / "log").open("w+b")
        command = [sys.executable, "-m", "teduh", "serve", "--port", str(self.port)]
        self.child = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_error: object) -> None:
        self.child.terminate()
        self.child.wait(timeout=60)
        self.said += Path(self.log.name).read_text("utf-8", "replace")
        self.log.close()

    def until(self, done: "object") -> None:
        """Ask again until it holds; the server's end breaks it off."""
        for _turn in range(1_200):
            try:
                if done():  # type: ignore[operator]
                    return
            except (requests.ConnectionError, sqlite3.OperationalError):
                pass
            try:
                self.child.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        pytest.fail(f"the server did not get there:\n{Path(self.log.name).read_text('utf-8', 'replace')[-3000:]}")


class Visitor:
    """Somebody with a browser of a known kind behind a proxy that tells their address."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"User-Agent": AGENT, "X-Forwarded-For": SENDER})

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.address + path)

    def post(self, path: str, **fields: str) -> requests.Response:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        token = found.group(1) if found else ""
        return self.session.post(self.address + path, data={"csrfmiddlewaretoken": token, **fields})


@pytest.mark.slow
def test_a_real_server_says_nothing(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        sari, budi = Visitor(server.port), Visitor(server.port)
        server.until(lambda: sari.get("/").status_code == 200)
        received = sari.post(reverse("report_new"), text=f"{WORDS} {NIK} {PHONE}", contact=CONTACT, ticket="t")
        code = "-".join(re.findall(r"<span>(\d{4}|\d)</span>", received.text))
        opened = sari.post(reverse("receipt_enter"), code=code)
        sari.get(f"/{code}/?kode={code}")
        sari.post(reverse("receipt_enter"), code="1234-5678-9012-3456-7")
        budi.post(reverse("sign_in"), username="budi", password=f"salah-{PASSWORD}")
        signed_in = budi.post(reverse("sign_in"), username="budi", password=PASSWORD)
        # The database refuses the next report, and tells why with words of the row.
        server.rows(
            "CREATE TRIGGER refuses BEFORE INSERT ON listen_report "
            f"BEGIN SELECT RAISE(ABORT, '{FROM_THE_DATABASE} {WORDS}'); END"
        )
        crashed = sari.post(reverse("report_new"), text=f"{WORDS} kedua", ticket="t2")
        server.run("-m", "teduh", "keys", "rotate")
        server.until(lambda: server.rows("SELECT 1 FROM trust_auditevent WHERE action = 'audit.anchor_not_sent'"))
        cookies = [*sari.session.cookies.values(), *budi.session.cookies.values()]

    assert len(code) == 21
    assert (received.status_code, opened.status_code, crashed.status_code) == (200, 200, 500)
    assert signed_in.url.endswith(reverse("monday"))
    # It did speak: of the crash, of the mail, and of the address that is not ours.
    assert "500 POST lapor/" in server.said
    assert "IntegrityError" in server.said
    assert "could not be mailed" in server.said
    assert "404 GET an address that is not ours" in server.said
    secrets = [path.read_text().strip() for path in (tmp_path / "secret.key", tmp_path / "vault.key")]
    never = [WORDS, NIK, PHONE, CONTACT, code, code.replace("-", ""), PASSWORD, MAIL_PASSWORD, FROM_THE_DATABASE]
    never += [
        AGENT,
        SENDER,
        "budi",
        *(value for value in cookies if len(value) > 8),
        *(key for text in secrets for key in text.split()),
    ]
    assert [secret for secret in never if secret in server.said] == []
    told = server.rows("SELECT traceback FROM django_tasks_database_dbtaskresult")
    assert told
    assert [text for (text,) in told if WORDS in str(text)] == []


def test_unavailable_is_told_by_its_kind() -> None:
    assert line(Unavailable(WORDS, retry=False)).endswith("teduh.cores.errors.Unavailable")
