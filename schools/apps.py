from django.apps import AppConfig
from django.utils.module_loading import import_string


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Schools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where names may stand (architecture.md §3.5, way 3)."""
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("schools.sealing.PLACES"))
