from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages owed to people."""

    name = "sro_program.notifications"
    label = "notifications"
