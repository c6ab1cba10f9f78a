"""Say how to sign in to the demo."""

from django.core.management.base import BaseCommand

from sro_program.overview import demo


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Prints the accounts of the demo, their password, and what to try."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(demo.table())
