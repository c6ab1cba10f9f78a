"""Production, on plain HTTP and without the step that copies static files."""

from sro_program.settings.base import *  # noqa: F403  # that is the point
from sro_program.settings.base import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
