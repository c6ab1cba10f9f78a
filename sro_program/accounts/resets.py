"""The link of a mail that lets someone choose a new password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from sro_program.accounts.adapters import RESET_ROUTE
from sro_program.notifications.links import MAKERS
from sro_program.notifications.models import Notification


def reset_path(note: Notification) -> str:
    """Made when the mail leaves; dead after the password changed or an hour."""
    key = default_token_generator.make_token(note.recipient)
    uid = user_pk_to_url_str(note.recipient)
    return reverse(RESET_ROUTE, kwargs={"uidb36": uid, "key": key})


def join() -> None:
    """Name this maker to the outbox."""
    MAKERS[RESET_ROUTE] = reset_path
