"""Settings of the test run: its own home, plain static files, no waiting."""

import os
import tempfile

os.environ.setdefault("TEDUH_HOME", tempfile.mkdtemp(prefix="teduh-test-"))
os.environ["TEDUH_HOSTS"] = "localhost,127.0.0.1,testserver"

from teduh.config.settings import *  # noqa: F403
from teduh.config.settings import MIDDLEWARE, STATIC_ROOT, STORAGES

# Outermost, so that it sees all that a request writes.
MIDDLEWARE = ["tests.guards.writes.WritesAreAudited", *MIDDLEWARE]

# Argon2 is slow on purpose; the tests that are about it ask for it by name.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
# WhiteNoise warns about a missing folder, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
