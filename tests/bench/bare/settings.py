"""The product's settings with nothing but sessions and sign-in around the views."""

from sro_program.settings.base import *  # noqa: F403  # the same Django, less of it
from sro_program.settings.base import BASE_DIR

ROOT_URLCONF = "tests.bench.bare.urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it insists
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "tests" / "bench" / "bare" / "templates"],
        "OPTIONS": {"context_processors": []},
    }
]
