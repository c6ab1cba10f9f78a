"""For the day when the only administrator is locked out."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from sro_program.accounts import actions
from sro_program.accounts.models import User
from sro_program.core.db import acting_as_clock


class Command(BaseCommand):
    help = "Release a locked account, so that its owner can try to sign in again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, **options: str) -> None:
        email = options["email"]
        with acting_as_clock():
            account = User.objects.filter(email__iexact=email).first()
            if account is None:
                raise CommandError(f"There is no account with the e-mail {email}.")
            actions.release(account, by=None)
        self.stdout.write(f"{account.name} can try again.")
