"""Where this wing joins the others."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Advice and the directory of agencies."""

    name = "referrals"
    verbose_name = "Advice and referrals"
    default_auto_field = "django.db.models.BigAutoField"
