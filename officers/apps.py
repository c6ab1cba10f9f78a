from django.apps import AppConfig


class OfficersConfig(AppConfig):
    """Officers, assignments, absences and the activity log."""

    name = "officers"
