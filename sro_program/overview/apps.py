from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Pages over all wings."""

    name = "sro_program.overview"
    label = "overview"
