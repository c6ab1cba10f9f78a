"""Production. Every value comes from the environment; a missing secret: no start."""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
import environ
from django.utils.csp import CSP

from sro_program.core.logs import logging_config
from sro_program.settings import schedule
from sro_program.settings.sign_in import *  # noqa: F403  # one subject, one page

django_stubs_ext.monkeypatch()  # so that ModelAdmin[School] can be written
env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
NODE_MODULES = BASE_DIR / "node_modules"

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEMO = env.bool("DEMO", default=False)
PRODUCT_NAME = "SRO Program"
JUVENILE_UNDER = env.int("JUVENILE_UNDER", default=18)
"""Full years; who was younger is a juvenile, and masked."""
JUVENILE_RECORD_OF = env.list(
    "JUVENILE_RECORD_OF",
    default=["victim", "witness", "reporting", "subject", "parent", "staff"],
)
"""Whose part in an incident makes it a juvenile record; states differ."""

INSTALLED_APPS = [
    "sro_program.core",
    "sro_program.accounts",
    "sro_program.audit",
    "sro_program.notifications",
    "sro_program.overview",
    "schools",
    "officers",
    "presentations",
    "incidents",
    "referrals",
    "sro_program.core.adminapp.ProductAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "bs_icon_templates",
    "crispy_bootstrap5",
    "crispy_forms",
    "django_htmx",
    "django_structlog",
    "pghistory",
    "pgtrigger",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sro_program.core.middleware.RefuseHugeBodies",
    "sro_program.core.middleware.RefuseBrokenText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "sro_program.core.middleware.NoStore",
    "sro_program.accounts.middleware.TriesStay",
    "sro_program.accounts.middleware.SessionClock",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sro_program.accounts.middleware.SecondFactor",
    "sro_program.accounts.middleware.DistrictTime",
    "sro_program.core.middleware.SayNotAllowed",
    "sro_program.core.middleware.DeclaredAccess",
    "sro_program.core.middleware.Acting",
]

ROOT_URLCONF = "sro_program.urls"
WSGI_APPLICATION = "sro_program.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["crispy_forms.templatetags.crispy_forms_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sro_program.overview.context_processors.shell",
                "sro_program.accounts.demo.on_sign_in_page",
            ],
        },
    }
]

# Database: the runtime role; the owner of the tables only migrates (trust.md §1).


def database(variable: str) -> dict[str, object]:
    """A database from its URL; persistent connections, checked, quick to give up."""
    config = env.db_url(variable)
    options = {"connect_timeout": 2, **config.get("OPTIONS", {})}
    return {
        **config,
        "OPTIONS": options,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database("DATABASE_URL")}
if env.str("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = database("DATABASE_OWNER_URL")

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "sro_program.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

# Transport and headers (trust.md §12).

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
RETRY_AFTER_SECONDS = 5

# Files: private, served only after an access check (trust.md §13).

FILES_ROOT = Path(env.str("FILES_ROOT", default=str(BASE_DIR / "var" / "files")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", NODE_MODULES / "bootstrap" / "dist"),
]
LARGEST_FORM = 3 * 1024 * 1024  # bytes of a body; views may take files beside it
LARGEST_READ = (
    1024 * 1024 * 1024
)  # past what is too large for its form; more is refused unread
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_FORM
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Mail: an SMTP server from MAIL_URL, such as smtp+tls://user:password@host:587.

mail = env.email_url("MAIL_URL", default="smtp://localhost:25")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": mail["EMAIL_HOST"],
            "port": mail["EMAIL_PORT"],
            "username": mail["EMAIL_HOST_USER"] or "",
            "password": mail["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": mail.get("EMAIL_USE_TLS", False),
            "use_ssl": mail.get("EMAIL_USE_SSL", False),
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="SRO Program <sro@localhost>")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="sro.invalid")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# How long a worker may take over one mail, and how long a hint may take to reach one.
MAIL_LEASE = timedelta(seconds=env.int("MAIL_LEASE_SECONDS", default=120))
MAIL_HINT_GRACE = timedelta(seconds=env.int("MAIL_HINT_GRACE_SECONDS", default=30))

# Words and clocks.

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Chicago"
USE_I18N = False  # one language: to ask which at every address and date is dear
USE_TZ = True
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Celery carries hints; Postgres holds what must not be lost (trust.md §14).

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = schedule.BEAT

PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# Logs: structured, on standard output, without personal data.

LOGGING = logging_config(as_json=env.bool("LOG_JSON", default=True))
