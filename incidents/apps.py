"""Where this wing joins the others."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents, and the line between discipline and law enforcement."""

    name = "incidents"
    verbose_name = "Incidents"
    default_auto_field = "django.db.models.BigAutoField"
