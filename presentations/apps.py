from django.apps import AppConfig
from django.utils.module_loading import import_string


class PresentationsConfig(AppConfig):
    """Topics, presentations, delivery and feedback."""

    name = "presentations"

    def ready(self) -> None:
        """Hear of absences, and say what they touch (architecture.md §3.5, way 3)."""
        on_absence = import_string("officers.ports.on_absence")
        on_absence.append(import_string("presentations.actions.react_to_absence"))
        plans = import_string("officers.ports.plans")
        plans.append(import_string("presentations.plans.planned_talks"))
        promised = import_string("officers.ports.promised")
        promised.append(import_string("presentations.plans.promised_talks"))
        figures = import_string("officers.ports.figures")
        figures.append(import_string("presentations.report_figures.talks_of"))
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("presentations.sealing.PLACES"))
        on_campus = import_string("schools.ports.on_campus")
        on_campus.append(import_string("presentations.campus.talks_on"))
        screens = import_string("schools.ports.clause_screens")
        screens += import_string("presentations.clauses.SCREENS")
