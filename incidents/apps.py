"""Where this wing joins the others."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class IncidentsConfig(AppConfig):
    """Incidents, and the line between discipline and law enforcement."""

    name = "incidents"
    verbose_name = "Incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where names may stand, and what a line of the log can become."""
        figures = import_string("officers.ports.figures")
        figures.append(import_string("incidents.report_figures.incidents_of"))
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("incidents.sealing.PLACES"))
        promotion = import_string("officers.ports.Promotion")
        promotions = import_string("officers.ports.promotions")
        promotions.append(
            promotion("An incident report", "incidents:begin", is_police=True)
        )
        screens = import_string("schools.ports.clause_screens")
        screens += import_string("incidents.clauses.SCREENS")
