from django.apps import AppConfig
from django.utils.module_loading import import_string


class OfficersConfig(AppConfig):
    """Officers, assignments, absences and the activity log."""

    name = "officers"

    def ready(self) -> None:
        """Say where names may stand (architecture.md §3.5, way 3)."""
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("officers.sealing.PLACES"))
