"""The worker's entry point. The schedule stands in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sro_program.settings.base")

app = Celery("sro_program")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
