"""The hall: what every wing of the School Resource Officer programme shares."""

from sro_program.celery import app as celery_app

__all__ = ["celery_app"]
