"""Sending what is owed: claim, send, settle. Each step is a transaction of its own.

A claim is a lease, not a lock, so nothing is held while the mail server talks. When a
worker dies in between, the lease runs out and the sweep sends again, with the same
Message-ID (trust.md §14).
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils.timezone import now

from sro_program.core.db import acting_as_clock
from sro_program.notifications.links import url_of
from sro_program.notifications.models import GIVE_UP_AFTER, Notification
from sro_program.notifications.texts import html_of, text_of

logger = logging.getLogger(__name__)

TO_NEWCOMERS = {"invitation"}
TO_OTHERS = {"referral_agency", "incident_receipt"}
TO_LOCKED = {"invitation", "account_locked"}
LOCKED_WAITS = timedelta(hours=1)
BATCH = 50
SWEEP_SECONDS = 50
"""A sweep ends before the next one begins."""


def deliver(notification_id: UUID) -> bool:
    """Send one owed mail; false when it is not owed, or somebody else sends it."""
    note = _claim_one(notification_id)
    if note is None:
        return False
    _send_claimed(note)
    return True


def sweep() -> int:
    """Send what no hint reached: in batches, each mail on its own."""
    until, sent = monotonic() + SWEEP_SECONDS, 0
    while monotonic() < until and (batch := _claim_batch()):
        for note in batch:
            _send_claimed(note)
        sent += len(batch)
    return sent


def _claim_one(notification_id: UUID) -> Notification | None:
    with acting_as_clock():
        owed = Notification.objects.owed().filter(pk=notification_id)
        return _read(notification_id) if owed.update(**_lease()) else None


def _claim_batch() -> list[Notification]:
    """The longest owed, past the time in which their hint should have done it."""
    with acting_as_clock():
        owed = Notification.objects.owed().order_by("mail_due_at")
        missed = owed.filter(mail_due_at__lt=now() - settings.MAIL_HINT_GRACE)
        locked = missed.select_for_update(skip_locked=True)[:BATCH]
        ids = list(locked.values_list("pk", flat=True))
        Notification.objects.filter(pk__in=ids).update(**_lease())
        return [_read(pk) for pk in ids]


def _lease() -> dict[str, object]:
    return {
        "leased_until": now() + settings.MAIL_LEASE,
        "attempts": F("attempts") + 1,
    }


def _read(notification_id: UUID) -> Notification:
    rows = Notification.objects.select_related("recipient")
    return rows.get(pk=notification_id)


def _send_claimed(note: Notification) -> None:
    """One mail may fail as it likes; the next is not touched by it."""
    if not _may_have(note):
        return
    try:
        compose(note).send()
    except Exception as error:  # whatever breaks, this mail must be settled
        _failed(note, error)
    else:
        _settle(note, sent_at=now(), last_error="")


def _may_have(note: Notification) -> bool:
    """No mail to closed accounts; a locked one's mail waits for its release.

    What goes to somebody else in a person's name leaves all the same.
    """
    person = note.recipient
    if not person.is_active and note.template not in TO_NEWCOMERS | TO_OTHERS:
        _settle(note, mail_due_at=None, last_error="account closed")
        return False
    if person.locked_at and note.template not in TO_LOCKED and not note.mail_to:
        later = now() + LOCKED_WAITS
        _settle(note, mail_due_at=later, attempts=0, last_error="account locked")
        return False
    return True


def compose(note: Notification) -> EmailMultiAlternatives:
    """The mail as it leaves: text, HTML, and an id that stays the same."""
    context = {**note.context, "url": url_of(note)}
    subject, text = text_of(note.template, context)
    message = EmailMultiAlternatives(
        subject,
        text,
        None,
        [note.mail_to or note.recipient.email],
        headers={"Message-ID": note.message_id, "Auto-Submitted": "auto-generated"},
    )
    if html := html_of(note.template, context):
        message.attach_alternative(html, "text/html")
    return message


def _failed(note: Notification, error: Exception) -> None:
    """Try later, or hand it to a person. The error's text may hold an address: no."""
    what = type(error).__name__
    logger.warning("mail_failed", extra={"notification": str(note.pk), "error": what})
    if note.attempts >= GIVE_UP_AFTER or _is_final(error):
        _settle(note, gave_up_at=now(), last_error=what)
    else:
        later = now() + note.next_attempt_in()
        _settle(note, mail_due_at=later, last_error=what)


def _is_final(error: Exception) -> bool:
    """The server knows the address and refuses it for good (a 5xx answer)."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())


def _settle(note: Notification, **changes: object) -> None:
    with acting_as_clock():
        unsent = Notification.objects.filter(pk=note.pk, sent_at=None)
        unsent.update(leased_until=None, **changes)
