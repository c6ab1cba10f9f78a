from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail of verbs, reads and disclosures."""

    name = "sro_program.audit"
    label = "audit"
