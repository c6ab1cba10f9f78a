"""What comes for an officer, and the warnings of it: 90, 60 and 30 days before, and
once more when it is overdue. Each is sent once, however often the clock looks.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from officers.models import Officer, TrainingDue
from officers.training import OVERDUE, standing_of, warning_for
from sro_program.accounts.models import Role
from sro_program.accounts.roles import holders
from sro_program.audit.log import record
from sro_program.core.db import briefly_as_clock
from sro_program.notifications.outbox import notify, notify_all


def renew_dates(officer: Officer) -> None:
    """Write the coming dates anew, from the records as they are now.

    A date that moved is warned of anew; what is no longer due is forgotten. It follows
    from the records, so the clock writes it, whoever changed one of them.
    """
    with briefly_as_clock():
        _renew(officer)


def _renew(officer: Officer) -> None:
    known = {row.about: row for row in TrainingDue.objects.filter(officer=officer)}
    dues = {due.about: due for due in standing_of(officer, localdate()).dues}
    gone = [row.pk for about, row in known.items() if about not in dues]
    TrainingDue.objects.filter(pk__in=gone).delete()
    for about, due in dues.items():
        row = known.get(about) or TrainingDue(officer=officer, about=about)
        said = (row.due_on, row.label)
        if said != (due.due_on, due.label):
            row.told = row.told if row.due_on == due.due_on else None
            row.due_on, row.label = due.due_on, due.label
            row.save()


def due_a_look() -> QuerySet[Officer]:
    """Every officer who serves: their dates may have moved without a record of ours."""
    return Officer.objects.in_service().select_related("user")


@transaction.atomic
def warn(officer: Officer) -> bool:
    """Warn this officer and the commanders of what comes; each warning once.

    After a downtime the last warning that was missed is sent, and none before it.
    """
    rows = Officer.objects.select_for_update(of=("self",), no_key=True)
    officer = rows.select_related("user").get(pk=officer.pk)
    renew_dates(officer)
    return any([_warn_of(due, officer) for due in officer.training_due.all()])


def _warn_of(due: TrainingDue, officer: Officer) -> bool:
    warning = warning_for(due.due_on, localdate())
    if warning is None or (due.told is not None and due.told <= warning):
        return False
    due.told = warning
    due.save(update_fields=["told"])
    record(None, "warn", officer, of=due.about, days=warning)
    words: dict[str, Any] = {
        "url": reverse("officers:training", args=[officer.pk]),
        "label": due.label,
        "due_on": f"{due.due_on:%B %-d, %Y}",
        "is_overdue": warning == OVERDUE,
        "days": (due.due_on - localdate()).days,
    }
    notify(officer.user, "training_due", officer="", **words)
    commanders = holders(Role.COMMANDER, police_agency=officer.police_agency_id)
    others = commanders.exclude(pk=officer.user_id)
    notify_all(others, "training_due", officer=str(officer), **words)
    return True
