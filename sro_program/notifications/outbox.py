"""Owing someone a message. The row is the message; Celery only carries a hint."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.timezone import now

from sro_program.core.db import Actor, briefly_as_clock
from sro_program.notifications.hints import hint
from sro_program.notifications.models import MailChoice, MailPreference, Notification
from sro_program.notifications.texts import subject_of


@dataclass(frozen=True, slots=True)
class MailLink:
    """Which signed link the mail shall carry: a URL name and the record it opens."""

    route: str
    record_id: UUID
    version: int


def notify(recipient: Actor, template: str, **how: Any) -> Notification:  # noqa: ANN401  # as notify_all has them
    """Owe one person a message. See notify_all."""
    (note,) = notify_all([recipient], template, **how)
    return note


def notify_all(
    recipients: Iterable[Actor],
    template: str,
    *,
    url: str = "",
    needs_you: bool = False,
    mail_only: bool = False,
    mail_to: str = "",
    in_app: bool = False,
    link: MailLink | None = None,
    **context: object,
) -> list[Notification]:
    """Owe each of these people a message; it leaves only if this transaction commits.

    What needs a decision (`needs_you`) is mailed at once also to people who chose a
    daily mail; nothing is mailed to those who chose none. What only a mail can do
    (`mail_only`: a link for someone who cannot sign in) is mailed to everyone and not
    shown in the program, and goes to `mail_to` where that is not the account's own
    address; what is only good to know (`in_app`) is never mailed. The context must be
    plain words and ids that may leave the house by mail.
    """
    keys = [recipient.pk for recipient in recipients]
    choices = {} if mail_only or in_app else _choices_of(keys)
    usual = MailChoice.IN_APP if in_app else MailChoice.AT_ONCE
    message: dict[str, Any] = {
        "template": template,
        "summary": subject_of(template, context)[:200],
        "url": url,
        "needs_you": needs_you,
        "mail_only": mail_only,
        "mail_to": mail_to,
        "context": context,
    }
    if link:
        message |= {
            "link_route": link.route,
            "link_record": link.record_id,
            "link_version": link.version,
        }
    return _owe(
        Notification(
            recipient_id=key, **message, **_mailed(choices.get(key, usual), needs_you)
        )
        for key in keys
    )


def settle(url: str, *, of: Iterable[models.Model] | None = None) -> None:
    """What is at this address needs them no more; of these people, or of anybody.

    Their messages stay and stay unread. They are other people's rows, so the clock
    writes them.
    """
    waiting = Notification.objects.filter(url=url, needs_you=True, read_at=None)
    if of is not None:
        waiting = waiting.filter(recipient__in=of)  # type: ignore[misc]  # accounts, whose User it is, are above
    with briefly_as_clock():
        waiting.update(needs_you=False)


def mail_choice(recipient: Actor) -> MailChoice:
    """When this person wants mail; at once, unless they chose otherwise."""
    return _choices_of([recipient.pk]).get(recipient.pk, MailChoice.AT_ONCE)


def _choices_of(keys: Sequence[int]) -> dict[int, MailChoice]:
    """What these people chose, as far as they did."""
    chosen = MailPreference.objects.filter(user__in=keys).values_list("user", "choice")
    return {key: MailChoice(choice) for key, choice in chosen}


def _mailed(choice: MailChoice, needs_you: bool) -> dict[str, Any]:
    """When the mail of a message is due; never, or with the day's, for some."""
    waits = choice == MailChoice.DAILY and not needs_you
    is_never = waits or choice == MailChoice.IN_APP
    return {"in_digest": waits, "mail_due_at": None if is_never else now()}


def _owe(notes: Iterable[Notification]) -> list[Notification]:
    owed = Notification.objects.bulk_create(notes)
    for note in owed:
        if note.mail_due_at:
            transaction.on_commit(partial(hint, note.pk), robust=True)
    return owed
