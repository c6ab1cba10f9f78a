"""A developer's machine: plain HTTP, no second factor, mails into a folder."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-this-machine-and-never-for-production")
os.environ.setdefault("DATABASE_URL", "postgres://sro_app@localhost/sro")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("MFA_REQUIRED", "false")
os.environ.setdefault("LOG_JSON", "false")

from sro_program.settings.base import *  # noqa: F403  # reads what is set above
from sro_program.settings.base import BASE_DIR, STORAGES, env

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMO = env.bool("DEMO", default=True)
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None  # type: ignore[assignment]  # off, as Django means it
STATIC_ROOT = None  # type: ignore[assignment]  # files come from where they are
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

MAIL_FOLDER = Path(env.str("MAIL_FOLDER", default=str(BASE_DIR / "var" / "mail")))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(MAIL_FOLDER)},
    }
}
