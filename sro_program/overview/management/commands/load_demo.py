"""Fill the database with the demo program."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sro_program.overview import demo

REFUSED = (
    "This would make accounts with a public password. Set DEMO=true, or say --force, "
    "if that is what you want."
)


class Command(BaseCommand):
    help = "Makes the demo program, or completes it. A second run adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also in production")

    def handle(self, *args: object, **options: object) -> None:
        if not (settings.DEMO or settings.DEBUG or options["force"]):
            raise CommandError(REFUSED)
        demo.load()
        self.stdout.write("The demo program is loaded.")
