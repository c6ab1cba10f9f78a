"""What people do with their messages, and administrators with dead letters."""

from django.db import transaction
from django.utils.timezone import now

from sro_program.core.db import Actor, acting_as_clock
from sro_program.notifications.models import MailChoice, MailPreference, Notification


def mark_read(note: Notification) -> None:
    """Seen by its recipient; a second time changes nothing."""
    Notification.objects.filter(pk=note.pk, read_at=None).update(read_at=now())


def mark_all_read(user: Actor) -> int:
    """Everything seen; says how many were new."""
    return Notification.objects.visible_to(user).unread().update(read_at=now())


@transaction.atomic
def set_mail_choice(user: Actor, *, choice: str, time_zone: str) -> None:
    """From now on mail comes as chosen; what waits for the daily mail follows."""
    MailPreference.objects.update_or_create(
        user_id=user.pk, defaults={"choice": choice, "time_zone": time_zone}
    )
    waiting = Notification.objects.visible_to(user).waiting_for_digest()
    if choice == MailChoice.AT_ONCE:
        waiting.update(in_digest=False, mail_due_at=now())
    elif choice == MailChoice.IN_APP:
        waiting.update(in_digest=False)


def try_again(note: Notification) -> bool:
    """Take a mail out of the dead letters; false when someone was faster.

    The caller settles who may. The row passes out of an administrator's sight, so
    the clock writes it.
    """
    with acting_as_clock():
        dead = Notification.objects.dead().filter(pk=note.pk)
        revived = dead.update(
            gave_up_at=None, attempts=0, leased_until=None, mail_due_at=now()
        )
    return bool(revived)
