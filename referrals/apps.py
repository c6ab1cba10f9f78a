"""Where this wing joins the others."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ReferralsConfig(AppConfig):
    """Advice and the directory of agencies."""

    name = "referrals"
    verbose_name = "Advice and referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where names may stand, and what a line of the log can become."""
        figures = import_string("officers.ports.figures")
        figures.append(import_string("referrals.report_figures.referrals_of"))
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("referrals.sealing.PLACES"))
        promotion = import_string("officers.ports.Promotion")
        import_string("officers.ports.promotions").extend(
            [
                promotion("Advice that was given", "referrals:record_advice"),
                promotion("A referral", "referrals:refer"),
            ]
        )
        screens = import_string("schools.ports.clause_screens")
        screens += import_string("referrals.clauses.SCREENS")
        names = import_string("schools.ports.names_person")
        names += import_string("referrals.naming.COLUMNS")
