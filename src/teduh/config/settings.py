"""Django's settings, all derived from `environment.SETTINGS`."""

from pathlib import Path

import dj_database_url

from teduh.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.home()

SECRET_KEY = env.read_key("TEDUH_SECRET_KEY", "secret.key")
VAULT_KEY_COMMAND = env.read_text("TEDUH_VAULT_KEY_COMMAND")
# Empty means the file, which is read again when it changes.
VAULT_KEY, VAULT_KEY_FILE = env.read_vault_key("vault.key")
DEBUG = env.read_bool("TEDUH_DEBUG")
DEMO = env.read_bool("TEDUH_DEMO")
ALLOWED_HOSTS = env.read_list("TEDUH_HOSTS")
RIGHTS_HOURS = env.read_whole("TEDUH_RIGHTS_HOURS", least=1, most=72)
EMERGENCY_NUMBER = env.read_text("TEDUH_EMERGENCY_NUMBER")
RECEIVING_UNIT = env.read_text("TEDUH_DISTRICT")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "teduh.places",
    "teduh.trust",
    "teduh.setup",
    "teduh.web",
    "teduh.listen",
    "teduh.triage",
    "teduh.warn",
    "teduh.plan",
    "teduh.respond",
    "teduh.learn",
    "teduh.field",
    "teduh.rights",
    "teduh.board",
]

MIDDLEWARE = [
    "teduh.web.middleware.SecurityHeadersMiddleware",
    "teduh.web.middleware.LengthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "teduh.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "teduh.config.urls"
WSGI_APPLICATION = "teduh.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "teduh.web.context.shell",
            ],
        },
    }
]

_sqlite = f"sqlite:///{HOME / 'teduh.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(env.read_text("DATABASE_URL") or _sqlite, conn_max_age=600)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "teduh.config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # A write takes its lock at once, so two writers wait for each other instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Full sync: an acknowledged report survives power loss (design.md §6, promise 1). Secure delete: what a purge
        # or a resident took away is overwritten in the file, not only forgotten by the index.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "trust.Person"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECOND_FACTOR = env.read_choice("TEDUH_SECOND_FACTOR", ("", "required", "optional")) or (
    "optional" if DEMO else "required"
)
SESSION_IDLE_MINUTES = env.read_whole("TEDUH_SESSION_IDLE_MINUTES", least=5, most=720)
WEB_PROCESSES = env.read_whole("TEDUH_WEB_PROCESSES", least=1, most=64)
SESSION_ENGINE = "teduh.trust.sessionstore"
MATCH_ENCODER = env.read_callable("TEDUH_MATCH_ENCODER")
SMALLEST_COUNT = env.read_whole("TEDUH_SMALLEST_COUNT", least=3, most=100)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = env.read_choice("TEDUH_LANGUAGE", ("id", "en"))
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = env.read_text("TEDUH_TIME_ZONE")
USE_TZ = True
FORMAT_MODULE_PATH = ["teduh.web.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "photos"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# What planning asks of the stages on its right comes from here, by name, so that it imports none of them (decision 14).
PLAN_BESIDE = "teduh.board.planning"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

ANCHOR_TO = env.read_list("TEDUH_ANCHOR_TO")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.read_text("TEDUH_MAIL_FROM")
EMAIL_TIMEOUT = 10
_mail = env.read_mail_server()
MAIL_SERVER_GIVEN = _mail is not None
if _mail:
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls

HTTPS = env.read_bool("TEDUH_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# With "__Host-" the browser takes the cookie from this very host over HTTPS only: no neighbour host can plant one.
_ours = "__Host-teduh_" if HTTPS else "teduh_"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_ours}session", f"{_ours}csrf"
LANGUAGE_COOKIE_NAME, KNOWN_COOKIE_NAME = f"{_ours}language", f"{_ours}known"
# The receipt's cookie goes to one page only, which "__Host-" does not allow.
RECEIPT_COOKIE_NAME = "__Secure-teduh_receipt" if HTTPS else "teduh_receipt"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Preloading binds a whole domain for years; that is for its owner to decide, not for one of its hosts.
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = HTTPS, False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
# No other site may read our static files from a visitor's browser.
WHITENOISE_ALLOW_ALL_ORIGINS = False
CSRF_FAILURE_VIEW = "teduh.web.errors.csrf_failure"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options comes with the other headers of ours (web.policy)
    "security.W021",  # preloading: see above
]

# No address and no user agent of a resident in any log, no words of theirs and no code: see `trust.logs`.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "teduh.trust.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own handlers, of which one mails whole requests, are taken away.
    "loggers": {"teduh": {"level": "INFO"}, "django": {"handlers": [], "level": "WARNING"}},
}
