"""Owing someone a message. The row is the message; Celery only carries a hint."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from sro_program.core.db import Actor, acting_as_clock
from sro_program.notifications.hints import hint
from sro_program.notifications.models import MailChoice, MailPreference, Notification
from sro_program.notifications.texts import subject_of


@dataclass(frozen=True, slots=True)
class MailLink:
    """Which signed link the mail shall carry: a URL name and the record it opens."""

    route: str
    record_id: UUID
    version: int


def notify(
    recipient: Actor,
    template: str,
    *,
    url: str = "",
    needs_you: bool = False,
    mail_only: bool = False,
    mail_to: str = "",
    in_app: bool = False,
    link: MailLink | None = None,
    **context: object,
) -> Notification:
    """Owe someone a message; it leaves only if this transaction commits.

    What needs a decision (`needs_you`) is mailed at once also to people who chose a
    daily mail; nothing is mailed to those who chose none. What only a mail can do
    (`mail_only`: a link for someone who cannot sign in) is mailed to everyone and not
    shown in the program, and goes to `mail_to` where that is not the account's own
    address; what is only good to know (`in_app`) is never mailed. The context must be
    plain words and ids that may leave the house by mail.
    """
    choice = MailChoice.AT_ONCE if mail_only else mail_choice(recipient)
    choice = MailChoice.IN_APP if in_app else choice
    waits = choice == MailChoice.DAILY and not needs_you
    note = Notification(
        recipient_id=recipient.pk,
        template=template,
        summary=subject_of(template, context)[:200],
        url=url,
        needs_you=needs_you,
        mail_only=mail_only,
        mail_to=mail_to,
        context=context,
        in_digest=waits,
        mail_due_at=_mail_due(choice, waits=waits),
    )
    if link:
        note.link_route = link.route
        note.link_record, note.link_version = link.record_id, link.version
    note.save(force_insert=True)
    if note.mail_due_at:
        transaction.on_commit(partial(hint, note.pk), robust=True)
    return note


def settle(url: str, *, of: Iterable[Actor] | None = None) -> None:
    """What is at this address needs them no more; of these people, or of anybody.

    Their messages stay and stay unread. They are other people's rows, so the clock
    writes them.
    """
    waiting = Notification.objects.filter(url=url, needs_you=True, read_at=None)
    if of is not None:
        waiting = waiting.filter(recipient__in=[person.pk for person in of])
    with acting_as_clock():
        waiting.update(needs_you=False)


def mail_choice(recipient: Actor) -> MailChoice:
    """When this person wants mail; at once, unless they chose otherwise."""
    preference = MailPreference.objects.filter(user_id=recipient.pk).first()
    return MailChoice(preference.choice) if preference else MailChoice.AT_ONCE


def _mail_due(choice: str, *, waits: bool) -> datetime | None:
    return None if waits or choice == MailChoice.IN_APP else now()
