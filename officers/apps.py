from django.apps import AppConfig
from django.utils.module_loading import import_string


class OfficersConfig(AppConfig):
    """Officers, assignments, absences and the activity log."""

    name = "officers"

    def ready(self) -> None:
        """Hear of drills, and say where names may stand (architecture.md §3.5)."""
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("officers.sealing.PLACES"))
        on_drill = import_string("schools.ports.on_drill")
        on_drill.append(import_string("officers.actions.drill_line.write_drill_line"))
