from django.apps import AppConfig
from django.db.models import fields


class CoreConfig(AppConfig):
    """The floor under all apps: no models, only the database's own functions."""

    name = "sro_program.core"
    label = "core"

    def ready(self) -> None:
        """Every list that nothing is chosen in says so in the product's word."""
        fields.BLANK_CHOICE_LABEL = "Choose"
