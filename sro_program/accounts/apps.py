from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    """People, memberships and reach."""

    name = "sro_program.accounts"
    label = "accounts"

    def ready(self) -> None:
        import_string("sro_program.accounts.resets.join")()
