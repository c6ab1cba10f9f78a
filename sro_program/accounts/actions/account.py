"""A person's own settings."""

from django.db import transaction

from sro_program.accounts.actions.sign_in import time_zone_of
from sro_program.core.db import Actor
from sro_program.notifications.actions import set_mail_choice


@transaction.atomic
def choose_mail(user: Actor, *, choice: str) -> None:
    """Choose when mail comes: at once, once a day in the afternoon, or never."""
    set_mail_choice(user, choice=choice, time_zone=time_zone_of(user))
