"""Tests: production's rules with fast passwords and mail in memory."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "a-key-for-tests-that-is-long-enough-to-be-one")
os.environ.setdefault("DATABASE_URL", "postgres://sro_app@localhost/sro")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("MFA_REQUIRED", "false")
os.environ.setdefault("SITE_URL", "http://testserver")
# Never among the files of a running server; script/test removes its folder at the end.
os.environ.setdefault("FILES_ROOT", f"{tempfile.gettempdir()}/sro-files-{os.getpid()}")

from sro_program.settings.base import *  # noqa: F403  # reads what is set above
from sro_program.settings.base import LOGGING, STORAGES, TEMPLATES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_PROXY_SSL_HEADER = None  # type: ignore[assignment]  # off, as Django means it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = None  # type: ignore[assignment]  # files come from where they are
WHITENOISE_USE_FINDERS = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED TEMPLATE VARIABLE %s"  # type: ignore[index]  # Django's own shape
# Two lines for each request, which nobody reads, took a tenth of the time.
LOGGING["loggers"]["django_structlog"] = {"level": "WARNING"}  # type: ignore[index]  # a dictionary of dictionaries
