from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The floor under all apps: no models, only the database's own functions."""

    name = "sro_program.core"
    label = "core"
